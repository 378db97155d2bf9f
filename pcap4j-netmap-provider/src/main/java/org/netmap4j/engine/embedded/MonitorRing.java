package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A receive ring of a monitor, as the rings that it watches see it. Slots are shown as they are,
 * flags included, and marked by NS_TXMON when they are sent ones. Where there are more than find
 * room the oldest are lost, and counted; packets are counted at their last slot.
 */
final class MonitorRing {
  private final RxKring ring;
  private final Inbox inbox;
  private final boolean zeroCopy;

  MonitorRing(RxKring ring, boolean zeroCopy) {
    this.ring = ring;
    this.zeroCopy = zeroCopy;
    inbox = new Inbox(ring);
  }

  RxKring ring() {
    return ring;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Shows {@code count} slots of a ring, from {@code first} on; under that ring's lock. */
  void show(Kring from, int first, int count) {
    int room = count == 0 ? -1 : inbox.begin();
    if (room < 0) {
      return;
    }
    try {
      int lost = Math.max(0, count - room);
      ring.stats.dropped(DropCause.QUEUE_FULL, lost);
      int mark = from instanceof TxKring ? NetmapAbi.NS_TXMON : 0;
      int at = RingIndices.plus(first, lost, from.slots);
      for (int left = count - lost; left > 0; left--) {
        if (zeroCopy) {
          swap(from, from.slot(at), mark);
        } else {
          copy(from, from.slot(at), mark);
        }
        at = RingIndices.next(at, from.slots);
      }
    } finally {
      inbox.end();
    }
  }

  private void copy(Kring from, long theirs, int mark) {
    long ours = ring.slot(inbox.at());
    int source = from.buffer(theirs);
    int target = ring.buffer(ours);
    if (!from.validBuffer(source) || !ring.validBuffer(target)) {
      ring.stats.dropped(DropCause.BAD_SLOT, 1);
      return;
    }
    int begin = from.offset(theirs);
    int ourBegin = ring.offset(ours);
    int room = Math.min(from.bufferSize - begin, ring.bufferSize - ourBegin);
    int length = Math.min(from.length(theirs), room);
    MemorySegment.copy(
        from.memory,
        from.region.bufferOffset(source) + begin,
        ring.memory,
        ring.region.bufferOffset(target) + ourBegin,
        length);
    put(ours, length, from.flags(theirs), mark);
  }

  private void swap(Kring from, long theirs, int mark) {
    long ours = ring.slot(inbox.at());
    int buffer = from.buffer(theirs);
    int length = from.length(theirs);
    int flags = from.flags(theirs);
    int begin = from.offset(theirs);
    if (begin > 0 && from.validBuffer(buffer) && length <= from.bufferSize - begin) {
      // it is ours now, and our packets begin with their buffers
      long start = from.region.bufferOffset(buffer);
      MemorySegment.copy(from.memory, start + begin, from.memory, start, length);
    }
    from.memory.set(JAVA_INT, theirs + NetmapAbi.SLOT_BUF_IDX, ring.buffer(ours));
    from.mark(theirs, ring.length(ours), flags | NetmapAbi.NS_BUF_CHANGED);
    ring.memory.set(JAVA_INT, ours + NetmapAbi.SLOT_BUF_IDX, buffer);
    put(ours, length, flags, mark);
  }

  private void put(long slot, int length, int flags, int mark) {
    ring.mark(slot, length, (flags & ~NetmapAbi.NS_TXMON) | mark);
    ring.stats.passed((flags & NetmapAbi.NS_MOREFRAG) == 0 ? 1 : 0, length);
    inbox.advance();
  }
}
