package org.netmap4j.observe;

import java.util.Optional;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;

/**
 * A ring as it was found. Its owner can write anything into it: {@link #legal} says whether the
 * indices make sense.
 *
 * @param id its kind and number
 * @param slots its size in slots
 * @param head the first slot that the user owns
 * @param cur the user's wake-up point
 * @param tail the first slot that the kernel side owns
 * @param flags NR_TIMESTAMP, NR_FORWARD
 * @param timestampMicros when a sync last wrote {@code ts}, in microseconds since 1970; 0 for never
 * @param counters what went through it, where its owner counts
 * @param movement what its indices did
 */
public record ObservedRing(
    RingId id,
    int slots,
    int head,
    int cur,
    int tail,
    int flags,
    long timestampMicros,
    Optional<RingCounters> counters,
    Movement movement) {

  /** Whether head, cur and tail are slots of the ring, in this order going round. */
  public boolean legal() {
    return RingIndices.valid(tail, slots) && RingIndices.legal(head, head, cur, tail, slots);
  }

  /**
   * Slots that hold packets: waiting to be read on receive, waiting to be sent on transmit. 0 where
   * the indices make no sense.
   */
  public int used() {
    return RingObserver.used(id, slots, head, tail);
  }

  /** How far its numbers can be trusted: its owner's, or what was seen now and then. */
  public Accuracy accuracy() {
    return counters.map(RingCounters::accuracy).orElse(Accuracy.SAMPLED);
  }
}
