package org.netmap4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.scripted.Seeds;

/** The busiest 5 ms, by hand and against a plain model. */
class BurstMeterTest {
  private static final long MICRO = 1000;

  private final BurstMeter meter = new BurstMeter();

  private void see(long micros, long packets) {
    meter.see(micros * MICRO, packets);
  }

  @Test
  void whatComesBetweenLooksOfTwoMillisecondsIsInAWindowOfThem() {
    for (int i = 0; i <= 250; i++) {
      see(2000L * i, i == 100 || i == 101 ? 40 : 0);
    }
    // 80 packets came after look 99 and up to look 101; before that nothing did
    assertEquals(new Burst(80, 5000), meter.take());
    assertEquals(Burst.NONE, meter.take(), "gone with the next reading");
    see(502_000, 0);
    assertEquals(Burst.NONE, meter.take());
  }

  @Test
  void aSteadyStreamHasItsOwnRate() {
    for (int i = 0; i <= 100; i++) {
      see(2000L * i, 20); // 10,000 a second
    }
    assertEquals(new Burst(60, 6000), meter.take(), "three steps of 2 ms are the fewest over 5 ms");
  }

  @Test
  void aLookThatCameLateMakesTheWindowLonger() {
    see(0, 0);
    see(40_000, 100);
    assertEquals(new Burst(100, 40_000), meter.take());
  }

  @Test
  void whoKnowsThatNothingCameSaysSo() {
    see(0, 0);
    meter.quietUntil(490_000 * MICRO);
    see(491_000, 30);
    see(492_500, 20);
    see(600_000, 0);
    assertEquals(new Burst(50, 5000), meter.take());
  }

  @Test
  void manyLooksInARowAreStretchesOfAMillisecond() {
    see(0, 0);
    for (int i = 1; i <= 1000; i++) {
      see(10L * i, 1); // 100,000 a second, each 10 us
    }
    Burst burst = meter.take();
    assertEquals(100_000.0, burst.packets() * 1_000_000.0 / burst.micros(), 200.0);
    assertEquals(5500.0, (double) burst.micros(), 600.0);
  }

  @Test
  void aBurstAcrossAReadingIsInTheSecondWhole() {
    see(0, 0);
    see(2000, 10);
    assertEquals(new Burst(10, 5000), meter.take());
    see(4000, 10);
    assertEquals(new Burst(20, 5000), meter.take());
  }

  @Test
  void theFirstLookOnlyBegins() {
    see(7000, 1_000_000);
    see(9000, 3);
    assertEquals(new Burst(3, 5000), meter.take());
  }

  @Test
  void aCounterOrAClockThatGoesBackIsNoBurst() {
    see(10_000, 0);
    see(12_000, -5);
    see(8_000, 4); // as if at the look before
    assertEquals(new Burst(4, 5000), meter.take());
    see(20_000, Long.MAX_VALUE);
    see(20_500, Long.MAX_VALUE);
    assertTrue(meter.take().packets() >= 0);
  }

  /** A stretch in which packets came. */
  private record Stretch(long from, long to, long packets) {}

  /** Every window that ends with a stretch, with stretches joined as the meter says. */
  private static Burst model(List<Stretch> looks) {
    List<Stretch> joined = new ArrayList<>();
    Burst best = Burst.NONE;
    double rate = 0;
    for (Stretch look : looks) {
      if (look.packets > 0) {
        if (!joined.isEmpty() && look.to - joined.getLast().from <= 1000) {
          Stretch last = joined.removeLast();
          joined.add(new Stretch(last.from, look.to, last.packets + look.packets));
        } else {
          joined.add(look);
        }
        long start = look.to - 5000;
        long packets = 0;
        for (Stretch each : joined) {
          if (each.to > look.to - 5000) {
            packets += each.packets;
            start = Math.min(start, each.from);
          }
        }
        double now = (double) packets / (look.to - start);
        if (now > rate) {
          rate = now;
          best = new Burst(packets, look.to - start);
        }
      }
    }
    return best;
  }

  @Test
  void agreesWithAPlainModel() {
    Random random = Seeds.random(BurstMeterTest.class);
    for (int run = 0; run < 500; run++) {
      BurstMeter tested = new BurstMeter();
      List<Stretch> looks = new ArrayList<>();
      long now = 0;
      long longest = 1L + random.nextInt(random.nextBoolean() ? 400 : 8000);
      tested.see(0, 0);
      for (int i = 0; i < 200; i++) {
        long from = now;
        if (random.nextInt(4) == 0) {
          from += random.nextInt(3000);
          tested.quietUntil(from * MICRO);
        }
        now = from + 1 + random.nextLong(longest);
        long packets = random.nextInt(3) == 0 ? random.nextInt(100) : 0;
        tested.see(now * MICRO, packets);
        looks.add(new Stretch(from, now, packets));
      }
      Burst burst = tested.take();
      Burst expected = model(looks);
      assertEquals(
          rate(expected), rate(burst), 1e-9, "run " + run + ": " + expected + " and " + burst);
    }
  }

  private static double rate(Burst burst) {
    return burst.micros() == 0 ? 0 : (double) burst.packets() / burst.micros();
  }
}
