package org.netmap4j;

/** Takes packets one by one. */
@FunctionalInterface
public interface PacketHandler {
  /**
   * Takes a packet; it is valid until this returns. What is thrown here ends the call that gave it;
   * the packet is not given again.
   */
  void onPacket(Packet packet);
}
