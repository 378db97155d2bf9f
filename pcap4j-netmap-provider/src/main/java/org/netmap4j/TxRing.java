package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.RawMemory;

/** A transmit ring: to the wire, or into the host's stack. */
public final class TxRing extends Ring {
  private static final byte[] NOTHING = new byte[0];

  /** Packets up to so many bytes have their buffers touched before. */
  private static final int BRIEF = 512;

  private final int longest;

  /** What {@link #inject} puts into one slot without looking further: nothing, with offsets. */
  private final int longestInOne;

  /** Of the thread that injects. */
  private volatile Seat seat = new Seat(null);

  /** The visits, without the seat, after which the next thread takes it: more each time. */
  private int patience = 1 << 6;

  private int guests;

  private final Reservation reservation = new Reservation(this);

  /** Where the buffers of the next slots are, while a batch is queued. */
  private final long[] places = new long[32];

  /** Something of what {@link #touch} read, so that it is read. */
  @SuppressWarnings("unused")
  private long touched;

  /** Of a list, while it is gone through. */
  private final byte[][] chunk = new byte[64][];

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
    Seat mine = enter();
    try {
      return put(packet, offset, length);
    } finally {
      exit(mine);
    }
  }

  /** As {@link #inject(byte[], int, int)}, out of any memory. */
  public boolean inject(MemorySegment packet) throws NetmapException {
    return inject(packet, 0, packet.byteSize());
  }

  /** As {@link #inject(byte[], int, int)}, out of any memory. */
  public boolean inject(MemorySegment packet, long offset, long length) throws NetmapException {
    Objects.checkFromIndexSize(offset, length, packet.byteSize());
    port.enter();
    try {
      return putLong(packet, offset, length);
    } finally {
      port.exit();
    }
  }

  /** Queues whole arrays; as {@link #injectBatch(byte[][], int, int)}. */
  public int injectBatch(byte[][] packets) throws NetmapException {
    return injectBatch(packets, 0, packets.length);
  }

  /**
   * Copies the packets {@code from}, {@code from + 1} and so on into the ring, as long as there is
   * room, and makes them known together: the fast way to send what lies in arrays. They are sent by
   * the next transmit sync. A packet over several slots is queued whole or not at all.
   *
   * @param count how many there are
   * @return how many were queued; fewer than {@code count} when the ring is full: sync, and go on
   *     with the next
   * @throws IllegalArgumentException a packet has 0 bytes; those before it are queued
   * @throws NetmapException a packet can never be sent here: the error ({@link
   *     NetmapError.PacketTooLarge}) says how many before it are queued; or the port is closed
   */
  public int injectBatch(byte[][] packets, int from, int count) throws NetmapException {
    Objects.checkFromIndexSize(from, count, packets.length);
    return injectBatch(packets, from, count, 0);
  }

  /** As {@link #injectBatch(byte[][], int, int)}, out of a list that is fast at giving each. */
  public int injectBatch(List<byte[]> packets, int from, int count) throws NetmapException {
    Objects.checkFromIndexSize(from, count, packets.size());
    return injectBatch(packets, from, count, 0);
  }

  /** For packets of a call that has queued {@code before} others. */
  int injectBatch(byte[][] packets, int from, int count, int before) throws NetmapException {
    port.enter();
    try {
      return putAll(packets, from, count, before);
    } finally {
      publish(head);
      port.exit();
    }
  }

  int injectBatch(List<byte[]> packets, int from, int count, int before) throws NetmapException {
    port.enter();
    int done = 0;
    try {
      int part = 0;
      for (int taken = 0; taken == part && done < count; done += taken) {
        part = Math.min(count - done, chunk.length);
        for (int i = 0; i < part; i++) {
          chunk[i] = packets.get(from + done + i);
        }
        taken = putAll(chunk, 0, part, before + done);
      }
    } finally {
      Arrays.fill(chunk, NOTHING); // the ring keeps nobody's packets alive
      publish(head);
      port.exit();
    }
    return done;
  }

  /**
   * Reserves the next slot for a packet that is written in place; see {@link Reservation}.
   *
   * @param length the most bytes that it will have
   * @return the ring's one reservation, or null when there is no room: sync, and try again
   * @throws IllegalArgumentException the length is less than 1
   * @throws IllegalStateException the ring is reserved already
   * @throws NetmapException so many bytes do not fit into the slot's buffer (a copy, by {@link
   *     #inject(byte[])}, may take several slots), or the port is closed
   */
  public @Nullable Reservation reserve(int length) throws NetmapException {
    if (length < 1) {
      throw new IllegalArgumentException(
          "reserve on " + port.name() + ": expected 1 byte or more, found " + length);
    }
    Seat mine = enter();
    try {
      return reservation.begin(length) ? reservation : null;
    } finally {
      exit(mine);
    }
  }

  /**
   * Has {@code filler} write packets in place, one after the other, until the ring is full or it
   * has none left, and makes them known together. They are sent by the next transmit sync. What it
   * throws ends the call; the packets before are queued.
   *
   * @return how many were queued
   * @throws IllegalStateException the ring is reserved already
   * @throws NetmapException the filler threw it, or the port is closed
   */
  public int fill(PacketFiller filler) throws NetmapException {
    int count = fillUp(filler);
    return count < 0 ? ~count : count;
  }

  /** As {@link #fill}, but inverts the number when the filler had none left. */
  int fillUp(PacketFiller filler) throws NetmapException {
    requireNoReservation();
    port.enter();
    int count = 0;
    try {
      while (reservation.beginWithin()) {
        int slot = head;
        filler.fill(reservation);
        if (head == slot) {
          return ~count;
        }
        count++;
      }
      return count;
    } finally {
      reservation.abandon();
      publish(head);
      port.exit();
    }
  }

  /** Enters the port, by the seat if this thread has it; to be given to {@link #exit}. */
  @Nullable Seat enter() throws NetmapException {
    Seat mine = seat;
    if (mine.enter()) {
      return mine;
    }
    enterAsGuest();
    return null;
  }

  void exit(@Nullable Seat mine) {
    if (mine != null) {
      mine.exit();
    } else {
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

  /** Queues packets, of which nobody is told. */
  private int putAll(byte[][] packets, int from, int count, int before) throws NetmapException {
    int done = 0;
    while (done < count) {
      int more = putRun(packets, from + done, count - done);
      done += more;
      if (more == 0) {
        MemorySegment packet = MemorySegment.ofArray(packets[from + done]);
        if (!spread(packet, 0, packet.byteSize(), before + done)) {
          break;
        }
        done++;
      }
    }
    return done;
  }

  /**
   * Queues packets of one slot each in neighbouring slots: as far as {@link #touch} goes; answers
   * how many.
   */
  private int putRun(byte[][] packets, int from, int count) {
    int first = head;
    int wanted = Math.min(Math.min(count, room()), slots - first);
    int ready = packets[from].length <= BRIEF ? touch(wanted) : locate(wanted);
    // locals, as fields are read again after each copy
    int most = longestInOne;
    long region = address;
    long[] to = places;
    long slot = slotAt(first);
    int done = 0;
    try {
      while (done < ready) {
        byte[] packet = packets[from + done];
        int length = packet.length;
        if (length == 0 || length > most) {
          break;
        }
        RawMemory.set(region, slot, NetmapAbi.SLOT_LEN, length); // and flags, which are 0
        RawMemory.copy(packet, 0, length, region, to[done]);
        slot += NetmapAbi.SLOT_SIZE;
        done++;
      }
    } finally {
      head = RingIndices.plus(first, done, slots);
    }
    return done;
  }

  /**
   * Notes where the buffers of the next slots are, and reads from each: so they all come into the
   * cache at once, where writes to one after the other would wait for each. Answers how many slots
   * are good. As one loop, which is faster than {@link #locate} and another.
   */
  private int touch(int count) {
    long slot = slotAt(head);
    int most = Math.min(count, places.length);
    long sum = 0;
    int good = 0;
    while (good < most) {
      int buffer = (int) RawMemory.word(address, slot, NetmapAbi.SLOT_BUF_IDX);
      if (!validBuffer(buffer)) {
        break;
      }
      long place = bufferAt(buffer);
      sum += RawMemory.word(address, place, 0);
      places[good++] = place;
      slot += NetmapAbi.SLOT_SIZE;
    }
    touched = sum;
    return good;
  }

  /**
   * As {@link #touch}, for packets of which one takes so long that the processor has fetched the
   * next buffer by itself: reading would cost more than it saves.
   */
  private int locate(int count) {
    long slot = slotAt(head);
    int most = Math.min(count, places.length);
    int good = 0;
    while (good < most) {
      int buffer = (int) RawMemory.word(address, slot, NetmapAbi.SLOT_BUF_IDX);
      if (!validBuffer(buffer)) {
        break;
      }
      places[good++] = bufferAt(buffer);
      slot += NetmapAbi.SLOT_SIZE;
    }
    return good;
  }

  private boolean putLong(MemorySegment packet, long offset, long length) throws NetmapException {
    boolean done = spread(packet, offset, length, 0);
    if (done) {
      publish(head);
    }
    return done;
  }

  /**
   * Any length: refused, or spread over as many slots as it takes; nobody is told.
   *
   * @param before how many the call has queued already
   */
  private boolean spread(MemorySegment packet, long offset, long length, int before)
      throws NetmapException {
    if (length == 0) {
      throw new IllegalArgumentException(
          "inject on " + port.name() + ": packet " + before + " has 0 bytes");
    }
    if (length > longest) {
      throw tooLong(length, longest, "the link's MTU and the ring's size", before);
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
    head = at;
    return true;
  }

  /** The most bytes that the slot at head holds; 0 if it names no buffer. */
  int roomInSlot() {
    int offset = offset(slotAt(head));
    return validBuffer((int) slot(head)) ? Math.min(longest, Math.max(0, bufferSize - offset)) : 0;
  }

  /** Where a packet in the slot at head begins, in the region. */
  long packetAtHead() {
    return bufferAt((int) slot(head)) + offset(slotAt(head));
  }

  /** Has everybody who wants to queue ask {@link #room} first. */
  void lookAgain() {
    tail = head;
  }

  /** Queues what was written into the slot at head; nobody is told. */
  void putReserved(int length) {
    RawMemory.set(address, slotAt(head), NetmapAbi.SLOT_LEN, length); // and flags, which are 0
    head = RingIndices.next(head, slots);
    lookAgain();
  }

  private void requireNoReservation() {
    if (reservation.isOpen()) {
      throw new IllegalStateException(
          port.name() + " " + id() + ": its next slot is reserved; commit or abandon that first");
    }
  }

  /**
   * Slots that are free; looks at tail again.
   *
   * @throws IllegalStateException the next one is reserved
   */
  int room() {
    requireNoReservation();
    int now = tail();
    tail = RingIndices.valid(now, slots) ? now : head;
    return RingIndices.distance(head, tail, slots);
  }

  /** Goes to where the module has put head: it queues in this ring what it forwards. */
  void reload() {
    int published = publishedHead();
    if (RingIndices.valid(published, slots) && published != head) {
      reservation.abandon(); // its slot is on its way with another packet
      head = published;
      lookAgain();
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

  NetmapException tooLong(long length, long most, String why, int before) {
    return new NetmapException(
        new NetmapError.PacketTooLarge(port.name(), length, most, why, before));
  }
}
