package org.netmap4j.top.source;

import java.util.Arrays;
import java.util.List;
import org.netmap4j.BatchHandler;
import org.netmap4j.PacketBatch;
import org.netmap4j.Ring;
import org.netmap4j.RxRing;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapException;
import org.netmap4j.observe.RingObserver;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/**
 * A ring of a port that is looked at: each time packets are given back, what they were is noted.
 */
final class WatchedRing {
  /**
   * Of so many packets the size is read each time: of all it would cost 7 ns for each, where the
   * others cost nothing.
   */
  private static final int SIZES_AT_ONCE = 64;

  /** The class of each size; what is longer is in the last. */
  private static final byte[] SIZE_CLASS = sizeClasses();

  private final Ring ring;
  private final RingObserver observer;
  private final long[] sizes = new long[RingActivity.SIZE_BOUNDS.size() + 1];
  private final BatchHandler toSizes = this::sizes;
  private long packets;

  WatchedRing(Ring ring) {
    this.ring = ring;
    observer = new RingObserver(ring.id(), ring.slots());
    see(ring.head(), ring.tail());
  }

  private static byte[] sizeClasses() {
    byte[] classes = new byte[RingActivity.SIZE_BOUNDS.getLast() + 2];
    for (int size = 0; size < classes.length; size++) {
      for (int bound : RingActivity.SIZE_BOUNDS) {
        classes[size] += (byte) (size > bound ? 1 : 0);
      }
    }
    return classes;
  }

  RingId id() {
    return ring.id();
  }

  void quietUntil(long nanos) {
    observer.quietUntil(nanos);
  }

  /** Gives back what is there; answers how full the ring was, 0 to 1. */
  double drain() throws NetmapException {
    int head = ring.head();
    int tail = ring.tail();
    int slots = 0;
    if (ring instanceof RxRing receiving) {
      slots = receiving.available();
      packets += receiving.receive(SIZES_AT_ONCE, toSizes);
      packets += receiving.skip(); // but for long ones a packet is a slot
    }
    see(head, tail);
    return (double) slots / ring.slots();
  }

  private void see(int head, int tail) {
    observer.see(head, tail, System.nanoTime(), packets);
  }

  private void sizes(PacketBatch batch) {
    int last = SIZE_CLASS.length - 1;
    for (int i = 0; i < batch.size(); i++) {
      sizes[SIZE_CLASS[Math.min(batch.length(i), last)]]++;
    }
  }

  /** What the ring looks like now, and what it has done; gives back what is there. */
  RingReading read(RingCounters counters) throws NetmapException {
    int head = ring.head();
    int cur = ring.cur();
    int tail = ring.tail();
    drain();
    return new RingReading(
        ring.id().index(),
        Terms.direction(ring.id().kind()),
        ring.slots(),
        head,
        cur,
        tail,
        counters.packets(),
        counters.bytes(),
        counters.dropped(),
        Terms.label(counters.accuracy()),
        Terms.losses(counters.drops()),
        Terms.activity(observer.take(), sizes()));
  }

  private List<Long> sizes() {
    return Arrays.stream(sizes).boxed().toList();
  }
}
