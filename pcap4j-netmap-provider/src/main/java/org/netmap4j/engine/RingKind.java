package org.netmap4j.engine;

/** The four kinds of rings, in the order of a netmap_if's ring offsets. */
public enum RingKind {
  /** NIC transmit: to the wire. */
  TX("tx"),
  /** Host transmit: into the host's stack. */
  HOST_TX("host-tx"),
  /** NIC receive: from the wire. */
  RX("rx"),
  /** Host receive: what the host's stack sends. */
  HOST_RX("host-rx");

  private final String text;

  RingKind(String text) {
    this.text = text;
  }

  /** Its name in messages and in every output. */
  public String text() {
    return text;
  }

  /** Whether packets are read from it. */
  public boolean receives() {
    return this == RX || this == HOST_RX;
  }

  /** Whether it faces the host's stack. */
  public boolean host() {
    return this == HOST_TX || this == HOST_RX;
  }
}
