package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.netmap4j.Poller.Interest;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.Cores;
import org.netmap4j.scripted.Descriptors;

class RingThreadsTest {
  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);

  private PortBuilder generator(int rings) throws NetmapException {
    return generator(engine, rings);
  }

  private static PortBuilder generator(EmbeddedEngine engine, int rings) throws NetmapException {
    long[] rates = {100_000, 1000, 500};
    engine.addGenerator("gen", GeneratorOptions.of(1, Arrays.copyOf(rates, rings)));
    return Netmap.port("gen").engine(engine);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void skip(NetmapPort port) throws NetmapException {
    port.rxRings().getFirst().skip();
  }

  @Test
  void eachRingHasItsThreadAndItsPort() throws Exception {
    List<String> before = Descriptors.open();
    AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(3);
    CountDownLatch calls = new CountDownLatch(30);
    AtomicIntegerArray perRing = new AtomicIntegerArray(3);
    Set<String> wrong = ConcurrentHashMap.newKeySet();
    try (RingThreads all =
        RingThreads.start(
            generator(3),
            (ring, port) -> {
              Thread last = threads.getAndSet(ring, Thread.currentThread());
              if (last != null && !last.equals(Thread.currentThread())) {
                wrong.add("two threads on ring " + ring);
              }
              if (port.rxRings().size() != 1 || port.rxRings().getFirst().id().index() != ring) {
                wrong.add(port + " for ring " + ring);
              }
              if (port.rxRings().getFirst().available() == 0) {
                wrong.add("nothing there on ring " + ring);
              }
              skip(port);
              if (perRing.incrementAndGet(ring) <= 10) {
                calls.countDown();
              }
            })) {
      assertEquals(3, all.rings());
      await(calls);
      assertTrue(all.failure().isEmpty());
    }
    assertEquals(Set.of(), wrong);
    for (int i = 0; i < 3; i++) {
      assertFalse(threads.get(i).isAlive(), "ring " + i);
      assertEquals("gen ring " + i, threads.get(i).getName());
    }
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  @Test
  void threadsArePinned() throws Exception {
    int core = Cores.allowed().length() - 1;
    BitSet ours = affinity();
    AtomicReferenceArray<BitSet> found = new AtomicReferenceArray<>(2);
    CountDownLatch calls = new CountDownLatch(2);
    try (RingThreads _ =
        RingThreads.start(
            generator(2),
            List.of(core, core),
            (ring, port) -> {
              skip(port);
              if (found.getAndSet(ring, affinity()) == null) {
                calls.countDown();
              }
            })) {
      await(calls);
    }
    BitSet one = new BitSet();
    one.set(core);
    assertEquals(one, found.get(0));
    assertEquals(one, found.get(1));
    assertEquals(ours, affinity(), "this thread stays as it was");
  }

  /** Cpus_allowed_list of this thread, as the system shows it. */
  private static BitSet affinity() {
    try {
      String list =
          Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
              .filter(line -> line.startsWith("Cpus_allowed_list:"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElseThrow();
      BitSet cores = new BitSet();
      for (String range : list.split(",", -1)) {
        String[] ends = range.split("-", 2);
        cores.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
      }
      return cores;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void coresThatAreNotOursAreRefusedBeforeAnythingIsOpened() throws Exception {
    PortBuilder builder = generator(2);
    for (int core : new int[] {-1, Cores.allowed().length(), 8191, 1_000_000}) {
      NetmapError.NoSuchCore error =
          refused(
              NetmapError.NoSuchCore.class,
              () -> RingThreads.start(builder, List.of(0, core), (_, _) -> {}));
      assertEquals(Cores.allowed().stream().boxed().toList(), error.have());
      refused(NetmapError.NoSuchCore.class, () -> Cores.pin(core));
    }
    assertEquals(
        "pin a thread to core 9: this process may not use it (may use: 0, 1)",
        new NetmapError.NoSuchCore(9, List.of(0, 1)).message());
    assertEquals(affinity(), Cores.allowed());
    assertEquals(List.of(), Descriptors.mapped());
  }

  @Test
  void eachRingNeedsACore() throws Exception {
    PortBuilder builder = generator(3);
    int core = Cores.allowed().nextSetBit(0);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> RingThreads.start(builder, List.of(core, core), (_, _) -> {}));
    assertEquals("gen has 3 rings, and 2 cores are given", thrown.getMessage());
    assertEquals(List.of(), Descriptors.mapped());
    refused(
        NetmapError.NoSuchPort.class,
        () -> RingThreads.start(Netmap.port("none9").engine(engine), (_, _) -> {}));
  }

  @Test
  void transmitRingsOfAValePortAreCalledWhenThereIsRoom() throws Exception {
    CountDownLatch rings = new CountDownLatch(2);
    AtomicIntegerArray sent = new AtomicIntegerArray(2);
    try (NetmapPort other = Netmap.port("vale0:other").engine(engine).open();
        RingThreads _ =
            RingThreads.start(
                Netmap.port("vale0:p").engine(engine).rings(2),
                Interest.TRANSMIT,
                List.of(),
                (ring, port) -> {
                  if (sent.getAndIncrement(ring) == 0) {
                    byte[] frame = packet(0xff, 60);
                    frame[59] = (byte) ring;
                    assertTrue(port.inject(frame));
                    port.txsync();
                    rings.countDown();
                  }
                })) {
      await(rings);
      BitSet came = new BitSet();
      while (came.cardinality() < 2 && other.awaitPackets(Duration.ofSeconds(20))) {
        other.dispatch(0, packet -> came.set(packet.u8(59)));
      }
      assertEquals(2, came.cardinality());
    }
  }

  @Test
  void theFirstFailureIsToldAndTheOthersGoOn() throws Exception {
    IllegalStateException failure = new IllegalStateException("no more");
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(10);
    RingThreads all =
        RingThreads.start(
            generator(2),
            (ring, port) -> {
              skip(port);
              if (ring == 0) {
                throw failure;
              }
              if (failed.getCount() == 0) {
                others.countDown();
              }
            });
    long end = System.nanoTime() + 20_000_000_000L;
    while (all.failure().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    failed.countDown();
    assertSame(failure, all.failure().orElseThrow());
    await(others);
    assertSame(failure, assertThrows(IllegalStateException.class, all::close).getCause());
    assertEquals(List.of(), Descriptors.mapped(), "all is closed nevertheless");
  }

  @Test
  void troubleOfAPortIsThrownAsItIs() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    RingThreads all =
        RingThreads.start(
            generator(1),
            (_, port) -> {
              called.countDown();
              port.close();
              skip(port);
            });
    await(called);
    long end = System.nanoTime() + 20_000_000_000L;
    while (all.failure().isEmpty() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    refused(NetmapError.Closed.class, all::close);
    refused(NetmapError.Closed.class, all::close);
  }

  @Test
  void closeWaitsForAHandlerAndNamesOneThatDoesNotReturn() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    RingThreads all =
        RingThreads.start(
            generator(1),
            (_, port) -> {
              skip(port);
              inside.countDown();
              await(letGo);
            });
    await(inside);
    NetmapError.WouldBlock error = refused(NetmapError.WouldBlock.class, all::close);
    assertEquals("gen ring 0", error.port());
    letGo.countDown();

    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    int[] done = new int[1];
    RingThreads patient =
        RingThreads.start(
            generator(new EmbeddedEngine(RegionLayout.SHARED), 1),
            (_, port) -> {
              second.countDown();
              await(go);
              skip(port); // still open
              done[0]++;
            });
    await(second);
    FutureTask<Void> close =
        new FutureTask<>(() -> {
          patient.close();
          return null;
        });
    Thread.ofPlatform().start(close);
    Thread.sleep(20);
    assertFalse(close.isDone());
    go.countDown();
    close.get(20, TimeUnit.SECONDS);
    assertEquals(1, done[0]);
  }

  @Test
  void aHandlerMayClose() throws Exception {
    RingThreads[] all = new RingThreads[1];
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    all[0] =
        RingThreads.start(
            generator(2),
            (ring, port) -> {
              await(started);
              skip(port);
              if (ring == 0) {
                all[0].close();
                closed.countDown();
              }
            });
    started.countDown();
    await(closed);
    assertTrue(all[0].failure().isEmpty());
  }
}
