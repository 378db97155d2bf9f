package org.netmap4j.top.model;

import java.util.List;

/**
 * A ring's past.
 *
 * @param seconds1 packets per second over the last second
 * @param seconds10 over the last ten; fewer while it is known for less
 * @param seconds60 over the last minute
 * @param p50 the median of the last minute's samples, packets per second
 * @param p95 what 95 % of them stayed at or below
 * @param p99 what 99 % of them stayed at or below
 * @param max the largest of them
 * @param past packets per second of the latest samples, oldest first; {@link History#LENGTH} at
 *     most
 */
public record Trend(
    double seconds1,
    double seconds10,
    double seconds60,
    double p50,
    double p95,
    double p99,
    double max,
    List<Double> past) {
  /** No past. */
  public static final Trend NONE = new Trend(0, 0, 0, 0, 0, 0, 0, List.of());

  /** Copies the list. */
  public Trend {
    past = List.copyOf(past);
  }
}
