package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The kernel side of a transmit ring: during a sync a queue looks at the frames that the user
 * queued, one after the other, and says how far it took them.
 *
 * <pre>
 *   for (look(); found(); next()) { ... offset(i), length(i) for i &lt; fragments() ... }
 *   taken();   // all that was looked at before the current one is done with
 * </pre>
 *
 * A frame that cannot be sent (bad buffer, too many slots, too short) is dropped, counted and not
 * shown; a chain whose end is not queued yet is held back.
 */
final class TxKring extends Kring {
  private final long[] offsets = new long[NetmapAbi.MAX_FRAGS];
  private final int[] lengths = new int[NetmapAbi.MAX_FRAGS];
  private int fragments;
  private boolean broken;
  private int bytes;
  private int at;
  private int after;

  /** How many slots from hwcur on have been judged: a bad frame looked at twice is one loss. */
  private int judged;

  TxKring(Port port, RingId id, @Nullable Kring twin) throws NetmapException {
    super(port, id, twin);
  }

  @Override
  void exchange(RingQueue queue) throws NetmapException {
    if (accept(head, tail)) {
      send(queue);
    } else {
      reinit();
    }
  }

  private void send(RingQueue queue) throws NetmapException {
    int done = RingIndices.next(hwtail, slots);
    monitors.sending(this);
    try {
      queue.transmit(this);
    } finally {
      monitors.sent(this, done, RingIndices.next(hwtail, slots));
      finish();
    }
  }

  /** Sends what was queued up to {@code to}, by whoever owns the ring in place of a user. */
  void push(int to, RingQueue queue) throws NetmapException {
    lock();
    try {
      head = to;
      send(queue);
    } finally {
      unlock();
    }
  }

  /** Begins at the first frame not sent. */
  void look() {
    at = hwcur;
    after = hwcur;
    next();
  }

  /** Whether there is a frame to look at. */
  boolean found() {
    return fragments > 0;
  }

  /** Goes on to the next frame. */
  void next() {
    at = after;
    while (gather()) {
      DropCause cause = flaw();
      boolean first = RingIndices.distance(hwcur, at, slots) >= judged;
      judged = Math.max(judged, RingIndices.distance(hwcur, after, slots));
      if (cause == null) {
        return;
      }
      if (first) {
        stats.dropped(cause, 1);
      }
      at = after;
    }
    fragments = 0;
  }

  /** Collects the slots of the frame at {@code at}; false when no whole frame is there. */
  private boolean gather() {
    fragments = 0;
    bytes = 0;
    boolean bad = false;
    int i = at;
    while (i != head) {
      long slot = slot(i);
      int buffer = buffer(slot);
      int length = length(slot);
      int flags = flags(slot);
      memory.set(
          JAVA_SHORT,
          slot + NetmapAbi.SLOT_FLAGS,
          (short) (flags & ~(NetmapAbi.NS_REPORT | NetmapAbi.NS_BUF_CHANGED)));
      int begin = offset(slot);
      bad |= !validBuffer(buffer) || length > bufferSize - begin;
      if (!bad && fragments < NetmapAbi.MAX_FRAGS) {
        offsets[fragments] = region.bufferOffset(buffer) + begin;
        lengths[fragments] = length;
      }
      fragments++;
      bytes += length;
      i = RingIndices.next(i, slots);
      if ((flags & NetmapAbi.NS_MOREFRAG) == 0) {
        after = i;
        broken = bad;
        return true;
      }
    }
    return false;
  }

  private @Nullable DropCause flaw() {
    if (broken) {
      return DropCause.BAD_SLOT;
    }
    if (fragments > NetmapAbi.MAX_FRAGS) {
      return DropCause.TOO_LONG;
    }
    return bytes < LinuxAbi.ETH_HLEN ? DropCause.TOO_SHORT : null;
  }

  /** The slots of the frame. */
  int fragments() {
    return fragments;
  }

  /** The frame's length in bytes. */
  int bytes() {
    return bytes;
  }

  /** Where fragment {@code i} is in the region. */
  long offset(int i) {
    return offsets[i];
  }

  /** The bytes of fragment {@code i}. */
  int length(int i) {
    return lengths[i];
  }

  /** The frame that {@link #at} stands on, to come back to. */
  int position() {
    return at;
  }

  /** All frames before {@code position} are done with: their slots are the user's again. */
  void taken(int position) {
    judged = Math.max(0, judged - RingIndices.distance(hwcur, position, slots));
    hwcur = position;
    hwtail = RingIndices.prev(position, slots);
  }
}
