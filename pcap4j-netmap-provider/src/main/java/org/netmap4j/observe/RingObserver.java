package org.netmap4j.observe;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;

/**
 * Follows the indices of a ring from look to look. Between two of them a ring of n slots can be
 * seen to move by n - 1 at most: where it moves by more than half, it may as well have gone round,
 * and what it moved is no count. A look allocates nothing. For one thread.
 */
public final class RingObserver {
  private final RingId id;
  private final int slots;
  private final long[] batches = new long[Integer.SIZE];
  private final BurstMeter bursts = new BurstMeter();
  private boolean started;
  private int last;
  private long lastPackets;
  private long moved;
  private long looks;
  private int highWater;
  private boolean countable = true;
  private long fullLooks;
  private long stalls;
  private boolean full;
  private boolean stalled;
  private int lastHead;

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
   *
   * @param nanos the time by {@link System#nanoTime}
   */
  public void see(int head, int tail, long nanos) {
    int step = step(head, tail);
    if (step >= 0) {
      bursts.see(nanos, step);
    }
  }

  /** One look at a ring whose packets are counted: there have been {@code packets} by now. */
  public void see(int head, int tail, long nanos, long packets) {
    boolean first = !started;
    if (step(head, tail) >= 0) {
      bursts.see(nanos, first ? 0 : packets - lastPackets); // one that went back is anew
      lastPackets = packets;
    }
  }

  /** The slots that came since the look before; -1 for indices that are none. */
  private int step(int head, int tail) {
    int index = id.kind().receives() ? tail : head;
    if (!RingIndices.valid(index, slots)) {
      return -1;
    }
    int step = started ? RingIndices.distance(last, index, slots) : 0;
    countable &= step <= slots / 2;
    moved += step;
    if (step > 0) {
      batches[Integer.SIZE - 1 - Integer.numberOfLeadingZeros(step)]++;
    }
    last = index;
    started = true;
    looks++;
    fill(head, used(id, slots, head, tail));
    return step;
  }

  private void fill(int head, int used) {
    highWater = Math.max(highWater, used);
    boolean nowFull = slots > 1 && used == slots - 1;
    boolean still = full && nowFull && head == lastHead;
    fullLooks += nowFull ? 1 : 0;
    stalls += still && !stalled ? 1 : 0;
    stalled = still;
    full = nowFull;
    lastHead = head;
  }

  /** Nothing has come since the last look until {@code nanos}: who slept until then knows. */
  public void quietUntil(long nanos) {
    bursts.quietUntil(nanos);
  }

  /** So many looks, the last at {@code nanos}, have found a ring that is not full as it was. */
  void stoodStill(long times, long nanos) {
    looks += times;
    bursts.quietUntil(nanos);
  }

  /** Whether the last look found no room. */
  boolean isFull() {
    return full;
  }

  /** What was seen; what is of the time since the call before begins anew. */
  public Movement take() {
    Movement movement =
        new Movement(
            moved, countable, highWater, looks, fullLooks, stalls, batches(), bursts.take());
    countable = true;
    highWater = 0;
    return movement;
  }

  private List<Long> batches() {
    List<Long> list = new ArrayList<>();
    for (int i = 0, zeros = 0; i < batches.length; i++) {
      if (batches[i] == 0) {
        zeros++;
      } else {
        for (; zeros > 0; zeros--) {
          list.add(0L);
        }
        list.add(batches[i]);
      }
    }
    return list;
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
