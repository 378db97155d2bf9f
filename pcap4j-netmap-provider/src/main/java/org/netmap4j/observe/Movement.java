package org.netmap4j.observe;

/**
 * What a ring's indices did while they were looked at.
 *
 * @param slots slots that came in (receive) or were queued (transmit) since the ring was first
 *     seen; a packet takes one or more
 * @param countable whether the looks since the one before came often enough to count them: a ring
 *     that moves more than half round between two looks may have gone round unseen
 * @param highWater the most slots in use that any look has seen
 */
public record Movement(long slots, boolean countable, int highWater) {}
