package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.ffi.NetmapAbi;

/**
 * netmap_grab_packets, transparent mode: of the packets that the reader releases, those that he
 * marked with NS_FORWARD go on their way, while the ring has NR_FORWARD.
 */
final class MarkedPackets {
  private MarkedPackets() {}

  /** Before a receive sync: passes on those from {@code from} up to the user's head. */
  static void passOn(RxKring ring, int from, RingQueue queue) {
    int flags = ring.memory.get(JAVA_INT, ring.base + NetmapAbi.RING_FLAGS);
    if ((flags & NetmapAbi.NR_FORWARD) == 0) {
      return;
    }
    for (int first = from; first != ring.head; ) {
      int end = first;
      boolean marked = false;
      boolean good = true;
      boolean more = true;
      while (more && end != ring.head) {
        long slot = ring.slot(end);
        int now = ring.flags(slot);
        marked |= (now & NetmapAbi.NS_FORWARD) != 0;
        good &= good(ring, slot);
        more = (now & NetmapAbi.NS_MOREFRAG) != 0;
        ring.memory.set(
            JAVA_SHORT, slot + NetmapAbi.SLOT_FLAGS, (short) (now & ~NetmapAbi.NS_FORWARD));
        end = RingIndices.next(end, ring.slots);
      }
      if (marked) {
        passOn(ring, first, end, good && !more, queue);
      }
      first = end;
    }
  }

  private static boolean good(RxKring ring, long slot) {
    return ring.validBuffer(ring.buffer(slot))
        && ring.length(slot) <= ring.bufferSize - ring.offset(slot);
  }

  private static void passOn(RxKring ring, int first, int end, boolean good, RingQueue queue) {
    if (!good) {
      ring.stats.dropped(DropCause.BAD_SLOT, 1);
    } else if (queue.forward(ring, first, end)) {
      ring.stats.forwarded();
    } else {
      ring.stats.dropped(DropCause.LINK, 1);
    }
  }
}
