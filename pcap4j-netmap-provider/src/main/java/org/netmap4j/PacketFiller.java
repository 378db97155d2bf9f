package org.netmap4j;

import org.netmap4j.error.NetmapException;

/** Writes packets into the slots of a transmit ring: see {@link TxRing#fill}. */
@FunctionalInterface
public interface PacketFiller {
  /**
   * Writes the next packet and commits it; returns without that when there is none left. Does not
   * use the port otherwise.
   *
   * @param packet room for as many bytes as the slot holds; valid until this returns
   */
  void fill(Reservation packet) throws NetmapException;
}
