package org.netmap4j.observe;

import java.util.List;

/**
 * What a ring's indices did while they were looked at. Counts run on from when the ring was first
 * seen; {@code countable}, the high-water mark and the burst are of the time since the {@link
 * Observer#look} before.
 *
 * @param slots slots that came in (receive) or were queued (transmit); a packet takes one or more
 * @param countable whether the looks came often enough to count them: a ring that moves more than
 *     half round between two looks may have gone round unseen
 * @param highWater the most slots in use that a look has seen
 * @param looks how often the ring was looked at
 * @param fullLooks how many of them found it full
 * @param stalls how often it was full at two looks or more with its owner's head at the same slot.
 *     That the owner of a receive ring does not read; that of a transmit ring cannot send
 * @param batches how many steps were of 1, 2 to 3, 4 to 7, ... slots, up to the largest that there
 *     was. A step is what came in, or was queued, between two looks: one sync's batch as long as
 *     there are more looks than syncs, else that of several together
 * @param burst the most traffic within 5 ms: in packets where the owner counts them, else in slots
 */
public record Movement(
    long slots,
    boolean countable,
    int highWater,
    long looks,
    long fullLooks,
    long stalls,
    List<Long> batches,
    Burst burst) {
  /** Copies the list. */
  public Movement {
    batches = List.copyOf(batches);
  }
}
