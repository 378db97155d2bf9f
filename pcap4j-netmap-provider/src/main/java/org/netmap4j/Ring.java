package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.RawMemory;
import org.netmap4j.ffi.SharedMemory;

/**
 * One ring of a port: where it is in the region, and its indices.
 *
 * <p>What does not change (size, buffers) is read once, checked against the region, and kept. What
 * does is checked each time: another process may write it.
 */
public abstract sealed class Ring permits RxRing, TxRing {
  final NetmapPort port;
  final MemorySegment memory;

  /** Where the region is, for who is in the port and goes there by {@link RawMemory}. */
  final long address;

  final int slots;
  final int bufferSize;
  final int buffers;

  /** Where slot 0 is in the region. */
  final long slotBase;

  /** Where buffer 0 is in the region. */
  final long bufferBase;

  /**
   * Which bits of a slot's ptr say how far behind its buffer's start the packet begins; 0 where
   * packets begin with their buffers.
   */
  final long offsetMask;

  /** Where head was when the port was opened. */
  final int firstHead;

  /** Where the ring itself is in the region. */
  final long base;

  private final RingId id;

  Ring(NetmapPort port, RingId id, MemorySegment memory, long base, RegisterReply reply)
      throws NetmapException {
    this.port = port;
    this.id = id;
    this.memory = memory;
    address = memory.address();
    this.base = base;
    require(
        base > 0 && base % 8 == 0 && base <= memory.byteSize() - NetmapAbi.RING_SLOTS,
        "ring offset",
        base);
    slots = memory.get(JAVA_INT, base + NetmapAbi.RING_NUM_SLOTS);
    bufferSize = memory.get(JAVA_INT, base + NetmapAbi.RING_BUF_SIZE);
    buffers = reply.buffers();
    slotBase = base + NetmapAbi.RING_SLOTS;
    bufferBase = base + memory.get(JAVA_LONG, base + NetmapAbi.RING_BUF_OFS);
    require(slots > 0 && NetmapAbi.ringBytes(slots) <= memory.byteSize() - base, "slots", slots);
    require(bufferSize > 0 && bufferSize <= 0xffff, "buffer size", bufferSize);
    require(
        bufferBase > 0 && bufferBase <= memory.byteSize() - (long) buffers * bufferSize,
        "buffer offset",
        bufferBase);
    offsetMask = memory.get(JAVA_LONG, base + NetmapAbi.RING_OFFSET_MASK);
    firstHead = publishedHead();
    require(RingIndices.valid(firstHead, slots), "head", firstHead);
  }

  /** Head as it stands in memory, which may be nonsense. */
  final int publishedHead() {
    return memory.get(JAVA_INT, base + NetmapAbi.RING_HEAD);
  }

  private void require(boolean holds, String what, long value) throws NetmapException {
    if (!holds) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              port.name(),
              id + " has the impossible " + what + " " + value,
              "another process may have written to the region: close every port of it"));
    }
  }

  /** Which ring of its port it is. */
  public final RingId id() {
    return id;
  }

  /** Its size; it holds one packet fewer. */
  public final int slots() {
    return slots;
  }

  /** The bytes of each buffer: what fits into one slot. */
  public final int bufferSize() {
    return bufferSize;
  }

  /**
   * How far behind its buffer's start the packet of a slot begins; more than a buffer has bytes if
   * someone else wrote nonsense there.
   *
   * @param slot where the slot is in the region
   */
  final int offset(long slot) {
    if (offsetMask == 0) {
      return 0;
    }
    long offset = memory.get(JAVA_LONG, slot + NetmapAbi.SLOT_PTR) & offsetMask;
    return offset >= 0 && offset <= bufferSize ? (int) offset : bufferSize + 1;
  }

  /** Whether packets may begin behind their buffers' start: {@code @offset} in a port's name. */
  public final boolean offsets() {
    return offsetMask != 0;
  }

  /** The first slot that is the user's. */
  public abstract int head();

  /** The user's wake-up point, as the other side sees it. */
  public final int cur() {
    return memory.get(JAVA_INT, base + NetmapAbi.RING_CUR);
  }

  /** The first slot that is the other side's; as it stands in memory, which may be nonsense. */
  public final int tail() {
    return SharedMemory.getAcquire(memory, base + NetmapAbi.RING_TAIL);
  }

  /** Slots that are the user's now: packets to read, or room to send. */
  final int owned() {
    int tail = tail();
    return RingIndices.valid(tail, slots) ? RingIndices.distance(head(), tail, slots) : 0;
  }

  /** Makes head known: the slots before it are the other side's. For who is in the port. */
  final void publish(int head) {
    RawMemory.set(address, base, NetmapAbi.RING_CUR, head);
    RawMemory.setRelease(address, base, NetmapAbi.RING_HEAD, head);
  }

  /** Microseconds since the epoch at the last sync. */
  final long syncMicros() {
    return memory.get(JAVA_LONG, base + NetmapAbi.RING_TS) * 1_000_000
        + memory.get(JAVA_LONG, base + NetmapAbi.RING_TS + 8);
  }

  /** Where slot {@code i} is in the region. */
  final long slotAt(int i) {
    return slotBase + (long) i * NetmapAbi.SLOT_SIZE;
  }

  /**
   * The first half of slot {@code i}: its buffer, from bit 32 its length, from bit 48 its flags.
   */
  final long slot(int i) {
    return memory.get(JAVA_LONG, slotAt(i));
  }

  /** Writes the first half of slot {@code i}. */
  final void slot(int i, long half) {
    memory.set(JAVA_LONG, slotAt(i), half);
  }

  /** Where a buffer is in the region. */
  final long bufferAt(int index) {
    return bufferBase + (long) index * bufferSize;
  }

  /** Whether both have their buffers in one region: registrations on it share its mapping. */
  final boolean sharesBuffers(Ring other) {
    return memory.address() == other.memory.address()
        && bufferBase == other.bufferBase
        && bufferSize == other.bufferSize;
  }

  final void ensureOpen() throws NetmapException {
    port.ensureOpen();
  }

  /** Whether such a slot names a buffer of the region, and a length that fits into it. */
  final boolean good(long slot) {
    return validBuffer((int) slot) && (slot >>> 32 & 0xffff) <= bufferSize;
  }

  final boolean validBuffer(int index) {
    return index >= NetmapAbi.FIRST_BUFFER && index < buffers;
  }

  /** Port, ring and indices, for logs. */
  @Override
  public final String toString() {
    if (port.isClosed()) {
      return port.name() + " " + id + ": closed";
    }
    return "%s %s: head %d, cur %d, tail %d of %d slots"
        .formatted(port.name(), id, head(), cur(), tail(), slots);
  }
}
