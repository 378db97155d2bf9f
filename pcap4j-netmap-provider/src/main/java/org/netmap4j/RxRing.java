package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A receive ring: of the NIC, or of what the host's stack sends.
 *
 * <p>Slots are looked at many at a time. Packets that are taken one by one come out of those looked
 * at ahead, of which {@link #packet} knows how many were taken.
 */
public final class RxRing extends Ring {
  private final SlotScan scan = new SlotScan(this);
  private final MemorySegment pool = memory.asSlice(bufferBase, (long) buffers * bufferSize);
  private final PacketBatch batch = new PacketBatch(this, PacketBatch.CAPACITY, pool, bufferSize);
  private final Packet packet = new Packet(this, batch, pool, bufferSize);

  /** The slot of the first packet looked at; head is as many further as were taken. */
  private int from;

  /** Who takes packets by {@link #ahead}, of which the other side is told later. */
  private @Nullable Thread reader;

  /** For packets over several slots; made when the first one comes. */
  private @Nullable ChainJoin chain;

  private long micros;
  private long malformed;

  /** When the packet of each slot arrived; empty where nobody notes it. */
  private final long[] arrivals;

  RxRing(
      NetmapPort port,
      RingId id,
      MemorySegment memory,
      long base,
      RegisterReply reply,
      long[] arrivals)
      throws NetmapException {
    super(port, id, memory, base, reply);
    this.arrivals = arrivals.length == slots ? arrivals : new long[0];
    from = firstHead;
  }

  @Override
  public int head() {
    return RingIndices.plus(from, packet.taken(), slots);
  }

  /** Goes to {@code slot}, and forgets what was looked at. */
  void moveTo(int slot) {
    from = slot;
    packet.gathered(0);
  }

  /** Slots with packets that can be read now; a packet may take several. */
  public int available() throws NetmapException {
    port.ensureOpen();
    return owned();
  }

  /**
   * Packets that could not be delivered, because a slot named no buffer of the region or a chain of
   * slots did not end: something else writes to the region.
   */
  public long malformed() {
    ChainJoin joiner = chain;
    return malformed + (joiner == null ? 0 : joiner.malformed());
  }

  /**
   * Hands the packets that are there to {@code handler}, up to {@code limit}, in batches. Neither
   * syncs nor waits. The slots are given back at the next sync.
   *
   * @param limit the most packets to hand over, 0 or less for all that are there
   * @return how many were handed over
   */
  public int receive(int limit, BatchHandler handler) throws NetmapException {
    port.enter();
    int taken = 0;
    try {
      reader = null;
      moveTo(head());
      int most = limit <= 0 ? Integer.MAX_VALUE : limit;
      while (taken < most) {
        PacketBatch next = nextBatch(Math.min(PacketBatch.CAPACITY, most - taken));
        if (next.size() == 0) {
          break;
        }
        int size = next.size();
        int before = from;
        try {
          handler.onBatch(next);
        } finally {
          goBack(next, before);
        }
        if (next.leftSlot() >= 0) {
          return taken + next.left();
        }
        taken += size;
      }
    } finally {
      batch.end();
      if (chain != null) {
        chain.batch().end();
      }
      publish(head());
      port.exit();
    }
    return taken;
  }

  /** What was left of a batch is not taken, unless the handler itself went on behind it. */
  private void goBack(PacketBatch given, int after) {
    if (given.leftSlot() >= 0 && head() == after) {
      moveTo(given.leftSlot());
    }
  }

  /** Takes the next packets, at most {@code most}; an empty batch says that there are none. */
  private PacketBatch nextBatch(int most) {
    int end = end();
    while (true) {
      int count = gather(end, most);
      if (count > 0 || from == end) {
        int first = from;
        moveTo(RingIndices.plus(first, count, slots));
        batch.begin(count, first);
        return batch;
      }
      ChainJoin joined = join(end);
      if (joined != null) {
        joined.batch().begin(1, joined.first());
        return joined.batch();
      }
    }
  }

  /**
   * Takes the packet at {@link #from}, which is not just one good slot; null if it is a bad one.
   */
  private @Nullable ChainJoin join(int end) {
    ChainJoin joiner = chain;
    if (joiner == null) {
      joiner = new ChainJoin(this);
      chain = joiner;
    }
    boolean whole = joiner.join(from, end);
    moveTo(joiner.after());
    return whole ? joiner : null;
  }

  /**
   * Lists the packets from {@link #from} on in the batch. Takes none.
   *
   * @return how many; 0 when there is none, or the first is not just one good slot
   */
  private int gather(int end, int most) {
    if (offsetMask != 0) {
      return 0; // a batch's packets begin with their buffers, so each is copied out
    }
    int start = from;
    boolean wraps = end < start;
    int first = Math.min(most, (wraps ? slots : end) - start);
    int count = scan.run(start, first, batch, 0);
    if (wraps && count == slots - start) {
      count += scan.run(0, Math.min(most - count, end), batch, count);
    }
    return count;
  }

  /** Where the user's slots end; at head, so that there are none, when tail is nonsense. */
  private int end() {
    int tail = tail();
    return RingIndices.valid(tail, slots) ? tail : head();
  }

  /** Takes the next packet; null when there is none. For who is in the port. */
  @Nullable Packet next() {
    return packet.advance() ? packet : lookAhead();
  }

  private @Nullable Packet lookAhead() {
    micros = syncMicros();
    moveTo(head());
    int end = end();
    while (true) {
      int count = gather(end, PacketBatch.CAPACITY);
      if (count > 0) {
        packet.gathered(count);
        packet.advance();
        return packet;
      }
      if (from == end) {
        return null;
      }
      ChainJoin joined = join(end);
      if (joined != null) {
        return joined.packet();
      }
    }
  }

  /**
   * The packets looked at ahead. All but the last may be taken without being in the port, for that
   * does not touch the region; the other side is told by {@link #publishTaken}, or with the last.
   */
  Packet ahead() {
    return packet;
  }

  /** As {@link #next}, and tells the other side, for who goes on by {@link #ahead}. */
  @Nullable Packet nextTold() {
    Packet next = next();
    publish(head());
    reader = packet.hasNext() ? Thread.currentThread() : null;
    return next;
  }

  /** Tells the other side what this thread took by {@link #ahead}. */
  void publishTaken() {
    if (Thread.currentThread().equals(reader)) {
      publish(head());
    }
  }

  /** Before callbacks: a sync that one of them makes must not give back what it reads. */
  void beginDelivery() {
    reader = null;
    packet.begin();
  }

  /** After the callbacks: their packets can be read no more, and are given back. */
  void endDelivery() {
    packet.end();
    if (chain != null) {
      chain.packet().end();
    }
    publish(head());
  }

  /** Whether each packet has a time of its own, and not only that of the sync that brought it. */
  public boolean ownTimes() {
    return arrivals.length > 0;
  }

  /** When the packet {@code further} behind that in slot {@code first} arrived. */
  long timestampNanos(int first, int further) {
    return arrivals.length > 0 ? arrivals[slotAfter(first, further)] : syncMicros() * 1000;
  }

  int slotAfter(int slot, int further) {
    return RingIndices.plus(slot, further, slots);
  }

  /** When the packets looked at ahead were brought. */
  long micros() {
    return micros;
  }

  /** The flags of the last slot of the packet that was taken last. */
  int flags() {
    int slot = RingIndices.prev(head(), slots);
    return memory.get(
            JAVA_SHORT, slotBase + (long) slot * NetmapAbi.SLOT_SIZE + NetmapAbi.SLOT_FLAGS)
        & 0xffff;
  }

  /** Gives back the slots before {@code slot}. */
  void release(int slot) {
    moveTo(slot);
    publish(slot);
  }

  /**
   * Looks at the packet at head without taking it.
   *
   * @return the slots that it takes; negative when one of them is bad or the last did not come; 0
   *     when there is none
   */
  int peek() {
    int there = owned();
    int slot = head();
    boolean good = true;
    boolean more = true;
    int count = 0;
    while (more && count < there) {
      long half = slot(slot);
      good &= good(half);
      more = (half >>> 48 & NetmapAbi.NS_MOREFRAG) != 0;
      slot = RingIndices.next(slot, slots);
      count++;
    }
    return good && !more ? count : -count;
  }

  /** As {@link #peek}, but passes over what is bad. */
  int nextGood() {
    int count = peek();
    while (count < 0) {
      malformed++;
      release(RingIndices.plus(head(), -count, slots));
      count = peek();
    }
    return count;
  }

  /** The first slot of the packet that a cursor stands on; its last is the one before head. */
  int firstSlot(Packet cursor) {
    ChainJoin joiner = chain;
    return cursor != packet && joiner != null ? joiner.first() : RingIndices.prev(head(), slots);
  }

  /** Marks the slots of the packet that a cursor stands on. */
  void markForward(Packet cursor) {
    int slot = firstSlot(cursor);
    boolean more = true;
    for (int i = 0; more && i < slots; i++) {
      long at = slotAt(slot) + NetmapAbi.SLOT_FLAGS;
      short flags = memory.get(JAVA_SHORT, at);
      memory.set(JAVA_SHORT, at, (short) (flags | NetmapAbi.NS_FORWARD));
      more = cursor != packet && (flags & NetmapAbi.NS_MOREFRAG) != 0;
      slot = RingIndices.next(slot, slots);
    }
  }

  /**
   * Whether packets that are marked by {@link Packet#forward} go on their way: NR_FORWARD. A ring
   * of the NIC hands them to the host's stack; one of the host to the NIC's transmit rings, if the
   * port has bound them all. It is done by the sync after the one that gives the slots back, at the
   * latest; what goes to the NIC leaves with the {@link NetmapPort#txsync} after that.
   *
   * @throws NetmapException the port is closed
   */
  public void forwarding(boolean wanted) throws NetmapException {
    port.enter();
    try {
      long at = base + NetmapAbi.RING_FLAGS;
      int others = memory.get(JAVA_INT, at) & ~NetmapAbi.NR_FORWARD;
      memory.set(JAVA_INT, at, wanted ? others | NetmapAbi.NR_FORWARD : others);
      port.forwards();
    } finally {
      port.exit();
    }
  }

  /** Gives back all packets that are there without looking at them; answers how many slots. */
  public int skip() throws NetmapException {
    port.enter();
    try {
      reader = null;
      int count = owned();
      moveTo(RingIndices.plus(head(), count, slots));
      publish(from);
      return count;
    } finally {
      port.exit();
    }
  }
}
