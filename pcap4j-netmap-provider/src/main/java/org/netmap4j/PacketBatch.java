package org.netmap4j;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.ffi.RawMemory;

/**
 * Packets of one ring, where they lie: the fast way to read them.
 *
 * <p>Addresses and lengths were gathered and checked; bytes are read in place, in network order. A
 * batch is valid until the callback that got it returns: from then on it is empty, and every access
 * throws.
 *
 * <p>The thread that runs the callback keeps the memory mapped, and reads it directly. Any other
 * thread that got hold of the batch, in time or too late, reads through the region's segment: more
 * slowly, and safely also when the port is closed under its feet.
 */
public final class PacketBatch {
  static final int CAPACITY = 256;

  /** The packets, as {@link Bytes#word}s. */
  final long[] words;

  /** What holds the packets. */
  private final MemorySegment memory;

  private final long base;
  private final char bufferSize;
  private final RxRing ring;
  private int size;
  private int firstSlot;

  /** The first packet that stays in the ring. */
  private int left;

  private @Nullable Thread owner;

  PacketBatch(RxRing ring, int capacity, MemorySegment memory, int bufferSize) {
    this.ring = ring;
    this.bufferSize = (char) bufferSize;
    words = new long[capacity];
    this.memory = memory;
    base = memory.address();
  }

  /**
   * Shows the first {@code count} packets gathered; the caller is in the port until {@link #end}.
   *
   * @param slot the slot of the first
   */
  void begin(int count, int slot) {
    size = count;
    left = count;
    firstSlot = slot;
    owner = Thread.currentThread();
  }

  /** Forgets the packets, so that nobody reads them any more. */
  void end() {
    size = 0;
    owner = null;
  }

  /** How many packets were taken. */
  int left() {
    return left;
  }

  /** The slot that the ring goes on with: of the first packet that stays there; -1 for none. */
  int leftSlot() {
    return left < size ? ring.slotAfter(firstSlot, left) : -1;
  }

  private boolean owned() {
    return Thread.currentThread().equals(owner);
  }

  private long word(int i) {
    return words[Objects.checkIndex(i, size)];
  }

  /** Where packet {@code i} begins, which has {@code bytes} bytes at {@code offset}. */
  private long start(int i, int offset, int bytes) {
    long word = word(i);
    Bytes.check(offset, bytes, Bytes.length(word));
    return Bytes.start(word, bufferSize);
  }

  /**
   * Leaves packet {@code i} and those behind it in the ring, where the next call finds them: the
   * call that gave this batch gives no other, and counts only the packets before.
   */
  public void leave(int i) {
    left = Objects.checkIndex(i, size);
  }

  /** The ring that the packets came from. */
  public RxRing ring() {
    return ring;
  }

  /**
   * The memory that the packets are in: for who reads many bytes of them. What is read there later
   * is another packet, or throws once the port is closed.
   */
  public MemorySegment memory() {
    return memory;
  }

  /** Where packet {@code i} begins in {@link #memory}. */
  public long start(int i) {
    return Bytes.start(word(i), bufferSize);
  }

  /**
   * When packet {@code i} arrived, in nanoseconds since the epoch: its own time where the engine
   * has one ({@link RxRing#ownTimes}), else that of the sync that brought it.
   */
  public long timestampNanos(int i) {
    return ring.timestampNanos(firstSlot, Objects.checkIndex(i, size));
  }

  /** How many packets there are. */
  public int size() {
    return size;
  }

  /** The length of packet {@code i} in bytes. */
  public int length(int i) {
    return Bytes.length(word(i));
  }

  /** The byte at {@code offset} of packet {@code i}, 0 to 255. */
  public int u8(int i, int offset) {
    long start = start(i, offset, 1);
    return owned() ? RawMemory.u8(base, start, offset) : Bytes.u8(memory, start, offset);
  }

  /** Two bytes at {@code offset} of packet {@code i}, 0 to 65535. */
  public int u16(int i, int offset) {
    long start = start(i, offset, 2);
    return owned() ? RawMemory.u16(base, start, offset) : Bytes.u16(memory, start, offset);
  }

  /** Four bytes at {@code offset} of packet {@code i}. */
  public int i32(int i, int offset) {
    long start = start(i, offset, 4);
    return owned() ? RawMemory.i32(base, start, offset) : Bytes.i32(memory, start, offset);
  }

  /** Eight bytes at {@code offset} of packet {@code i}. */
  public long i64(int i, int offset) {
    long start = start(i, offset, 8);
    return owned() ? RawMemory.i64(base, start, offset) : Bytes.i64(memory, start, offset);
  }

  /**
   * Copies from packet {@code i} into {@code to}.
   *
   * @return how many bytes: the packet's length from {@code offset} on, or as many as fit
   */
  public int copy(int i, int offset, byte[] to, int toOffset) {
    int length = Math.min(length(i) - offset, to.length - toOffset);
    Bytes.copy(memory, start(i, offset, length), offset, to, toOffset, length);
    return length;
  }

  /** Whether packet {@code i} matches a filter for Ethernet. */
  public boolean matches(int i, BpfFilter filter) {
    return wanted(i, filter) != 0;
  }

  /** How many bytes of packet {@code i} a filter wants, unsigned; 0 when it does not match. */
  public int wanted(int i, BpfFilter filter) {
    long word = word(i);
    int length = Bytes.length(word);
    long start = Bytes.start(word, bufferSize);
    return owned()
        ? filter.run(RawMemory.all(), RawMemory.place(base, start), length, length)
        : filter.run(memory, start, length, length);
  }

  /** Packet {@code i} as an array of its own. */
  public byte[] bytes(int i) {
    byte[] copy = new byte[length(i)];
    copy(i, 0, copy, 0);
    return copy;
  }
}
