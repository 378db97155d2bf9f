package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bytes of packets, in network order and at any alignment, in memory that may be gone: read through
 * the segment that holds them, which throws once it is closed, and for a place that is not in it.
 */
final class Bytes {
  private static final ValueLayout.OfChar U16 =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

  /** Starts are counted in units of this many bytes, so that one fits into an int. */
  static final int UNIT = 8;

  /** How large memory may be that starts point into. */
  static final long REACH = (long) UNIT << Integer.SIZE;

  private Bytes() {}

  /**
   * Where a packet is and how long it is, in one word: {@code start}, a multiple of {@link #UNIT}
   * below {@link #REACH}, and {@code length}.
   */
  static long word(long start, int length) {
    return ((start / UNIT) << Integer.SIZE) | length;
  }

  /** The start of a word: where in its memory the packet begins. */
  static long start(long word) {
    return (word >>> Integer.SIZE) * UNIT;
  }

  /** The length of a word. */
  static int length(long word) {
    return (int) word;
  }

  /** Checks that {@code size} bytes at {@code offset} are in a packet of {@code length}. */
  static void check(int offset, int size, int length) {
    // two comparisons with constants where the offset is one
    if (offset < 0 || Integer.compareUnsigned(offset + size, length) > 0) {
      throw new IndexOutOfBoundsException(
          size + " bytes at offset " + offset + " of a packet of " + length);
    }
  }

  static int u8(MemorySegment memory, long start, int offset) {
    return memory.get(JAVA_BYTE, start + offset) & 0xff;
  }

  static int u16(MemorySegment memory, long start, int offset) {
    return memory.get(U16, start + offset);
  }

  static int i32(MemorySegment memory, long start, int offset) {
    return memory.get(I32, start + offset);
  }

  static long i64(MemorySegment memory, long start, int offset) {
    return memory.get(I64, start + offset);
  }

  /** Copies {@code length} bytes. */
  static void copy(
      MemorySegment memory, long start, int offset, byte[] to, int toOffset, int length) {
    long from = start + offset;
    MemorySegment.copy(memory, JAVA_BYTE, from, to, toOffset, length);
  }
}
