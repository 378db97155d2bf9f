package org.netmap4j.top.model;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How evenly a port's packets come through its receive rings, as receive-side scaling is to spread
 * them. Without traffic, and with fewer than two rings, nothing is uneven: {@link #EVEN}.
 *
 * @param maxToMean the busiest ring's rate by the mean of all; 1 when even, at most the number of
 *     rings
 * @param jain Jain's index of fairness, (sum of rates)^2 / (rings * sum of squares): 1 when even, 1
 *     / rings when all comes through one
 * @param hot the number of the busiest ring, where it has {@link #HOT} times the mean or more; else
 *     null
 */
public record Imbalance(double maxToMean, double jain, @Nullable Integer hot) {
  /** From how many times the mean on a ring is hot. */
  public static final double HOT = 1.5;

  /** Nothing is uneven. */
  public static final Imbalance EVEN = new Imbalance(1, 1, null);

  /** By packets per second over the last interval. */
  public static Imbalance of(PortSnapshot port) {
    return of(port, RingSnapshot::packetsPerSecond);
  }

  /** By the averages of the last ten seconds. */
  public static Imbalance ofTenSeconds(PortSnapshot port) {
    return of(port, ring -> ring.trend().seconds10());
  }

  private static Imbalance of(PortSnapshot port, ToDoubleFunction<RingSnapshot> rate) {
    List<RingSnapshot> rings =
        port.rings().stream().filter(ring -> ring.reading().direction() == Direction.RX).toList();
    double sum = 0;
    double squares = 0;
    double most = 0;
    int busiest = 0;
    for (RingSnapshot ring : rings) {
      double packets = rate.applyAsDouble(ring);
      sum += packets;
      squares += packets * packets;
      if (packets > most) {
        most = packets;
        busiest = ring.reading().ring();
      }
    }
    if (rings.size() < 2 || sum <= 0) {
      return EVEN;
    }
    double maxToMean = most * rings.size() / sum;
    return new Imbalance(
        maxToMean, sum * sum / (rings.size() * squares), maxToMean >= HOT ? busiest : null);
  }
}
