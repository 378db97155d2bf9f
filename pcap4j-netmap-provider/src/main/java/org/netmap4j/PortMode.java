package org.netmap4j;

/** Which rings of a port are bound; the numbers are {@code nr_mode} of net/netmap.h. */
public enum PortMode {
  /** All rings of the NIC, the default. */
  ALL_NIC(1),
  /** All host rings: {@code ^}. */
  SW(2),
  /** All rings of the NIC and all host rings: {@code *}. */
  NIC_SW(3),
  /** One ring pair of the NIC: {@code -N}. */
  ONE_NIC(4),
  /** No ring at all, only the memory region; no port name asks for it. */
  NULL(7),
  /** One host ring pair: {@code ^N}. */
  ONE_SW(8);

  private final int number;

  PortMode(int number) {
    this.number = number;
  }

  /** The value of {@code nr_mode}. */
  public int number() {
    return number;
  }
}
