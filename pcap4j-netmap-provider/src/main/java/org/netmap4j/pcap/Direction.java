package org.netmap4j.pcap;

import org.netmap4j.engine.RingKind;

/** Which way the packets go that a handle takes, as seen from the host. */
public enum Direction {
  /** Both ways. */
  BOTH,
  /** What arrives: receive rings of the NIC, of a pipe, of a switch port. */
  IN,
  /** What the host's stack sends: host receive rings. */
  OUT;

  boolean takes(RingKind ring) {
    return this == BOTH || (this == OUT) == ring.host();
  }
}
