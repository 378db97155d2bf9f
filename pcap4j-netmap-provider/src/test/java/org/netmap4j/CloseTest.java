package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.Seeds;

/** After close every call throws and none faults, whoever closes, and whenever. */
class CloseTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final RegionLayout SMALL = new RegionLayout(8, 512, 16, 1280, 512, 2048);

  private static ScriptedEngine engine() {
    return new ScriptedEngine(1, 1, 8, 2048);
  }

  /** As the module can hold it up while a link is down. */
  @Test
  void closeDoesNotWaitForASystemThatDoesNotLetGo() throws Exception {
    ScriptedEngine engine = engine();
    NetmapPort port = Ports.open(engine);
    CountDownLatch letGo = new CountDownLatch(1);
    engine
        .last()
        .onClose(() -> {
          try {
            assertTrue(letGo.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertFalse(port.awaitPackets(Duration.ofMillis(1)));
    long start = System.nanoTime();
    port.close();
    assertTrue(System.nanoTime() - start < 10_000_000_000L);
    refused(NetmapError.Closed.class, port::rxsync);
    letGo.countDown();
    for (int i = 0; i < 1000 && engine.last().openWatches() > 0; i++) {
      Thread.sleep(10);
    }
    assertEquals(1, engine.last().closes());
  }

  @Test
  void everyCallOnAClosedPortThrows() throws NetmapException {
    ScriptedEngine engine = engine();
    NetmapPort port = Netmap.port("vale0:p").engine(engine).extraBuffers(2).open();
    RxRing rx = port.rxRings().getFirst();
    TxRing tx = port.txRings().getFirst();
    engine.last().arrive(0, packet(1, 60));
    HeldPacket held = port.extraBuffers().orElseThrow().hold(rx);
    assertNotNull(held);
    port.close();
    port.close();
    List<Executable> calls =
        List.of(
            port::rxsync,
            port::txsync,
            port::nextPacket,
            port::exhausted,
            port::trouble,
            () -> port.dispatch(0, p -> {}),
            () -> port.inject(packet(1, 60)),
            () -> port.flush(LONG),
            () -> port.awaitPackets(LONG),
            () -> port.awaitRoom(LONG),
            () -> port.counters(new RingId(RingKind.RX, 0)),
            rx::available,
            rx::skip,
            () -> rx.receive(0, batch -> {}),
            tx::space,
            tx::pending,
            () -> tx.inject(packet(1, 60)),
            () -> tx.inject(packet(1, 5000)),
            () -> tx.inject(MemorySegment.ofArray(packet(1, 60))),
            () -> new Forward(rx, tx).move(0),
            () -> new Forward(rx, tx).moveIf(0, p -> true),
            () -> port.extraBuffers().orElseThrow().hold(rx),
            () -> held.send(tx),
            held::bytes);
    for (Executable call : calls) {
      assertEquals("vale0:p", refused(NetmapError.Closed.class, call).port());
    }
    held.release();
    port.wake();
    assertTrue(port.toString().endsWith(", closed"), port.toString());
    assertEquals("vale0:p rx 0: closed", rx.toString());
    assertEquals("vale0:p", port.name());
  }

  @Test
  void whatIsReadAfterCloseThrows() throws NetmapException {
    ScriptedEngine engine = engine();
    NetmapPort port = Ports.open(engine);
    engine.last().arrive(0, packet(1, 60));
    Packet packet = port.nextPacket();
    assertNotNull(packet);
    MemorySegment segment = packet.segment();
    port.close();
    assertThrows(IllegalStateException.class, () -> packet.u8(0));
    assertThrows(IllegalStateException.class, packet::bytes);
    assertThrows(
        IllegalStateException.class, () -> segment.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
    RxRing ring = port.rxRings().getFirst();
    assertThrows(IllegalStateException.class, ring::tail);
  }

  @Test
  void closedInsideAHandlerThePortEndsAfterIt() throws NetmapException {
    ScriptedEngine engine = engine();
    NetmapPort port = Ports.open(engine);
    engine.last().arrive(0, packet(7, 60));
    port.dispatch(
        0,
        p -> {
          port.close();
          assertEquals(0, engine.last().closes(), "not under the handler");
          assertEquals(7, p.u8(59));
        });
    assertEquals(1, engine.last().closes());
    refused(NetmapError.Closed.class, () -> port.dispatch(0, p -> {}));

    NetmapPort other = Ports.open(engine);
    engine.last().arrive(0, packet(7, 60));
    other
        .rxRings()
        .getFirst()
        .receive(
            0,
            batch -> {
              other.close();
              assertEquals(7, batch.u8(0, 59));
            });
    assertEquals(1, engine.last().closes());
  }

  @Test
  void closedByAnotherThePortEndsWhenTheHandlerReturns() throws Exception {
    ScriptedEngine engine = engine();
    NetmapPort port = Ports.open(engine);
    engine.last().arrive(0, packet(7, 60));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> given =
          threads.submit(() ->
              port.dispatch(
                  0,
                  p -> {
                    inside.countDown();
                    await(closed);
                    assertEquals(7, p.u8(59));
                  }));
      await(inside);
      port.close();
      assertEquals(0, engine.last().closes());
      assertTrue(port.toString().endsWith("closed"));
      closed.countDown();
      assertEquals(1, given.get(20, TimeUnit.SECONDS));
    }
    assertEquals(1, engine.last().closes());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theGateOpensOnceAndTellsTheLast() {
    UseGate gate = new UseGate();
    assertTrue(gate.enter());
    assertTrue(gate.enter());
    assertFalse(gate.exit());
    assertFalse(gate.close(), "somebody is in");
    assertFalse(gate.close());
    assertTrue(gate.closed());
    assertFalse(gate.enter());
    assertTrue(gate.exit(), "the last");
    UseGate empty = new UseGate();
    assertFalse(empty.closed());
    assertTrue(empty.close());
    assertFalse(empty.close());
  }

  @Test
  void exactlyOneEndsAGate() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 200; round++) {
        UseGate gate = new UseGate();
        List<Future<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          ends.add(
              threads.submit(() -> {
                int last = 0;
                while (gate.enter()) {
                  last += gate.exit() ? 1 : 0;
                }
                return last;
              }));
        }
        ends.add(threads.submit(() -> gate.close() ? 1 : 0));
        int sum = 0;
        for (Future<Integer> end : ends) {
          sum += end.get();
        }
        assertEquals(1, sum);
      }
    }
  }

  /** One thread uses a port in one way, another closes it at some moment: Closed, and no fault. */
  @Test
  void closeWhileInUse() throws Exception {
    Random random = Seeds.random(CloseTest.class);
    List<String> before = Descriptors.open();
    int threadsBefore = Thread.activeCount();
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 400; round++) {
        engine.addGenerator(
            "gen", new GeneratorOptions(List.of(1_000_000L), round, 64, System::nanoTime));
        NetmapPort port = Netmap.port("gen").engine(engine).extraBuffers(8).open();
        Use use = Use.values()[round % Use.values().length];
        CountDownLatch running = new CountDownLatch(1);
        Future<?> user = threads.submit(() -> use(use, port, running));
        await(running);
        long until = System.nanoTime() + random.nextInt(300_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        port.close();
        user.get(20, TimeUnit.SECONDS);
        assertTrue(port.isClosed());
      }
    }
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
    assertTrue(Thread.activeCount() <= threadsBefore + 2, "no thread is left");
  }

  /** Two threads inject into one ring, which they may not, while it is closed: still no fault. */
  @Test
  void closeWhileTwoInject() throws Exception {
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 300; round++) {
        engine.addGenerator(
            "gen", new GeneratorOptions(List.of(1_000_000L), round, 64, System::nanoTime));
        NetmapPort port = Netmap.port("gen").engine(engine).open();
        CountDownLatch running = new CountDownLatch(2);
        List<Future<?>> users = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          users.add(
              threads.submit(() -> {
                byte[] packet = packet(1, 60);
                try {
                  for (int sent = 0; ; sent++) {
                    if (!port.inject(packet)) {
                      port.txsync();
                    }
                    if (sent == 200) {
                      running.countDown();
                    }
                  }
                } catch (NetmapException e) {
                  assertTrue(e.error() instanceof NetmapError.Closed, e.toString());
                } finally {
                  running.countDown();
                }
              }));
        }
        await(running);
        port.close();
        for (Future<?> user : users) {
          user.get(20, TimeUnit.SECONDS);
        }
      }
    }
    assertEquals(List.of(), Descriptors.mapped());
  }

  private enum Use {
    DISPATCH,
    RECEIVE,
    NEXT,
    INJECT,
    AWAIT,
    AWAIT_ROOM,
    LOOK,
    FLUSH,
    FORWARD,
    FORWARD_IF,
    HOLD
  }

  private static void use(Use use, NetmapPort port, CountDownLatch running) {
    try {
      for (int i = 0; ; i++) {
        once(use, port);
        if (i == 3) {
          running.countDown();
        }
      }
    } catch (NetmapException e) {
      assertTrue(e.error() instanceof NetmapError.Closed, use + ": " + e);
    } catch (IllegalStateException e) {
      // memory that ended between a ring's check and its access: a throw, not a fault
      assertTrue(use != Use.DISPATCH && use != Use.RECEIVE, use + ": " + e);
    } finally {
      running.countDown();
    }
  }

  private static void once(Use use, NetmapPort port) throws NetmapException {
    switch (use) {
      case DISPATCH -> {
        port.rxsync();
        port.dispatch(0, p -> p.u8(p.length() - 1));
      }
      case RECEIVE -> {
        port.rxsync();
        port.rxRings().getFirst().receive(0, batch -> batch.bytes(batch.size() - 1));
      }
      case NEXT -> {
        port.rxsync();
        Packet packet = port.nextPacket();
        if (packet != null) {
          packet.bytes();
        }
      }
      case INJECT -> {
        if (!port.inject(packet(1, 60))) {
          port.txsync();
        }
      }
      case AWAIT -> {
        port.awaitPackets(LONG);
        port.rxRings().getFirst().skip();
      }
      case AWAIT_ROOM -> {
        port.awaitRoom(LONG);
        port.inject(packet(1, 60));
      }
      case LOOK -> {
        port.rxRings().getFirst().available();
        port.txRings().getFirst().pending();
        assertNotNull(port.rxRings().getFirst().id().toString());
      }
      case FLUSH -> {
        port.inject(packet(1, 60));
        port.flush(LONG);
      }
      case FORWARD, FORWARD_IF -> {
        port.rxsync();
        Forward forward = new Forward(port.rxRings().getFirst(), port.txRings().getFirst());
        if (use == Use.FORWARD) {
          forward.move(0);
        } else {
          forward.moveIf(0, packet -> packet.bytes().length > 0);
        }
        port.txsync();
      }
      case HOLD -> {
        port.rxsync();
        HeldPacket held = port.extraBuffers().orElseThrow().hold(port.rxRings().getFirst());
        if (held != null && (held.bytes().length == 0 || !held.send(port.txRings().getFirst()))) {
          held.release();
        }
        port.txsync();
      }
    }
  }

  @Test
  void closeEndsAWait() throws Exception {
    List<String> before = Descriptors.open();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 50; round++) {
        ScriptedEngine engine = engine();
        NetmapPort port = Ports.open(engine);
        CountDownLatch waiting = new CountDownLatch(1);
        engine.last().onRxsync(waiting::countDown);
        Future<Boolean> wait = threads.submit(() -> port.awaitPackets(LONG));
        await(waiting);
        port.close();
        NetmapException thrown =
            assertThrows(
                NetmapException.class,
                () -> {
                  try {
                    wait.get(20, TimeUnit.SECONDS);
                  } catch (java.util.concurrent.ExecutionException e) {
                    throw e.getCause();
                  }
                });
        assertEquals(new NetmapError.Closed("vale0:p"), thrown.error(), "not the poller's");
        assertEquals(1, engine.last().closes());
      }
    }
    assertEquals(before, Descriptors.open());
  }

  @Test
  void closingOneOfTwoPortsOnTheSameRingsLeavesTheOther() throws NetmapException {
    EmbeddedEngine engine = new EmbeddedEngine(SMALL);
    engine.addGenerator("gen", new GeneratorOptions(List.of(1_000_000L), 1, 64, System::nanoTime));
    NetmapPort first = Netmap.port("gen").engine(engine).open();
    NetmapPort second = Netmap.port("gen").engine(engine).open();
    first.close();
    assertTrue(second.awaitPackets(LONG));
    assertTrue(second.inject(packet(1, 60)));
    second.flush(LONG);
    assertEquals(1, second.counters(new RingId(RingKind.TX, 0)).orElseThrow().packets());
    second.close();
    assertEquals(List.of(), Descriptors.mapped());
  }

  @Test
  void aPortCanBeClosedWhileItIsSetOnPollers() throws NetmapException {
    try (Poller poller = new Poller()) {
      ScriptedEngine engine = engine();
      NetmapPort port = Ports.open(engine);
      poller.set(port, Set.of(Poller.Interest.RECEIVE));
      port.close();
      refused(NetmapError.Closed.class, () -> poller.set(port, Set.of(Poller.Interest.TRANSMIT)));
      assertEquals(List.of(), poller.await(Duration.ZERO));
      assertEquals(1, engine.last().closes());
    }
  }
}
