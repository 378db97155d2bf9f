package org.netmap4j.observe;

import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;

/**
 * Follows the indices of a ring from look to look. Between two of them a ring of n slots can be
 * seen to move by n - 1 at most: where it moves by more than half, it may as well have gone round,
 * and what it moved is no count. For one thread.
 */
public final class RingObserver {
  private final RingId id;
  private final int slots;
  private boolean started;
  private int last;
  private long moved;
  private int highWater;
  private boolean countable = true;

  /** An observer of a ring of that many slots, at least 1. */
  public RingObserver(RingId id, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots: expected 1 or more, found " + slots);
    }
    this.id = id;
    this.slots = slots;
  }

  /** Whether it follows a ring that looks like this. */
  boolean follows(RingId ring, int ofSlots) {
    return id.equals(ring) && slots == ofSlots;
  }

  /**
   * One look. What comes in moves a receive ring's tail; what is queued, a transmit ring's head.
   * Indices that are no slots are passed over.
   */
  public void see(int head, int tail) {
    int index = id.kind().receives() ? tail : head;
    if (!RingIndices.valid(index, slots)) {
      return;
    }
    int step = started ? RingIndices.distance(last, index, slots) : 0;
    countable &= step <= slots / 2;
    moved += step;
    last = index;
    started = true;
    highWater = Math.max(highWater, used(id, slots, head, tail));
  }

  /** What was seen; the next one's {@code countable} begins anew. */
  public Movement take() {
    Movement movement = new Movement(moved, countable, highWater);
    countable = true;
    return movement;
  }

  /** Slots that hold packets; 0 where the indices make no sense. */
  static int used(RingId id, int slots, int head, int tail) {
    if (!RingIndices.valid(head, slots) || !RingIndices.valid(tail, slots)) {
      return 0;
    }
    int users = RingIndices.distance(head, tail, slots);
    return id.kind().receives() ? users : slots - 1 - users;
  }
}
