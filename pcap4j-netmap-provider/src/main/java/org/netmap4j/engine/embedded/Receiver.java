package org.netmap4j.engine.embedded;

import org.netmap4j.engine.RingIndices;

/**
 * A ring that packets are written into by other ports' syncs: one writer at a time, from {@link
 * #begin} to {@link #end}.
 */
interface Receiver {
  /**
   * Begins to write; to be ended by {@link #end}, unless the ring is gone.
   *
   * @return how many slots are free, -1 when the ring is gone
   */
  int begin();

  /** The ring, for its memory and its counters. */
  Kring ring();

  /** The index of the next slot to write. */
  int at();

  /** The next slot is written. */
  void advance();

  /** Ends writing: what was written can be read. */
  void end();

  /** Whether the next {@code count} slots have buffers to write into. */
  default boolean buffers(int count) {
    Kring ring = ring();
    for (int i = 0, next = at(); i < count; i++, next = RingIndices.next(next, ring.slots)) {
      if (!ring.validBuffer(ring.buffer(ring.slot(next)))) {
        return false;
      }
    }
    return true;
  }
}
