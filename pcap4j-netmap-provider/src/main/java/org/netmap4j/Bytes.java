package org.netmap4j;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.ValueLayout;

/** Packet bytes are in network order, at any alignment. */
final class Bytes {
  static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

  private Bytes() {}

  /** Where {@code size} bytes at {@code offset} are, of a packet of {@code length}. */
  static long at(long start, int offset, int size, int length) {
    if ((offset | length - size - offset) < 0) {
      throw new IndexOutOfBoundsException(
          size + " bytes at offset " + offset + " of a packet of " + length);
    }
    return start + offset;
  }
}
