package org.netmap4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.scripted.Seeds;

/** Counting by indices, at every place where a ring goes round. */
class RingObserverTest {
  private static final RingId RX = new RingId(RingKind.RX, 0);
  private static final RingId TX = new RingId(RingKind.TX, 0);
  private static final long NOW = 0;

  private static void assertMoved(long slots, int highWater, Movement seen) {
    assertEquals(slots, seen.slots());
    assertEquals(highWater, seen.highWater());
    assertTrue(seen.countable());
  }

  @Test
  void everyStepOfUpToHalfARingIsCounted() {
    for (int slots : new int[] {2, 3, 8, 100}) {
      for (int from = 0; from < slots; from++) {
        for (int step = 0; step <= slots / 2; step++) {
          RingObserver observer = new RingObserver(RX, slots);
          observer.see(0, from, NOW);
          observer.see(0, (from + step) % slots, NOW);
          Movement seen = observer.take();
          assertEquals(step, seen.slots(), slots + " slots from " + from);
          assertTrue(seen.countable(), slots + " slots, " + step);
        }
      }
    }
  }

  @Test
  void moreThanHalfARingIsSaidNotToBeACount() {
    RingObserver observer = new RingObserver(TX, 8);
    observer.see(6, 5, NOW);
    observer.see(3, 2, NOW);
    assertFalse(observer.take().countable());
    observer.see(4, 2, NOW);
    assertTrue(observer.take().countable(), "the next interval begins anew");
  }

  @Test
  void transmitRingsCountWhatIsQueuedAndReceiveRingsWhatComes() {
    RingObserver tx = new RingObserver(TX, 8);
    tx.see(0, 7, NOW);
    tx.see(3, 7, NOW);
    tx.see(3, 2, NOW);
    assertMoved(3, 3, tx.take());
    RingObserver rx = new RingObserver(RX, 8);
    rx.see(0, 0, NOW);
    rx.see(0, 3, NOW);
    rx.see(3, 3, NOW);
    assertMoved(3, 3, rx.take());
  }

