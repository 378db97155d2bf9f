package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Packets of one ring, where they lie: the fast way to read them.
 *
 * <p>Addresses and lengths were gathered and checked; bytes are read in place, in network order. A
 * batch is valid until the callback that got it returns: from then on it is empty, and every access
 * throws.
 */
public final class PacketBatch {
  static final int CAPACITY = 256;

  final long[] starts = new long[CAPACITY];
  final int[] lengths = new int[CAPACITY];
  MemorySegment memory = MemorySegment.NULL;
  int size;

  PacketBatch() {}

  /** How many packets there are. */
  public int size() {
    return size;
  }

  /** The length of packet {@code i} in bytes. */
  public int length(int i) {
    return lengths[Objects.checkIndex(i, size)];
  }

  private long at(int i, int offset, int bytes) {
    Objects.checkIndex(i, size);
    return Bytes.at(starts[i], offset, bytes, lengths[i]);
  }

  /** The byte at {@code offset} of packet {@code i}, 0 to 255. */
  public int u8(int i, int offset) {
    return memory.get(JAVA_BYTE, at(i, offset, 1)) & 0xff;
  }

  /** Two bytes at {@code offset} of packet {@code i}, 0 to 65535. */
  public int u16(int i, int offset) {
    return memory.get(Bytes.U16, at(i, offset, 2)) & 0xffff;
  }

  /** Four bytes at {@code offset} of packet {@code i}. */
  public int i32(int i, int offset) {
    return memory.get(Bytes.U32, at(i, offset, 4));
  }

  /** Eight bytes at {@code offset} of packet {@code i}. */
  public long i64(int i, int offset) {
    return memory.get(Bytes.U64, at(i, offset, 8));
  }

  /**
   * Copies from packet {@code i} into {@code to}.
   *
   * @return how many bytes: the packet's length from {@code offset} on, or as many as fit
   */
  public int copy(int i, int offset, byte[] to, int toOffset) {
    int length = Math.min(length(i) - offset, to.length - toOffset);
    MemorySegment.copy(memory, JAVA_BYTE, at(i, offset, length), to, toOffset, length);
    return length;
  }

  /** Packet {@code i} as an array of its own. */
  public byte[] bytes(int i) {
    byte[] copy = new byte[length(i)];
    copy(i, 0, copy, 0);
    return copy;
  }

  /** Forgets the packets, so that nobody reads them any more. */
  void end() {
    size = 0;
  }
}
