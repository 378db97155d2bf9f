package org.netmap4j.pcap;

/** Where the times of packets come from. */
public enum TimestampSource {
  /** Each packet's own: when the system saw it, or what stands in the savefile. */
  PACKET,
  /** The time of the sync that brought it into the ring, in microseconds: netmap's own. */
  SYNC
}
