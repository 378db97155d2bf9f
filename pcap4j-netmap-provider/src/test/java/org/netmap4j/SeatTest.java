package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;

class SeatTest {
  @Test
  void onlyTheOwnerGetsInAndOnlyUntilTheEnd() throws Exception {
    Seat seat = new Seat(Thread.currentThread());
    assertTrue(seat.enter());
    seat.exit();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertFalse(other.submit(seat::enter).get(20, TimeUnit.SECONDS));
    }
    seat.end();
    assertFalse(seat.enter());
    seat.awaitLeft();
    assertFalse(new Seat(null).enter());
  }

  /** What a seat is for: who ended it may take away what the owner uses inside. */
  @Test
  void nobodyIsInsideAfterTheEnd() throws Exception {
    try (ExecutorService owners = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 500; round++) {
        boolean[] gone = new boolean[1];
        CountDownLatch running = new CountDownLatch(1);
        Seat[] seat = new Seat[1];
        Future<Integer> visits =
            owners.submit(() -> {
              Seat mine = new Seat(Thread.currentThread());
              seat[0] = mine;
              running.countDown();
              int count = 0;
              while (mine.enter()) {
                if (gone[0]) {
                  throw new AssertionError("inside after the end");
                }
                count++;
                mine.exit();
              }
              return count;
            });
        assertTrue(running.await(20, TimeUnit.SECONDS));
        for (int spins = round % 64 * 20; spins > 0; spins--) {
          Thread.onSpinWait();
        }
        seat[0].end();
        Seat.fence();
        seat[0].awaitLeft();
        gone[0] = true;
        assertTrue(visits.get(20, TimeUnit.SECONDS) >= 0);
      }
    }
  }

  @Test
  void aRingGoesFromThreadToThread() throws Exception {
    EmbeddedEngine engine = new EmbeddedEngine(new RegionLayout(8, 512, 16, 1280, 512, 2048));
    engine.addGenerator("gen", new GeneratorOptions(List.of(1L), 1, 64, System::nanoTime));
    try (NetmapPort port = Netmap.port("gen").engine(engine).open();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      TxRing ring = port.txRings().getFirst();
      Object turn = new Object();
      Future<?>[] users = new Future<?>[2];
      int[] sent = new int[1];
      for (int i = 0; i < users.length; i++) {
        users[i] =
            threads.submit(() -> {
              for (int k = 0; k < 20_000; k++) {
                synchronized (turn) {
                  int before = ring.head();
                  if (ring.inject(packet(1, 60))) {
                    sent[0]++;
                    assertEquals((before + 1) % ring.slots(), ring.head());
                  } else {
                    ring.port.txsync();
                  }
                }
              }
              return null;
            });
      }
      for (Future<?> user : users) {
        user.get(60, TimeUnit.SECONDS);
      }
      assertTrue(sent[0] > 1000, "sent " + sent[0]);
    }
  }
}
