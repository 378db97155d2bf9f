package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads and writes native memory unchecked: that is for who has checked the place already, and
 * keeps the memory mapped meanwhile. All others go through the segment that they have.
 *
 * <p>A place is a base address, a start behind it, and an offset behind that. They are cut to 62,
 * 48 and 31 bits, which changes none that is right, and lets the compiler see that the bounds of
 * all memory are kept: so no check is left, and mostly no cutting.
 */
@SuppressWarnings("restricted") // the room where native memory is reached
public final class RawMemory {
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  private static final long ADDRESS = (1L << 62) - 1;
  private static final long START = (1L << 48) - 1;
  private static final ValueLayout.OfChar U16 =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

  private RawMemory() {}

  private static long at(long base, long start, int offset) {
    return place(base, start) + (offset & Integer.MAX_VALUE);
  }

  /** All memory, for who reads a lot at one place: see {@link #place}. */
  public static MemorySegment all() {
    return ALL;
  }

  /** A place in all memory. */
  public static long place(long base, long start) {
    return (base & ADDRESS) + (start & START);
  }

  /** A byte. */
  public static int u8(long base, long start, int offset) {
    return ALL.get(JAVA_BYTE, at(base, start, offset)) & 0xff;
  }

  /** Two bytes in network order. */
  public static int u16(long base, long start, int offset) {
    return ALL.get(U16, at(base, start, offset));
  }

  /** Four bytes in network order. */
  public static int i32(long base, long start, int offset) {
    return ALL.get(I32, at(base, start, offset));
  }

  /** Eight bytes in network order. */
  public static long i64(long base, long start, int offset) {
    return ALL.get(I64, at(base, start, offset));
  }

  /** Eight bytes in the machine's order. */
  public static long word(long base, long start, int offset) {
    return ALL.get(JAVA_LONG_UNALIGNED, at(base, start, offset));
  }

  /** Writes four bytes in the machine's order. */
  public static void set(long base, long start, int offset, int value) {
    ALL.set(JAVA_INT_UNALIGNED, at(base, start, offset), value);
  }

  /** Writes eight bytes in the machine's order. */
  public static void setWord(long base, long start, long value) {
    ALL.set(JAVA_LONG_UNALIGNED, at(base, start, 0), value);
  }

  /** Writes a byte: the lowest of {@code value}. */
  public static void setU8(long base, long start, int offset, int value) {
    ALL.set(JAVA_BYTE, at(base, start, offset), (byte) value);
  }

  /** Writes two bytes in network order: the lowest of {@code value}. */
  public static void setU16(long base, long start, int offset, int value) {
    ALL.set(U16, at(base, start, offset), (char) value);
  }

  /** Writes four bytes in network order. */
  public static void setI32(long base, long start, int offset, int value) {
    ALL.set(I32, at(base, start, offset), value);
  }

  /** Writes eight bytes in network order. */
  public static void setI64(long base, long start, int offset, long value) {
    ALL.set(I64, at(base, start, offset), value);
  }

  /** Publishes four bytes in the machine's order, as {@link SharedMemory#setRelease}. */
  public static void setRelease(long base, long start, int offset, int value) {
    SharedMemory.setRelease(ALL, at(base, start, offset), value);
  }

  /** Adds to a counter, as {@link SharedMemory#add}. */
  public static void add(long base, int offset, long more) {
    SharedMemory.add(ALL, at(base, 0, offset), more);
  }

  /** Writes {@code length} bytes of an array. */
  public static void copy(byte[] from, int offset, int length, long base, long start) {
    MemorySegment.copy(from, offset, ALL, JAVA_BYTE, at(base, start, 0), length);
  }

  /** Copies {@code length} bytes. */
  public static void copy(long base, long start, long length, long toBase, long toStart) {
    MemorySegment.copy(ALL, at(base, start, 0), ALL, at(toBase, toStart, 0), length);
  }
}
