package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.RawMemory;

/**
 * Moves packets from a receive ring to a transmit ring. Within one region no byte is copied: the
 * two slots exchange their buffers. Between regions each packet is copied; {@link #zeroCopy} says
 * which it is.
 *
 * <p>It neither syncs nor waits: what it moved is sent by the next {@code txsync} of the one port,
 * and its slots are given back by the next {@code rxsync} of the other. It is used by the one
 * thread that owns both rings.
 */
public final class Forward {
  private static final long INDEX = 0xffff_ffffL;
  private static final long CHANGED = (long) NetmapAbi.NS_BUF_CHANGED << 48;
  private static final long MORE = (long) NetmapAbi.NS_MOREFRAG << 48;

  /** What goes along with a buffer: its length, and whether the packet goes on. */
  private static final long KEPT = 0xffffL << 32 | MORE;

  /**
   * What a packet in one slot has: without NS_MOREFRAG it is no more than a buffer and a length.
   */
  private static final long PACKET = INDEX | KEPT;

  private final RxRing from;
  private final TxRing to;
  private final boolean zeroCopy;
  private long refused;

  /** How many packets {@link #whole} found. */
  private int packets;

  /** Between two rings, of one port or of two, of one engine or of two. */
  public Forward(RxRing from, TxRing to) {
    this.from = from;
    this.to = to;
    zeroCopy = from.sharesBuffers(to);
  }

  /** Whether buffers are exchanged, and not copied. */
  public boolean zeroCopy() {
    return zeroCopy;
  }

  /**
   * Packets that were taken and not moved, as they can never be: too long for the ring, or in slots
   * that name no buffer of the region.
   */
  public long refused() {
    return refused;
  }

  /**
   * Moves the packets that are there and for which there is room.
   *
   * @param limit the most packets to move, 0 or less for all
   * @return how many were moved
   * @throws NetmapException one of the ports is closed
   */
  public int move(int limit) throws NetmapException {
    return move(limit, null);
  }

  /**
   * Moves the packets that {@code filter} accepts, while there is room, and gives the others back.
   * A packet for which there is no room is shown to the filter again next time.
   *
   * @param limit the most packets to move, 0 or less for all
   * @return how many were moved
   * @throws NetmapException one of the ports is closed
   */
  public int moveIf(int limit, PacketFilter filter) throws NetmapException {
    return move(limit, filter);
  }

  private int move(int limit, @Nullable PacketFilter filter) throws NetmapException {
    int most = limit <= 0 ? Integer.MAX_VALUE : limit;
    from.port.enter();
    try {
      to.port.enter();
      try {
        if (filter != null) {
          return oneByOne(most, filter);
        }
        int moved = runs(most);
        return moved + (zeroCopy ? chains(most - moved) : oneByOne(most - moved, null));
      } finally {
        to.port.exit();
      }
    } finally {
      from.port.exit();
    }
  }

  /** Moves packets of one slot each, run of neighbours by run, up to the first that is not one. */
  private int runs(int most) {
    int moved = 0;
    int run;
    do {
      int rx = from.head();
      int tx = to.head();
      int count = Math.min(Math.min(from.slots - rx, to.slots - tx), most - moved);
      count = Math.min(count, Math.min(from.owned(), to.room()));
      run = zeroCopy ? exchangeRun(rx, tx, count) : copyRun(rx, tx, count);
      if (run > 0) {
        to.queued(RingIndices.plus(tx, run, to.slots));
        from.release(RingIndices.plus(rx, run, from.slots));
        moved += run;
      }
    } while (run > 0);
    return moved;
  }

  /** Exchanges slots that are whole packets; answers how many, up to the first that is not. */
  private int exchangeRun(int rx, int tx, int count) {
    long there = from.address;
    long first = from.slotAt(rx);
    long here = to.address;
    long next = to.slotAt(tx);
    long longest = Bytes.word(-1, from.bufferSize);
    int buffers = from.buffers - NetmapAbi.FIRST_BUFFER;
    for (int i = 0; i < count; i++) {
      long at = (long) i * NetmapAbi.SLOT_SIZE;
      long full = RawMemory.word(there, first + at, 0);
      long empty = RawMemory.word(here, next + at, 0);
      if (Long.compareUnsigned(full & PACKET, longest) > 0
          || Integer.compareUnsigned((int) full - NetmapAbi.FIRST_BUFFER, buffers) >= 0
          || Integer.compareUnsigned((int) empty - NetmapAbi.FIRST_BUFFER, buffers) >= 0) {
        return i;
      }
      RawMemory.setWord(here, next + at, (full & PACKET) | CHANGED);
      RawMemory.setWord(there, first + at, (full & ~INDEX) | (empty & INDEX) | CHANGED);
    }
    return count;
  }

