package org.netmap4j.engine.embedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RingIndices;

/**
 * Who watches a ring. Copy monitors see what is sent before it is sent, and what is received when
 * it is brought in. A zero-copy monitor gets the buffers themselves, when they have been sent or
 * released; what it releases goes on to the next one, which watches its ring.
 *
 * <p>Changed under the engine's and the ring's lock, used under the ring's.
 */
final class RingMonitors {
  private static final MonitorRing[] NONE = {};

  /** Read without the lock, to find quickly that there is nothing to do. */
  private volatile MonitorRing[] copies = NONE;

  private volatile @Nullable MonitorRing taker;

  /** The first slot that copy monitors were not shown. */
  private int shown;

  /** Whether there are copy monitors. */
  boolean copying() {
    return copies.length > 0;
  }

  void addCopy(Kring ring, MonitorRing monitor) {
    ring.exclusively(() -> {
      if (!copying()) {
        shown = ring instanceof RxKring ? ring.hwtail : ring.hwcur;
      }
      MonitorRing[] more = Arrays.copyOf(copies, copies.length + 1);
      more[copies.length] = monitor;
      copies = more;
    });
  }

  /** The monitor goes behind those that are there, once, though it may watch two rings. */
  void addTaker(Kring ring, MonitorRing monitor) {
    MonitorRing last = taker;
    if (last == null) {
      ring.exclusively(() -> taker = monitor);
    } else if (last != monitor) {
      last.ring().monitors.addTaker(last.ring(), monitor);
    }
  }

  /** The monitor is left out; who watches it watches what it watched. */
  void remove(Kring ring, MonitorRing monitor) {
    ring.exclusively(() ->
        copies =
            Arrays.stream(copies).filter(other -> other != monitor).toArray(MonitorRing[]::new));
    MonitorRing first = taker;
    if (first == monitor) {
      ring.exclusively(() -> taker = monitor.ring().monitors.taker);
    } else if (first != null) {
      first.ring().monitors.remove(first.ring(), monitor);
    }
  }

  /** The ring is bound no longer. */
  void clear(Kring ring) {
    ring.exclusively(() -> {
      copies = NONE;
      taker = null;
    });
  }

  /** Before a transmit sync. */
  void sending(TxKring ring) {
    if (copying()) {
      // what could not be sent last time was shown then
      int before = RingIndices.distance(ring.hwcur, shown, ring.slots);
      int queued = RingIndices.distance(ring.hwcur, ring.head, ring.slots);
      show(ring, before <= queued ? shown : ring.hwcur, ring.head);
    }
  }

  /** After a transmit sync gave back the slots from {@code from} up to {@code to}. */
  void sent(TxKring ring, int from, int to) {
    take(ring, from, to);
  }

  /** Before a receive sync, of which the user released the slots up to {@code to}. */
  void received(RxKring ring, int from, int to) {
    take(ring, from, to);
  }

  /** After packets were brought in. */
  void arrived(RxKring ring) {
    if (copying()) {
      show(ring, shown, ring.hwtail);
    }
  }

  private void show(Kring ring, int from, int to) {
    int count = RingIndices.distance(from, to, ring.slots);
    for (MonitorRing monitor : copies) {
      monitor.show(ring, from, count);
    }
    shown = to;
  }

  private void take(Kring ring, int from, int to) {
    MonitorRing monitor = taker;
    if (monitor != null) {
      monitor.show(ring, from, RingIndices.distance(from, to, ring.slots));
    }
  }
}
