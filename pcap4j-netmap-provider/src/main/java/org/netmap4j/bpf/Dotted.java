package org.netmap4j.bpf;

import java.util.OptionalInt;

/** IPv4 addresses, of which parts may be missing at the right. */
final class Dotted {
  private Dotted() {}

  /** An address of up to four parts, moved to the left; empty if a part is too large. */
  static OptionalInt parse(String text) {
    int address = 0;
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].matches("\\d{1,9}") || Integer.parseInt(parts[i]) > 255) {
        return OptionalInt.empty();
      }
      address |= Integer.parseInt(parts[i]) << (24 - 8 * i);
    }
    return OptionalInt.of(address);
  }

  /** The mask of as many bits as the parts that are there. */
  static int mask(String text) {
    int parts = text.split("\\.", -1).length;
    return prefix(8 * parts);
  }

  /** A mask of so many bits, 0 to 32. */
  static int prefix(int bits) {
    return bits == 0 ? 0 : -1 << (32 - bits);
  }
}
