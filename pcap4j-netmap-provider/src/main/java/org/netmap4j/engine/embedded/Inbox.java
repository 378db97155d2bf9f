package org.netmap4j.engine.embedded;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;

/**
 * Behind a receive ring that other ports write into: that of a VALE port, and of a monitor.
 *
 * <p>Writers come one after the other, under a lock that the reader's sync never takes: it
 * publishes what it released, and fetches what was written. The ring's counters are the writers'.
 */
final class Inbox implements RingQueue, Receiver {
  private final RxKring ring;
  private final ReentrantLock writers = new ReentrantLock();
  private final SharedIndex written = new SharedIndex(0);
  private final SharedIndex released = new SharedIndex(0);
  private final Wake wake = new Wake();
  private final Runnable fetch = this::fetch;

  /** The next slot to write, and whether the ring is gone; both under the writers' lock. */
  private int at;

  private boolean closed;

  /** What the ring belongs to is gone: what was not fetched is lost. */
  private volatile boolean orphaned;

  Inbox(RxKring ring) {
    this.ring = ring;
  }

  @Override
  public RxKring ring() {
    return ring;
  }

  // the reader's side, under the ring's lock

  @Override
  public void receive(RxKring same) {
    if (!orphaned) {
      released.publish(ring.head);
      fetch();
    }
  }

  private void fetch() {
    ring.hwtail = written.get();
  }

  @Override
  public List<WaitSource> sources() throws NetmapException {
    return wake.sources();
  }

  @Override
  public long nextEventNanos() {
    wake.arm();
    if (written.get() != ring.tail && !orphaned) {
      wake.fire();
    }
    return Long.MAX_VALUE;
  }

  void orphan() {
    orphaned = true;
  }

  @Override
  public void close() {
    writers.lock();
    try {
      closed = true;
    } finally {
      writers.unlock();
    }
    wake.close();
  }

  // the writers' side

  @Override
  @SuppressWarnings("LockNotBeforeTry") // end() unlocks
  public int begin() {
    writers.lock();
    if (closed) {
      writers.unlock();
      return -1;
    }
    return ring.slots - 1 - RingIndices.distance(released.get(), at, ring.slots);
  }

  @Override
  public int at() {
    return at;
  }

  @Override
  public void advance() {
    at = RingIndices.next(at, ring.slots);
  }

  @Override
  public void end() {
    try {
      if (written.get() != at) {
        written.publish(at);
        ring.arrived(fetch);
        wake.fire();
      }
    } finally {
      writers.unlock();
    }
  }
}
