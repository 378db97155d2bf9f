package org.netmap4j.engine.embedded;

import java.util.List;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;

/**
 * What stands behind one ring of a port. Calls come one at a time, under the ring's lock; it does
 * not wait.
 */
interface RingQueue extends AutoCloseable {
  /** Puts the frames that have arrived into the ring, until none is left or there is no room. */
  default void receive(RxKring ring) throws NetmapException {}

  /**
   * Lets a packet that was received go on its way: from the wire to the host's stack, or from there
   * to the wire. Its slots, from {@code first} up to {@code end}, are good.
   *
   * @return false when it is lost: it has no way to go on, or none now
   */
  default boolean forward(RxKring ring, int first, int end) {
    return false;
  }

  /** Sends the frames of the ring, until none is left or no more can be taken now. */
  default void transmit(TxKring ring) throws NetmapException {}

  /** What becomes ready when there is something to do. */
  default List<WaitSource> sources() throws NetmapException {
    return List.of();
  }

  /**
   * When a sync may find something without a source becoming ready, on the clock of {@link
   * System#nanoTime}; {@link Long#MAX_VALUE} for never. Asked before each sleep, at any time.
   */
  default long nextEventNanos() {
    return Long.MAX_VALUE;
  }

  /** Brings losses that happened outside a sync into the ring's counters. */
  default void count(RingStats stats) {}

  /** Whether it says when each frame arrived: {@link RxKring#arrived}. */
  default boolean timed() {
    return false;
  }

  /** How far the ring's counters can be trusted. */
  default Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  /** The ring is no longer bound. */
  @Override
  default void close() {}
}
