package org.netmap4j.top.model;

import java.util.Arrays;
import java.util.Optional;

/** Which way a ring's packets go, in netmap's sense. */
public enum Direction {
  /** From the wire, through a NIC RX ring. */
  RX("rx"),
  /** To the wire, through a NIC TX ring. */
  TX("tx"),
  /** What the host's stack sends. */
  HOST_RX("host-rx"),
  /** What is injected into the host's stack. */
  HOST_TX("host-tx");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** The one with that {@link #text}; empty when there is none. */
  public static Optional<Direction> of(String text) {
    return Arrays.stream(values()).filter(way -> way.text.equals(text)).findFirst();
  }

  /** The name used on the screen and in every output format. */
  public String text() {
    return text;
  }
}
