package org.netmap4j.engine.embedded;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapException;

/** The transmit rings of an attached NIC, or of its host, as its switch sees them; maybe none. */
final class NicOutlet implements Outlet {
  private final List<Ring> rings;

  NicOutlet(List<Bound> transmitters) {
    rings = transmitters.stream().map(Ring::new).toList();
  }

  @Override
  public int receivers() {
    return rings.size();
  }

  @Override
  public Receiver receiver(int number) {
    return rings.get(number);
  }

  void close() {
    rings.forEach(Ring::close);
  }

  /** A transmit ring: what is written is sent at once; what the link does not take waits in it. */
  private static final class Ring implements Receiver {
    private final TxKring ring;
    private final RingQueue queue;
    private final ReentrantLock writers = new ReentrantLock();
    private int at;
    private boolean closed;

    Ring(Bound bound) {
      ring = (TxKring) bound.kring();
      queue = bound.queue();
    }

    @Override
    @SuppressWarnings("LockNotBeforeTry") // end() unlocks
    public int begin() {
      writers.lock();
      if (closed) {
        writers.unlock();
        return -1;
      }
      push();
      return RingIndices.distance(at, ring.hwtail, ring.slots);
    }

    /** A link that is down keeps what was written; whoever asks for trouble is told. */
    private void push() {
      try {
        ring.push(at, queue);
      } catch (NetmapException e) {
        // the frames stay: the next packet tries again
      }
    }

    @Override
    public Kring ring() {
      return ring;
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
        push();
      } finally {
        writers.unlock();
      }
    }

    void close() {
      writers.lock();
      try {
        closed = true;
      } finally {
        writers.unlock();
      }
    }
  }
}
