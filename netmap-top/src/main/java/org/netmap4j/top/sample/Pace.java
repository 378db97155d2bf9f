package org.netmap4j.top.sample;

import java.time.Duration;

/**
 * When samples are taken.
 *
 * @param first how long after the start the first one is
 * @param every the time from one to the next
 * @param pastEnd whether sampling goes on after the source's end, for those who asked for a number
 *     of samples
 */
public record Pace(Duration first, Duration every, boolean pastEnd) {}
