package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.Cores;

class RingThreadsTest {
  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);

  @BeforeEach
  void generator() throws NetmapException {
    engine.addGenerator("gen", GeneratorOptions.of(3, 2000L, 2000L, 2000L));
  }

  private RingThreads start(List<Integer> cores, RingThreads.Work work) throws NetmapException {
    return RingThreads.start("netmap:gen", builder -> builder.engine(engine), cores, work);
  }

  @Test
  void eachRingHasItsThreadOnItsCore() throws Exception {
    List<Integer> allowed = Cores.allowed();
    Map<Integer, Long> counts = new ConcurrentHashMap<>();
    Map<Integer, List<Integer>> cores = new ConcurrentHashMap<>();
    RingThreads threads =
        start(
            allowed,
            port -> {
              int ring = port.rxRings().getFirst().id().index();
              cores.put(ring, Cores.allowed());
              assertEquals(1, port.rxRings().size());
              while (counts.getOrDefault(ring, 0L) < 50) {
                port.awaitPackets(Duration.ofSeconds(1));
                counts.merge(ring, (long) port.rxRings().getFirst().skip(), Long::sum);
              }
            });
    assertEquals(3, threads.ports().size());
    assertTrue(threads.await(Duration.ofSeconds(20)));
    threads.close();
    assertEquals(java.util.Set.of(0, 1, 2), counts.keySet());
    for (int ring = 0; ring < 3; ring++) {
      assertEquals(List.of(allowed.get(ring % allowed.size())), cores.get(ring));
    }
    assertEquals(java.util.Optional.empty(), threads.failure());
    assertEquals(allowed, Cores.allowed(), "this thread has its own");
  }

  @Test
  void closingEndsThreadsThatWait() throws NetmapException {
    RingThreads threads =
        start(
            List.of(),
            port -> {
              while (true) {
                port.awaitPackets(Duration.ofSeconds(100));
                port.rxRings().getFirst().skip();
              }
            });
    threads.close();
    assertTrue(threads.await(Duration.ZERO));
    assertEquals(java.util.Optional.empty(), threads.failure());
  }

  @Test
  void oneThatFailsEndsAll() throws NetmapException {
    RingThreads threads =
        start(
            List.of(),
            port -> {
              if (port.rxRings().getFirst().id().index() == 1) {
                throw new IllegalStateException("enough");
              }
              while (true) {
                port.awaitPackets(Duration.ofSeconds(100));
                port.rxRings().getFirst().skip();
              }
            });
    assertTrue(threads.await(Duration.ofSeconds(10)));
    assertEquals("enough", threads.failure().orElseThrow().getMessage());
    threads.ports().forEach(port -> assertTrue(port.isClosed()));
    threads.close();
  }

  @Test
  void whatCannotBeLeavesNothing() throws NetmapException {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> start(List.of(7000), _ -> {}));
    assertEquals("core 7000: expected one of " + Cores.allowed(), e.getMessage());
    NetmapException none =
        assertThrows(
            NetmapException.class,
            () ->
                RingThreads.start(
                    "netmap:nosuch0", builder -> builder.engine(engine), List.of(), _ -> {}));
    assertInstanceOf(NetmapError.NoSuchPort.class, none.error());
  }

  @Test
  void aVirtualThreadIsNotPinned() throws Exception {
    Throwable[] caught = {null};
    Thread.ofVirtual()
        .start(() -> {
          try {
            Cores.pin(0);
          } catch (NetmapException | IllegalStateException e) {
            caught[0] = e;
          }
        })
        .join();
    assertInstanceOf(IllegalStateException.class, caught[0]);
    assertFalse(Cores.allowed().isEmpty());
  }
}
