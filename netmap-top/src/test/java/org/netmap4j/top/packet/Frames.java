package org.netmap4j.top.packet;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames of Ethernet, made by hand. */
final class Frames {
  private static final String MACS = "020000000002" + "020000000001";

  private Frames() {}

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** A frame of that type. */
  static byte[] ethernet(String type, String payload) {
    return hex(MACS + type + payload);
  }

  /** A datagram of 18 bytes. */
  static byte[] udp(int source, int destination, int sourcePort, int destinationPort) {
    ByteBuffer frame = ByteBuffer.allocate(60);
    frame.put(hex(MACS + "0800"));
    frame.put(hex("4500002e00000000" + "40110000")).putInt(source).putInt(destination);
    frame.putShort((short) sourcePort).putShort((short) destinationPort);
    frame.putShort((short) 26);
    return frame.array();
  }
}