  @Test
  void indicesThatAreNoSlotsArePassedOver() {
    RingObserver observer = new RingObserver(RX, 8);
    observer.see(0, 2, NOW);
    for (int wrong : new int[] {-1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      observer.see(0, wrong, NOW);
      observer.see(wrong, 2, NOW);
    }
    observer.see(0, 4, NOW);
    assertMoved(2, 4, observer.take());
    assertThrows(IllegalArgumentException.class, () -> new RingObserver(RX, 0));
  }

  /** As long as nobody looks too late, the sum is right, however the steps fall. */
  @Test
  void sumsAreRightAsLongAsTheyAreCountable() {
    Random random = Seeds.random(RingObserverTest.class);
    for (int run = 0; run < 200; run++) {
      int slots = 2 + random.nextInt(300);
      RingObserver observer = new RingObserver(RX, slots);
      observer.see(0, 0, NOW);
      long sum = 0;
      for (int i = 0; i < 200; i++) {
        sum += random.nextInt(slots / 2 + 1);
        observer.see(0, (int) (sum % slots), NOW);
      }
      Movement seen = observer.take();
      assertEquals(sum, seen.slots());
      assertTrue(seen.countable());
    }
  }

  @Test
  void stepsAreCountedByPowersOfTwo() {
    RingObserver observer = new RingObserver(RX, 1024);
    int tail = 0;
    observer.see(0, 0, NOW);
    for (int step : new int[] {1, 1, 3, 4, 7, 0, 8, 300}) {
      tail += step;
      observer.see(0, tail, NOW);
    }
    Movement seen = observer.take();
    assertEquals(List.of(2L, 1L, 2L, 1L, 0L, 0L, 0L, 0L, 1L), seen.batches());
    assertEquals(9, seen.looks());
    assertEquals(seen.batches(), observer.take().batches(), "counts run on");
  }

  @Test
  void aStallIsCountedOnceHoweverLongItLasts() {
    RingObserver observer = new RingObserver(RX, 8);
    observer.see(0, 0, NOW);
    observer.see(0, 7, NOW);
    assertEquals(0, observer.take().stalls(), "full, but the owner may be about to read");
    for (int i = 0; i < 5; i++) {
      observer.see(0, 7, NOW);
    }
    observer.see(3, 7, NOW);
    observer.see(3, 2, NOW); // full again
    observer.see(4, 3, NOW); // and full, but the owner reads
    Movement first = observer.take();
    assertEquals(1, first.stalls());
    assertEquals(8, first.fullLooks());
    observer.see(4, 3, NOW);
    observer.see(4, 3, NOW);
    assertEquals(2, observer.take().stalls());
  }

  @Test
  void aTransmitRingStallsWhenNothingIsSent() {
    RingObserver observer = new RingObserver(TX, 8);
    observer.see(0, 7, NOW);
    observer.see(7, 7, NOW);
    observer.see(7, 7, NOW);
    observer.see(7, 2, NOW);
    Movement seen = observer.take();
    assertEquals(1, seen.stalls());
    assertEquals(2, seen.fullLooks());
    assertEquals(7, seen.highWater());
  }

  @Test
  void theHighWaterMarkIsOfTheTimeSinceTheLastReading() {
    RingObserver observer = new RingObserver(RX, 8);
    observer.see(0, 0, NOW);
    observer.see(0, 6, NOW);
    observer.see(5, 6, NOW);
    assertEquals(6, observer.take().highWater());
    observer.see(5, 7, NOW);
    assertEquals(2, observer.take().highWater());
  }

  @Test
  void burstsAreOfPacketsWhereTheyAreCountedElseOfSlots() {
    RingObserver slots = new RingObserver(RX, 64);
    RingObserver packets = new RingObserver(RX, 64);
    for (int i = 0; i <= 3; i++) {
      slots.see(0, 8 * i, i * 2_000_000L);
      packets.see(0, 8 * i, i * 2_000_000L, 1_000_000 + 100L * i);
    }
    assertEquals(new Burst(24, 6000), slots.take().burst());
    assertEquals(new Burst(300, 6000), packets.take().burst());
    packets.see(0, 25, 8_000_000, 5); // a counter that began anew
    assertEquals(Burst.NONE, packets.take().burst());
    packets.see(0, 26, 10_000_000, 7);
    assertEquals(new Burst(102, 6000), packets.take().burst(), "with what came from 4 ms on");
  }

  /** Everything that is counted, worked out again from all that was seen. */
  @Test
  void agreesWithAPlainModel() {
    Random random = Seeds.random(RingObserverTest.class);
    for (int run = 0; run < 300; run++) {
      boolean receives = random.nextBoolean();
      int slots = 1 + random.nextInt(40);
      RingObserver observer = new RingObserver(receives ? RX : TX, slots);
      List<int[]> seen = new ArrayList<>();
      int head = random.nextInt(slots);
      int tail = random.nextInt(slots);
      for (int i = 0; i < 100; i++) {
        int users = Math.floorMod(tail - head, slots);
        int others = slots - 1 - users;
        head = (head + (random.nextInt(3) == 0 ? random.nextInt(users + 1) : 0)) % slots;
        tail = (tail + (random.nextBoolean() ? others : random.nextInt(others + 1))) % slots;
        seen.add(new int[] {head, tail});
        observer.see(head, tail, NOW);
      }
      check(observer.take(), seen, slots, receives);
    }
  }

  private static void check(Movement movement, List<int[]> seen, int slots, boolean receives) {
    long moved = 0;
    long full = 0;
    long stalls = 0;
    int highWater = 0;
    Map<Integer, Long> batches = new TreeMap<>();
    boolean inStall = false;
    for (int i = 0; i < seen.size(); i++) {
      int users = Math.floorMod(seen.get(i)[1] - seen.get(i)[0], slots);
      int used = receives ? users : slots - 1 - users;
      highWater = Math.max(highWater, used);
      boolean isFull = slots > 1 && used == slots - 1;
      full += isFull ? 1 : 0;
      if (i > 0) {
        int index = receives ? 1 : 0;
        int step = Math.floorMod(seen.get(i)[index] - seen.get(i - 1)[index], slots);
        moved += step;
        if (step > 0) {
          batches.merge((int) (Math.log(step) / Math.log(2) + 1e-9), 1L, Long::sum);
        }
        int[] before = seen.get(i - 1);
        int usersBefore = Math.floorMod(before[1] - before[0], slots);
        boolean wasFull =
            slots > 1 && (receives ? usersBefore : slots - 1 - usersBefore) == slots - 1;
        boolean stall = isFull && wasFull && before[0] == seen.get(i)[0];
        stalls += stall && !inStall ? 1 : 0;
        inStall = stall;
      }
    }
    assertEquals(moved, movement.slots());
    assertEquals(seen.size(), movement.looks());
    assertEquals(full, movement.fullLooks());
    assertEquals(stalls, movement.stalls());
    assertEquals(highWater, movement.highWater());
    for (int i = 0; i < movement.batches().size(); i++) {
      assertEquals(batches.getOrDefault(i, 0L), movement.batches().get(i), "steps of 2^" + i);
    }
    assertEquals(
        batches.values().stream().mapToLong(Long::longValue).sum(),
        movement.batches().stream().mapToLong(Long::longValue).sum());
  }
}
