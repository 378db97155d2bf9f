package org.netmap4j.bench;

import java.nio.ByteBuffer;
import org.netmap4j.Packet;
import org.netmap4j.PacketBatch;

/** The frames that are received and sent, and what is read of each. The peer reads the same. */
final class Frames {
  /** The shortest frame of Ethernet, without its check sequence. */
  static final int SHORT = 60;

  /** About the longest frame of a usual link. */
  static final int LONG = 1500;

  /**
   * How many copies of a frame are sent in turn: copying is slower from a place that is about where
   * the buffer is in its page, and one place would be lucky or not for a whole round.
   */
  static final int COPIES = 16;

  private static final int ETHER = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private Frames() {}

  /** An Ethernet frame with IPv4 and UDP; {@code number} shows in its ports. */
  static byte[] frame(int number, int length) {
    return ByteBuffer.allocate(length)
        .putShort(12, (short) ETHERTYPE_IPV4)
        .put(14, (byte) 0x45)
        .putShort(16, (short) (length - ETHER))
        .put(22, (byte) 64)
        .put(23, (byte) UDP)
        .putShort(34, (short) (40_000 + number))
        .putShort(36, (short) (number % 7))
        .putShort(38, (short) (length - ETHER - 20))
        .array();
  }

  /** Reads ethertype, header length, protocol and ports of a packet. */
  static int headers(Packet packet) {
    int length = packet.length();
    if (length < 34 || packet.u16(12) != ETHERTYPE_IPV4) {
      return 0;
    }
    int transport = ETHER + (packet.u8(14) & 0xf) * 4;
    int protocol = packet.u8(23);
    if ((protocol != TCP && protocol != UDP) || length < transport + 4) {
      return 0;
    }
    return protocol + packet.u16(transport) + packet.u16(transport + 2);
  }

  /** As {@link #headers(Packet)}, of packet {@code i} of a batch. */
  static int headers(PacketBatch batch, int i) {
    int length = batch.length(i);
    if (length < 34 || batch.u16(i, 12) != ETHERTYPE_IPV4) {
      return 0;
    }
    int transport = ETHER + (batch.u8(i, 14) & 0xf) * 4;
    int protocol = batch.u8(i, 23);
    if ((protocol != TCP && protocol != UDP) || length < transport + 4) {
      return 0;
    }
    return protocol + batch.u16(i, transport) + batch.u16(i, transport + 2);
  }
}