  /** As {@link #exchangeRun}, by copy. */
  private int copyRun(int rx, int tx, int count) {
    int longest = Math.min(from.bufferSize, from.offsets() ? 0 : to.longestInOne());
    for (int i = 0; i < count; i++) {
      long full = from.slot(rx + i) & PACKET;
      int buffer = (int) to.slot(tx + i);
      long length = full >>> 32; // with NS_MOREFRAG it is longer than any
      if (length == 0
          || length > longest
          || !from.validBuffer((int) full)
          || !to.validBuffer(buffer)) {
        return i;
      }
      RawMemory.copy(
          from.address, from.bufferAt((int) full), length, to.address, to.bufferAt(buffer));
      to.slot(tx + i, (length << 32) | buffer);
    }
    return count;
  }

  private int oneByOne(int most, @Nullable PacketFilter filter) throws NetmapException {
    int moved = 0;
    from.beginDelivery();
    try {
      while (moved < most) {
        Packet packet = from.next();
        if (packet == null) {
          break;
        }
        if (filter == null || filter.accept(packet)) {
          int first = from.firstSlot(packet);
          Outcome outcome = zeroCopy ? exchangeTaken(first) : copy(packet);
          if (outcome == Outcome.NO_ROOM) {
            from.moveTo(first); // it stays where it is
            break;
          }
          moved += outcome == Outcome.MOVED ? 1 : 0;
        }
      }
    } finally {
      from.endDelivery();
    }
    return moved;
  }

  private enum Outcome {
    MOVED,
    NO_ROOM,
    NEVER
  }

  private Outcome never() {
    refused++;
    return Outcome.NEVER;
  }

  /** The packet just taken, by its bytes. */
  private Outcome copy(Packet packet) throws NetmapException {
    if (packet.length() == 0) {
      return never();
    }
    try {
      return packet.injectInto(to) ? Outcome.MOVED : Outcome.NO_ROOM;
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.PacketTooLarge) {
        return never();
      }
      throw e;
    }
  }

  /** The packet just taken, by its buffers: they are those from slot {@code first} up to head. */
  private Outcome exchangeTaken(int first) {
    int slots = RingIndices.distance(first, from.head(), from.slots);
    if (slots >= to.slots) {
      return never();
    }
    if (slots > to.room() || !to.goodBuffers(slots)) {
      return Outcome.NO_ROOM;
    }
    exchangeSlots(first, slots);
    return Outcome.MOVED;
  }

  /** Exchanges packets over any number of slots, and takes out those that can never be moved. */
  private int chains(int most) {
    int moved = 0;
    while (moved < most) {
      int slots = whole(Math.min(from.owned(), to.room()), most - moved);
      if (slots == 0 && !refuseFirst()) {
        break;
      }
      int head = from.head();
      exchangeSlots(head, slots);
      from.release(RingIndices.plus(head, slots, from.slots));
      moved += packets;
    }
    return moved;
  }

  /**
   * Counts the slots of whole packets among the first {@code count} that can be moved as they are,
   * and, in {@link #packets}, the packets.
   */
  private int whole(int count, int most) {
    int rx = from.head();
    int tx = to.head();
    int found = 0;
    int slots = 0;
    for (int i = 1; i <= count && found < most; i++) {
      long slot = from.slot(rx);
      if (!from.good(slot) || !to.validBuffer((int) to.slot(tx))) {
        break;
      }
      if ((slot & MORE) == 0) {
        found++;
        slots = i;
      }
      rx = RingIndices.next(rx, from.slots);
      tx = RingIndices.next(tx, to.slots);
    }
    packets = found;
    return slots;
  }

  /** Takes the first packet out if it can never be moved; answers whether it did. */
  private boolean refuseFirst() {
    int slots = from.peek();
    if (slots >= 0 && slots < to.slots) {
      return false; // there is none, or it waits for room
    }
    refused++;
    from.release(RingIndices.plus(from.head(), Math.abs(slots), from.slots));
    return true;
  }

  /** Exchanges slots, which were looked at, for the next ones to send, in runs of neighbours. */
  private void exchangeSlots(int first, int count) {
    int rx = first;
    int tx = to.head();
    for (int left = count; left > 0; ) {
      int run = Math.min(left, Math.min(from.slots - rx, to.slots - tx));
      exchange(from.slotAt(rx), to.slotAt(tx), run);
      rx = RingIndices.plus(rx, run, from.slots);
      tx = RingIndices.plus(tx, run, to.slots);
      left -= run;
    }
    to.queued(tx);
  }

  private void exchange(long rx, long tx, int count) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * NetmapAbi.SLOT_SIZE;
      long full = from.memory.get(JAVA_LONG, rx + at);
      long empty = to.memory.get(JAVA_LONG, tx + at);
      to.memory.set(JAVA_LONG, tx + at, (full & PACKET) | CHANGED);
      from.memory.set(JAVA_LONG, rx + at, (full & ~INDEX) | (empty & INDEX) | CHANGED);
    }
  }
}
