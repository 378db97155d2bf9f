package org.netmap4j;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.RawMemory;

/**
 * The next slot of a transmit ring, reserved for a packet that is written in place, without a copy:
 * {@link #commit} queues it, {@link #abandon} leaves the slot as free as it was. Until then nothing
 * else can be queued in the ring, and a sync sends nothing of it.
 *
 * <p>A ring has one reservation, whose object is used again each time, by the thread that owns the
 * ring. Bytes that are not written are those of some earlier packet. Values are written in network
 * order; every write throws {@link IndexOutOfBoundsException} where it does not fit into what was
 * reserved, and {@link IllegalStateException} once the packet was committed or abandoned, or the
 * port closed. There is no segment of it: one that was kept could change what is being sent.
 */
public final class Reservation {
  private final TxRing ring;
  private boolean open;

  /** Where the packet begins in the region. */
  private long start;

  private int room;

  /** Who is in the port, in a callback, as long as it is open. */
  private @Nullable Thread inside;

  Reservation(TxRing ring) {
    this.ring = ring;
  }

  boolean isOpen() {
    return open;
  }

  /** Reserves {@code length} bytes in the next slot; false when there is none. */
  boolean begin(int length) throws NetmapException {
    if (ring.room() == 0) {
      return false;
    }
    int most = ring.roomInSlot();
    if (most > 0 && length > most) {
      throw ring.tooLong(length, most, "one slot: inject takes longer ones", 0);
    }
    return most > 0 && begin(length, null);
  }

  /** Reserves the whole of the next slot for the callback of this thread, which is in the port. */
  boolean beginWithin() {
    if (ring.room() == 0) {
      return false;
    }
    int most = ring.roomInSlot();
    return most > 0 && begin(most, Thread.currentThread());
  }

  private boolean begin(int length, @Nullable Thread within) {
    start = ring.packetAtHead();
    room = length;
    inside = within;
    open = true;
    ring.lookAgain();
    return true;
  }

  /** How many bytes it has: those asked for, or in a {@link PacketFiller} those of the slot. */
  public int room() {
    return room;
  }

  /** Writes a byte: the lowest of {@code value}. */
  public void u8(int offset, int value) {
    write(offset, 1, value);
  }

  /** Writes two bytes: the lowest of {@code value}. */
  public void u16(int offset, int value) {
    write(offset, 2, value);
  }

  /** Writes four bytes. */
  public void i32(int offset, int value) {
    write(offset, 4, value);
  }

  /** Writes eight bytes. */
  public void i64(int offset, long value) {
    write(offset, 8, value);
  }

  private void write(int offset, int bytes, long value) {
    Seat seat = enter(offset, bytes);
    try {
      switch (bytes) {
        case 1 -> RawMemory.setU8(ring.address, start, offset, (int) value);
        case 2 -> RawMemory.setU16(ring.address, start, offset, (int) value);
        case 4 -> RawMemory.setI32(ring.address, start, offset, (int) value);
        default -> RawMemory.setI64(ring.address, start, offset, value);
      }
    } finally {
      exit(seat);
    }
  }

  /** Writes a whole array. */
  public void put(int offset, byte[] from) {
    put(offset, from, 0, from.length);
  }

  /** Writes {@code length} bytes of an array. */
  public void put(int offset, byte[] from, int fromOffset, int length) {
    Objects.checkFromIndexSize(fromOffset, length, from.length);
    Seat seat = enter(offset, length);
    try {
      RawMemory.copy(from, fromOffset, length, ring.address, start + offset);
    } finally {
      exit(seat);
    }
  }

  /** Writes the whole of some memory. */
  public void put(int offset, MemorySegment from) {
    int length = (int) Math.min(from.byteSize(), Integer.MAX_VALUE);
    Seat seat = enter(offset, length);
    try {
      MemorySegment.copy(from, 0, ring.memory, start + offset, length);
    } finally {
      exit(seat);
    }
  }

  /**
   * Queues the packet: it is sent by the next transmit sync.
   *
   * @param length how many bytes it has, from 1 to {@link #room}
   * @throws IllegalArgumentException the length is another; the reservation stays
   * @throws IllegalStateException it was committed or abandoned
   * @throws NetmapException the port is closed
   */
  public void commit(int length) throws NetmapException {
    requireOpen();
    if (length < 1 || length > room) {
      throw new IllegalArgumentException(
          "commit: expected 1 to " + room + " bytes, found " + length);
    }
    if (isInside()) {
      open = false;
      ring.putReserved(length);
      return;
    }
    Seat seat = ring.enter();
    try {
      open = false;
      ring.putReserved(length);
      ring.queued(ring.head());
    } finally {
      ring.exit(seat);
    }
  }

  /** Gives the slot up unsent; does nothing when the packet was committed or abandoned. */
  public void abandon() {
    open = false;
  }

  private boolean isInside() {
    return Thread.currentThread().equals(inside);
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the packet was committed or abandoned");
    }
  }

  /** Sees to it that the memory stays while so many bytes are written, which fit. */
  private @Nullable Seat enter(int offset, int bytes) {
    requireOpen();
    if (offset < 0 || bytes > room - offset) {
      throw new IndexOutOfBoundsException(
          bytes + " bytes at offset " + offset + " of " + room + " reserved");
    }
    if (isInside()) {
      return null;
    }
    try {
      return ring.enter();
    } catch (NetmapException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void exit(@Nullable Seat seat) {
    if (!isInside()) {
      ring.exit(seat);
    }
  }
}
