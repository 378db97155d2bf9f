package org.netmap4j.top.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Poller;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/** What a port of our own is seen to do: one end of a pipe, whose other end sends. */
class WatchedPortTest {
  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private NetmapPort sender;
  private Poller poller;
  private WatchedPort watched;

  @BeforeEach
  void open() throws Exception {
    sender = Netmap.port("netmap:p{1").engine(engine).open();
    poller = new Poller();
    watched = new WatchedPort("p}1", Netmap.port("netmap:p}1").engine(engine).open(), poller);
  }

  @AfterEach
  void close() {
    watched.close();
    sender.close();
    poller.close();
  }

  private void send(int... sizes) throws Exception {
    for (int size : sizes) {
      assertTrue(sender.inject(new byte[size]));
    }
    sender.txsync();
  }

  /** As the source serves it. */
  private void serve() throws Exception {
    assertEquals(1, poller.await(Duration.ofSeconds(10)).size());
    watched.drain();
  }

  private RingReading received() {
    return watched.read(MachineWatch.none()).rings().stream()
        .filter(ring -> ring.direction() == Direction.RX)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sizesBatchesAndTheHighWaterMarkAreNoted() throws Exception {
    send(14, 64, 65, 127, 128, 255, 256, 511, 512, 1023, 1024, 1518, 1519, 2000);
    serve();
    send(60);
    serve();
    RingReading ring = received();
    RingActivity activity = ring.activity();
    assertEquals(List.of(3L, 2L, 2L, 2L, 2L, 2L, 2L), activity.sizes());
    assertEquals(List.of(1L, 0L, 0L, 1L), activity.batches(), "one of 14 and one of 1");
    assertEquals(14, activity.highWater());
    assertTrue(activity.burst().packets() >= 14, "the second may be late");
    assertEquals(0, activity.fullLooks());
    assertEquals(15, ring.packets());
    RingActivity later = received().activity();
    assertEquals(0, later.highWater());
    assertEquals(RingActivity.Burst.NONE, later.burst());
    assertEquals(activity.sizes(), later.sizes(), "counts run on");
  }

  @Test
  void whatComesWithTheReadingItselfIsInIt() throws Exception {
    send(100, 100, 100);
    RingReading ring = received();
    assertEquals(3, ring.used());
    assertEquals(3, ring.packets());
    assertEquals(3, ring.activity().highWater());
    assertEquals(3, ring.activity().burst().packets());
    assertEquals(0, received().used(), "it was given back");
  }

  @Test
  void aFullRingIsNoted() throws Exception {
    while (sender.inject(new byte[60])) {
      // until there is no more room
    }
    sender.txsync();
    serve();
    RingReading ring = received();
    assertEquals(1, ring.activity().fullLooks());
    assertEquals(ring.slots() - 1, ring.activity().highWater());
    assertEquals(0, ring.activity().stalls(), "we read it");
  }

  /** A quarter of a second without packets, a burst, and the rest of a second without. */
  @Test
  void aBurstHasItsOwnRateHoweverLongNothingCameBefore() throws Exception {
    watched.read(MachineWatch.none());
    Thread.sleep(250);
    long quiet = System.nanoTime();
    watched.quietUntil(quiet);
    for (int i = 0; i < 200; i++) {
      assertTrue(sender.inject(new byte[60]));
    }
    sender.txsync();
    serve();
    long micros = (System.nanoTime() - quiet) / 1000;
    RingActivity.Burst burst = received().activity().burst();
    assertEquals(200, burst.packets());
    assertTrue(burst.micros() >= RingActivity.BURST_MICROS, burst.toString());
    assertTrue(
        burst.micros() <= Math.max(micros, RingActivity.BURST_MICROS),
        "not since the last packet, but since it was quiet");
  }
}
