package org.netmap4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
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
}
