package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

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
    int most = limit <= 0 ? Integer.MAX_VALUE : limit;
    from.port.enter();
    try {
      to.port.enter();
      try {
        return zeroCopy ? exchange(most) : copy(most);
      } finally {
        to.port.exit();
      }
    } finally {
      from.port.exit();
    }
  }

  private int copy(int most) throws NetmapException {
    int moved = 0;
    while (moved < most) {
      int head = from.head();
      Packet packet = from.next();
      if (packet == null) {
        break;
      }
      try {
        if (!packet.injectInto(to)) {
          from.moveTo(head); // it stays where it is until there is room
          break;
        }
        moved++;
      } catch (NetmapException e) {
        if (!(e.error() instanceof NetmapError.PacketTooLarge)) {
          throw e;
        }
        refused++;
      }
    }
    from.publish(from.head());
    return moved;
  }

  private int exchange(int most) {
    int moved = 0;
    while (moved < most) {
      int slots = whole(Math.min(from.owned(), to.room()), most - moved);
      if (slots == 0 && !refuseFirst()) {
        break;
      }
      exchangeSlots(slots);
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

  /** Exchanges the next {@code count} slots, which were looked at, in runs of neighbours. */
  private void exchangeSlots(int count) {
    int rx = from.head();
    int tx = to.head();
    for (int left = count; left > 0; ) {
      int run = Math.min(left, Math.min(from.slots - rx, to.slots - tx));
      exchangeRun(from.slotAt(rx), to.slotAt(tx), run);
      rx = RingIndices.plus(rx, run, from.slots);
      tx = RingIndices.plus(tx, run, to.slots);
      left -= run;
    }
    from.release(rx);
    to.queued(tx);
  }

  private void exchangeRun(long rx, long tx, int count) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * NetmapAbi.SLOT_SIZE;
      long full = from.memory.get(JAVA_LONG, rx + at);
      long empty = to.memory.get(JAVA_LONG, tx + at);
      to.memory.set(JAVA_LONG, tx + at, (full & (INDEX | KEPT)) | CHANGED);
      from.memory.set(JAVA_LONG, rx + at, (full & ~INDEX) | (empty & INDEX) | CHANGED);
    }
  }
}
