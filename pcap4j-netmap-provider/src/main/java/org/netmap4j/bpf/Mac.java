package org.netmap4j.bpf;

/** Ethernet addresses as they are written. */
final class Mac {
  private static final int BYTES = 6;

  private Mac() {}

  /** Whether it is six parts of up to two digits each. */
  static boolean is(String text) {
    return text.matches("[0-9A-Fa-f]{1,2}([:.-][0-9A-Fa-f]{1,2}){5}");
  }

  /** The six bytes of an address of six, three or one part. */
  static byte[] parse(String text) {
    byte[] bytes = new byte[BYTES];
    String[] parts = text.split("[:.-]", -1);
    if (parts.length == BYTES) {
      for (int i = 0; i < BYTES; i++) {
        bytes[i] = (byte) Integer.parseInt(parts[i], 16);
      }
      return bytes;
    }
    long all = Long.parseLong(String.join("", parts), 16);
    for (int i = BYTES - 1; i >= 0; i--) {
      bytes[i] = (byte) all;
      all >>>= 8;
    }
    return bytes;
  }
}
