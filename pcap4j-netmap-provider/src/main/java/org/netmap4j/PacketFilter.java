package org.netmap4j;

/** Chooses packets. */
@FunctionalInterface
public interface PacketFilter {
  /** Whether this packet is wanted; it is valid until this returns. */
  boolean accept(Packet packet);
}
