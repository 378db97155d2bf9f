package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** The sender at a rate and the counting sink. */
class PacedTest {
  private static final int SLOTS = 16;

  private NetmapPort port;
  private ScriptedPort script;

  /** What left the ring. */
  private final List<byte[]> sent = new ArrayList<>();

  private int at;

  @BeforeEach
  void open() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, 2048);
    port = Ports.open(engine);
    script = engine.last();
    RawRing tx = script.tx(0);
    script.onTxsync(() -> {
      while (at != tx.head()) {
        sent.add(tx.get(at));
        at = (at + 1) % SLOTS;
      }
      tx.tail((at + SLOTS - 1) % SLOTS);
    });
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void framesAreSentInTurn() throws NetmapException {
    PacedSender sender =
        new PacedSender(port, List.of(packet(1, 60), packet(2, 70), packet(3, 80)))
            .burst(7)
            .count(100);
    assertEquals(100, sender.run());
    assertEquals(100, sent.size());
    for (int i = 0; i < 100; i++) {
      assertEquals(1 + i % 3, sent.get(i)[0]);
    }
    assertEquals(34 * 60 + 33 * 70 + 33 * 80, sender.bytes());
    assertEquals(0, sender.count(0).run());
    assertEquals(0, sender.packets());
  }

  @Test
  void theRateIsKept() throws NetmapException {
    long start = System.nanoTime();
    new PacedSender(port, List.of(packet(1, 60))).burst(10).rate(1000).count(200).run();
    assertTrue(System.nanoTime() - start > 185_000_000L, "200 packets at 1000 a second");
    assertEquals(200, sent.size());
    assertTrue(script.txsyncs() >= 20, "a sync for each burst");
  }

  @Test
  void aSenderThatFindsNoRoomCanBeStopped() throws Exception {
    script.onTxsync(() -> {});
    PacedSender sender = new PacedSender(port, List.of(packet(1, 60)));
    FutureTask<Long> run = new FutureTask<>(sender::run);
    Thread.ofPlatform().start(run);
    while (sender.packets() < SLOTS - 1) {
      Thread.onSpinWait();
    }
    sender.stop();
    assertEquals(SLOTS - 1, run.get(20, TimeUnit.SECONDS));
  }

  @Test
  void theSinkCountsUntilItHasEnough() throws NetmapException {
    int[] round = {0};
    script.onRxsync(() -> {
      if (script.rx(0).head() == script.rx(0).tail() && round[0]++ < 10) {
        script.arrive(0, packet(1, 60), packet(2, 100), packet(3, 60));
      }
    });
    CountingSink sink = new CountingSink(port);
    assertEquals(4, sink.count(4).run());
    assertEquals(60 + 100 + 60 + 60, sink.bytes());
    assertEquals(26, sink.count(1000).idle(Duration.ofMillis(20)).run());
    assertEquals("14,14,14", script.rx(0).indices(), "all were given back");
  }

  @Test
  void aSinkCanBeStopped() throws Exception {
    CountingSink sink = new CountingSink(port);
    FutureTask<Long> run = new FutureTask<>(sink::run);
    Thread.ofPlatform().start(run);
    while (script.rxsyncs() == 0) {
      Thread.onSpinWait();
    }
    sink.stop();
    assertEquals(0, run.get(20, TimeUnit.SECONDS));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PacedSender(port, List.of()));
    PacedSender sender = new PacedSender(port, List.of(packet(1, 100_000)));
    assertThrows(IllegalArgumentException.class, () -> sender.rate(-1));
    assertThrows(IllegalArgumentException.class, () -> sender.rate(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> sender.burst(0));
    assertThrows(IllegalArgumentException.class, () -> sender.count(-1));
    refused(NetmapError.PacketTooLarge.class, sender::run);
    CountingSink sink = new CountingSink(port);
    assertThrows(IllegalArgumentException.class, () -> sink.count(-1));
    assertThrows(IllegalArgumentException.class, () -> sink.idle(Duration.ofMillis(-1)));
    port.close();
    refused(NetmapError.Closed.class, sink::run);
  }
}
