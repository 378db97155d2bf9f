package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.RawMemory;

/** A transmit ring: to the wire, or into the host's stack. */
public final class TxRing extends Ring {
  private final int longest;

  /** What {@link #inject} puts into one slot without looking further: nothing, with offsets. */
  private final int longestInOne;

  /** Of the thread that injects. */
  private volatile Seat seat = new Seat(null);

  /** The visits, without the seat, after which the next thread takes it: more each time. */
  private int patience = 1 << 6;

  private int guests;

  private int head;

  /** The other side's first slot, as last looked at: it only ever moves away from head. */
  private int tail;

  TxRing(NetmapPort port, RingId id, MemorySegment memory, long base, RegisterReply reply)
      throws NetmapException {
    super(port, id, memory, base, reply);
    head = firstHead;
    int inOne =
        bufferSize - Math.min(offset(slotBase + (long) head * NetmapAbi.SLOT_SIZE), bufferSize);
    int parts = Math.min(slots - 1, NetmapAbi.MAX_FRAGS);
    if (reply.maxTransmit() <= bufferSize) {
      parts = Math.min(parts, 1);
    }
    longest = Math.min(reply.maxTransmit(), parts * inOne);
    longestInOne = offsets() ? 0 : Math.min(longest, inOne);
    tail = head;
  }

  @Override
  public int head() {
    return head;
  }

  int longestInOne() {
    return longestInOne;
  }

  /** Slots free now; a packet longer than a buffer takes several. */
  public int space() throws NetmapException {
    port.ensureOpen();
    return owned();
  }

  /** Slots queued that have not been sent. */
  public int pending() throws NetmapException {
    port.ensureOpen();
    return slots - 1 - owned();
  }

  /** Queues a whole array; as {@link #inject(byte[], int, int)}. */
  public boolean inject(byte[] packet) throws NetmapException {
    return inject(packet, 0, packet.length);
  }

  /**
   * Copies a packet into the ring, as nm_inject: it is sent by the next transmit sync.
   *
   * @return whether there was room; if not, sync and try again
   * @throws IllegalArgumentException the length is 0
   * @throws NetmapException the packet can never be sent here (too long), or the port is closed
   */
  public boolean inject(byte[] packet, int offset, int length) throws NetmapException {
    Objects.checkFromIndexSize(offset, length, packet.length);
    Seat mine = seat;
    boolean seated = mine.enter();
    if (!seated) {
      enterAsGuest();
    }
    try {
      return put(packet, offset, length);
    } finally {
      if (seated) {
        mine.exit();
      } else {
        port.exit();
      }
    }
  }

  /** As {@link #inject(byte[], int, int)}, out of any memory. */
  public boolean inject(MemorySegment packet) throws NetmapException {
    return inject(packet, 0, packet.byteSize());
  }

  boolean inject(MemorySegment packet, long offset, long length) throws NetmapException {
    port.enter();
    try {
      return putLong(packet, offset, length);
    } finally {
      port.exit();
    }
  }

  /** Enters the port; one who comes often gets the seat. */
  private void enterAsGuest() throws NetmapException {
    port.enter();
    if (++guests >= patience) {
      takeSeat();
    }
  }

  private synchronized void takeSeat() {
    guests = 0;
    if (port.isClosed()) {
      return; // and seats are ended
    }
    patience = Math.min(2 * patience, 1 << 16); // two that take turns would pay each time
    seat.end();
    Seat.fence();
    seat.awaitLeft(); // only one seat is ever to be waited for
    seat = new Seat(Thread.currentThread());
  }

  /** Once the port is closed: lets nobody in by the seat. Who is in may be for a moment more. */
  synchronized Seat endSeat() {
    seat.end();
    return seat;
  }

  private boolean put(byte[] packet, int offset, int length) throws NetmapException {
    if (length == 0 || length > longestInOne) {
      return putLong(MemorySegment.ofArray(packet), offset, length);
    }
    int at = head;
    if (at == tail && room() == 0) {
      return false;
    }
    long slot = slotBase + (long) at * NetmapAbi.SLOT_SIZE;
    int buffer = (int) RawMemory.word(address, slot, NetmapAbi.SLOT_BUF_IDX);
    if (!validBuffer(buffer)) {
      return false; // someone else wrote to the slot
    }
    RawMemory.copy(packet, offset, length, address, bufferAt(buffer));
    RawMemory.set(address, slot, NetmapAbi.SLOT_LEN, length); // and flags, which are 0
    head = RingIndices.next(at, slots);
    publish(head);
    return true;
  }

  /** Any length: refused, or spread over as many slots as it takes. */
  private boolean putLong(MemorySegment packet, long offset, long length) throws NetmapException {
    if (length == 0) {
      throw new IllegalArgumentException("inject on " + port.name() + ": a packet of 0 bytes");
    }
    if (length > longest) {
      throw tooLong(length);
    }
    if (room() < (length + bufferSize - 1) / bufferSize) {
      return false;
    }
    int at = head;
    int left = (int) length;
    for (long from = offset; left > 0; at = RingIndices.next(at, slots)) {
      long slot = slotAt(at);
      int buffer = (int) slot(at);
      int begin = offset(slot);
      int room = bufferSize - begin;
      if (!validBuffer(buffer) || room <= 0 || at == tail) {
        return false; // more slots than counted on are needed where offsets take of their room
      }
      int part = Math.min(room, left);
      MemorySegment.copy(packet, from, memory, bufferAt(buffer) + begin, part);
      from += part;
      left -= part;
      int flags = left > 0 ? NetmapAbi.NS_MOREFRAG : 0;
      memory.set(JAVA_INT_UNALIGNED, slot + NetmapAbi.SLOT_LEN, part | flags << 16);
    }
    queued(at);
    return true;
  }

  /** Slots that are free; looks at tail again. */
  int room() {
    int now = tail();
    tail = RingIndices.valid(now, slots) ? now : head;
    return RingIndices.distance(head, tail, slots);
  }

  /** Goes to where the module has put head: it queues in this ring what it forwards. */
  void reload() {
    int published = publishedHead();
    if (RingIndices.valid(published, slots)) {
      head = published;
      tail = head;
    }
  }

  /** Whether the next {@code count} slots, which are free, name buffers of the region. */
  boolean goodBuffers(int count) {
    int slot = head;
    for (int i = 0; i < count; i++) {
      if (!validBuffer((int) slot(slot))) {
        return false;
      }
      slot = RingIndices.next(slot, slots);
    }
    return true;
  }

  /** The slots before {@code slot} were filled: they are to be sent. */
  void queued(int slot) {
    head = slot;
    publish(slot);
  }

  private NetmapException tooLong(long length) {
    return new NetmapException(
        new NetmapError.PacketTooLarge(
            port.name(), length, longest, "the link's MTU and the ring's size"));
  }
}
