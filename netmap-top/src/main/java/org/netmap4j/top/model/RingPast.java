package org.netmap4j.top.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last minute of one ring, a sample after the other; made into a {@link Trend} with each. What
 * a sample costs grows with the logarithm of their number, but for two short moves of an array.
 */
final class RingPast {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** A minute at the shortest interval that can be asked for has 6,000. */
  private static final int MOST = 8192;

  // marks, oldest first, from FIRST on going round: when, and how many packets by then
  private long[] nanos = new long[16];
  private long[] packets = new long[16];
  private double[] rates = new double[16]; // in the interval that ended there; none for the first
  private int first;
  private int marks = 1;

  /** The rates of the last minute, ascending. */
  private double[] sorted = new double[16];

  private int samples;
  private long total;
  private final List<Double> past = new ArrayList<>();

  /** Begins with a mark: it is known from here on. */
  RingPast(long startNanos) {
    nanos[0] = startNanos;
  }

  /**
   * So many packets since the sample before.
   *
   * @param at when, not before the last one
   * @param rate what that makes per second
   */
  void add(long at, long more, double rate) {
    total += more;
    if (at - nanos[newest()] <= 0) {
      packets[newest()] = total;
      return;
    }
    while (marks > 1 && (at - nanos[place(1)] >= MINUTE_NANOS || marks == MOST)) {
      first = place(1); // all of what it began lies before the last minute
      marks--;
      remove(rates[first]);
    }
    append(at, rate);
    insert(rate);
    if (past.size() == History.LENGTH) {
      past.removeFirst();
    }
    past.add(rate);
  }

  private int place(int mark) {
    return (first + mark) % nanos.length;
  }

  private int newest() {
    return place(marks - 1);
  }

  private void append(long at, double rate) {
    if (marks == nanos.length) {
      grow();
    }
    marks++;
    int place = newest();
    nanos[place] = at;
    packets[place] = total;
    rates[place] = rate;
  }

  private void grow() {
    int size = nanos.length;
    long[] moreNanos = new long[2 * size];
    long[] morePackets = new long[2 * size];
    double[] moreRates = new double[2 * size];
    for (int i = 0; i < marks; i++) {
      moreNanos[i] = nanos[place(i)];
      morePackets[i] = packets[place(i)];
      moreRates[i] = rates[place(i)];
    }
    nanos = moreNanos;
    packets = morePackets;
    rates = moreRates;
    first = 0;
  }

  private void insert(double rate) {
    if (samples == sorted.length) {
      sorted = Arrays.copyOf(sorted, 2 * samples);
    }
    int found = Arrays.binarySearch(sorted, 0, samples, rate);
    int place = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, place, sorted, place + 1, samples - place);
    sorted[place] = rate;
    samples++;
  }

  private void remove(double rate) {
    int place = Arrays.binarySearch(sorted, 0, samples, rate);
    samples--;
    System.arraycopy(sorted, place + 1, sorted, place, samples - place);
  }

  /** What is known by now. */
  Trend trend() {
    return new Trend(
        average(1_000_000_000L),
        average(10_000_000_000L),
        average(MINUTE_NANOS),
        percentile(50),
        percentile(95),
        percentile(99),
        percentile(100),
        past);
  }

  /** Over the last so many nanoseconds, or all that is known where that is less. */
  private double average(long span) {
    long end = nanos[newest()];
    long begin = end - nanos[first] <= span ? nanos[first] : end - span;
    return end == begin ? 0 : packetsSince(begin) * 1e9 / (end - begin);
  }

  /** How many packets came after a moment; an interval that it cuts had them evenly. */
  private double packetsSince(long moment) {
    int low = 0; // a mark not after it
    int high = marks; // one after it
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (nanos[place(middle)] - moment <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int at = place(low);
    if (high == marks) {
      return total - packets[at];
    }
    int next = place(high);
    double share = (double) (nanos[next] - moment) / (nanos[next] - nanos[at]);
    return total - packets[next] + share * (packets[next] - packets[at]);
  }

  /** The smallest sample that so many of a hundred do not exceed: the nearest rank. */
  private double percentile(int percent) {
    return samples == 0 ? 0 : sorted[(samples * percent + 99) / 100 - 1];
  }
}
