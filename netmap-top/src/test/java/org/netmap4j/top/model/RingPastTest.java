package org.netmap4j.top.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Averages and percentiles, by hand and against a plain model. */
class RingPastTest {
  private static final long SECOND = 1_000_000_000L;

  /** Adds a sample; the rate is over {@code seconds}. */
  private static void add(RingPast past, double at, long packets, double seconds) {
    past.add((long) (at * SECOND), packets, packets / seconds);
  }

  @Test
  void nothingIsKnownOfTheFirstMoment() {
    RingPast past = new RingPast(5 * SECOND);
    assertEquals(Trend.NONE, past.trend());
    past.add(5 * SECOND, 0, 0);
    assertEquals(Trend.NONE, past.trend(), "no time has passed: no sample");
  }

  @Test
  void averagesAreOverTheTimeThatTheyNameOrThatIsKnown() {
    RingPast past = new RingPast(0);
    add(past, 0.5, 100, 0.5);
    assertEquals(200, past.trend().seconds1());
    assertEquals(200, past.trend().seconds60());
    for (int i = 2; i <= 40; i++) {
      add(past, i * 0.5, 0, 0.5); // idle up to second 20
    }
    Trend idle = past.trend();
    assertEquals(0, idle.seconds1());
    assertEquals(0, idle.seconds10());
    assertEquals(100 / 20.0, idle.seconds60(), 1e-9, "idle time counts");
    add(past, 23, 300, 3);
    Trend late = past.trend();
    assertEquals(100, late.seconds1(), 1e-9, "a third of an interval of three seconds");
    assertEquals(30, late.seconds10(), 1e-9);
    assertEquals(400 / 23.0, late.seconds60(), 1e-9);
  }

  @Test
  void percentilesAreOfTheSamplesOfTheLastMinute() {
    RingPast past = new RingPast(0);
    List<Integer> rates = IntStream.rangeClosed(1, 100).boxed().collect(Collectors.toList());
    java.util.Collections.shuffle(rates, new Random(1));
    for (int i = 0; i < 100; i++) {
      add(past, (i + 1) * 0.5, rates.get(i), 1);
    }
    Trend trend = past.trend();
    assertEquals(50, trend.p50());
    assertEquals(95, trend.p95());
    assertEquals(99, trend.p99());
    assertEquals(100, trend.max());
    for (int i = 100; i < 220; i++) {
      add(past, (i + 1) * 0.5, 7, 1);
    }
    assertEquals(7, past.trend().max(), "what is a minute old is forgotten");
    assertEquals(7, past.trend().p50());
  }

  @Test
  void oneSampleIsEveryPercentile() {
    RingPast past = new RingPast(0);
    add(past, 1, 9, 1);
    assertEquals(new Trend(9, 9, 9, 9, 9, 9, 9, List.of(9.0)), past.trend());
  }

  @Test
  void thePastIsBounded() {
    RingPast past = new RingPast(0);
    for (int i = 1; i <= 10_000; i++) {
      past.add(i * 5_000_000L, 5, i); // 200 a second: more than can be asked for
    }
    Trend trend = past.trend();
    assertEquals(History.LENGTH, trend.past().size());
    assertEquals(10_000, trend.past().getLast());
    assertEquals(10_000 - History.LENGTH + 1, trend.past().getFirst());
    assertEquals(1000, trend.seconds60(), 1e-6);
    assertEquals(10_000, trend.max());
  }

  @Test
  void agreesWithAPlainModel() {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    Random random = new Random(seed);
    RingPast past = new RingPast(0);
    List<long[]> samples = new ArrayList<>(); // from, to, packets
    List<Double> rates = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      long from = now;
      now += 1 + random.nextLong(random.nextInt(20) == 0 ? 20 * SECOND : SECOND / 4);
      long packets = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000);
      double rate = packets * 1e9 / (now - from);
      past.add(now, packets, rate);
      samples.add(new long[] {from, now, packets});
      rates.add(rate);
      Trend trend = past.trend();
      String where = "sample " + i + ", seed " + seed;
      assertClose(average(samples, now, 1), trend.seconds1(), where);
      assertClose(average(samples, now, 10), trend.seconds10(), where);
      assertClose(average(samples, now, 60), trend.seconds60(), where);
      List<Double> minute = new ArrayList<>();
      for (int k = 0; k < samples.size(); k++) {
        if (now - samples.get(k)[1] < 60 * SECOND) {
          minute.add(rates.get(k));
        }
      }
      minute.sort(null);
      assertEquals(rank(minute, 0.5), trend.p50(), where);
      assertEquals(rank(minute, 0.95), trend.p95(), where);
      assertEquals(rank(minute, 0.99), trend.p99(), where);
      assertEquals(minute.getLast(), trend.max(), where);
    }
  }

  private static void assertClose(double expected, double actual, String where) {
    assertEquals(expected, actual, 1e-6 * Math.max(1, expected), where);
  }

  private static double rank(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size() - 1e-9) - 1);
  }

  private static double average(List<long[]> samples, long now, int seconds) {
    long begin = Math.max(0, now - seconds * SECOND);
    double sum = 0;
    for (long[] sample : samples) {
      long in = sample[1] - Math.max(begin, sample[0]);
      sum += in <= 0 ? 0 : (double) sample[2] * in / (sample[1] - sample[0]);
    }
    return sum * 1e9 / (now - begin);
  }
}
