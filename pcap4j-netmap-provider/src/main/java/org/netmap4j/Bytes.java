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

  private Bytes() {}

  /** A packet: the buffer that it is in and its length, as they stand in a slot without flags. */
  static long word(int buffer, int length) {
    return (long) length << Integer.SIZE | Integer.toUnsignedLong(buffer);
  }

  /**
   * Where the packet begins, in memory that has buffers of this size: a char, so that the compiler
   * knows that nothing overflows.
   */
  static long start(long word, char bufferSize) {
    return (word & 0xffff_ffffL) * bufferSize;
  }

  /** The length of the packet. */
  static int length(long word) {
    return (int) (word >>> Integer.SIZE);
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
