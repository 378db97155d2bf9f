package org.netmap4j.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.pcap.Handles.aside;
import static org.netmap4j.pcap.Handles.frame;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Seeds;

/** Handles that come and go while packets run and others read. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandleRaceTest {
  private static final CapturedHandler NOTHING = (_, _, _, _, _) -> {};

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);

  private NetmapHandle open(String name) throws NetmapException {
    return NetmapHandle.builder(name).engine(engine).timeout(Duration.ofMillis(20)).open();
  }

  /** Answers how many packets were sent. */
  private static int send(NetmapHandle by, AtomicBoolean until) throws NetmapException {
    int sent = 0;
    while (!until.get()) {
      try {
        by.inject(frame(sent % 100));
        sent++;
      } catch (NetmapException e) {
        if (!(e.error() instanceof NetmapError.WouldBlock)) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
    return sent;
  }

  @Test
  void theOneThatStaysGetsAllWhoeverComesAndGoes() throws Exception {
    Random random = Seeds.random(HandleRaceTest.class);
    AtomicBoolean over = new AtomicBoolean();
    NetmapHandle stays = open("netmap:r}1");
    NetmapHandle out = open("netmap:r{1");
    out.nonBlocking(true);
    CompletableFuture<Integer> sender = aside(() -> send(out, over));
    AtomicInteger got = new AtomicInteger();
    AtomicInteger outOfOrder = new AtomicInteger();
    CompletableFuture<Integer> reader =
        aside(() ->
            stays.loop(
                0,
                (memory, start, _, _, _) -> {
                  int number = Handles.number(memory, start);
                  outOfOrder.addAndGet(number == got.getAndIncrement() % 100 ? 0 : 1);
                }));
    for (int round = 0; round < 150; round++) {
      NetmapHandle guest = open("netmap:r}1");
      CompletableFuture<Integer> loop = aside(() -> guest.loop(random.nextInt(500), NOTHING));
      if (random.nextBoolean()) {
        Thread.sleep(random.nextInt(5));
      }
      if (random.nextBoolean()) {
        guest.breakLoop();
      }
      guest.close();
      loop.handle((_, e) -> e == null || e instanceof NetmapException).get();
    }
    over.set(true);
    int sent = sender.get();
    while (got.get() + stays.statistics().lostCopies() < sent && !reader.isDone()) {
      Thread.sleep(10);
    }
    long lost = stays.statistics().lostCopies();
    assertEquals(sent, got.get() + lost);
    assertEquals(sent, stays.statistics().received());
    assertTrue(lost > 0 || outOfOrder.get() == 0, () -> outOfOrder + " out of order");
    stays.close();
    assertEquals(NetmapHandle.BROKEN, reader.get());
    out.close();
    assertEquals(List.of(), engine.control().pipeList());
  }

  @Test
  void closesAtAnyMomentLeaveNothing() throws Exception {
    Random random = Seeds.random(HandleRaceTest.class);
    for (int round = 0; round < 100; round++) {
      AtomicBoolean over = new AtomicBoolean();
      NetmapHandle out = open("netmap:r{1");
      out.nonBlocking(true);
      List<NetmapHandle> readers = List.of(open("netmap:r}1"), open("netmap:r}1"));
      CompletableFuture<Integer> sender = aside(() -> send(out, over));
      List<CompletableFuture<Integer>> loops = new ArrayList<>();
      for (NetmapHandle reader : readers) {
        loops.add(aside(() -> reader.loop(0, NOTHING)));
      }
      Thread.sleep(random.nextInt(3));
      readers.get(random.nextInt(2)).close();
      readers.forEach(NetmapHandle::close);
      for (CompletableFuture<Integer> loop : loops) {
        Object end = loop.handle((answer, e) -> e == null ? answer : e).get();
        boolean expected =
            end.equals(NetmapHandle.BROKEN)
                || (end instanceof NetmapException e && e.error() instanceof NetmapError.Closed);
        assertTrue(expected, end::toString);
      }
      over.set(true);
      sender.get();
      out.close();
      assertEquals(List.of(), engine.control().pipeList());
    }
  }

  @Test
  void waitingTakesNoCore() throws Exception {
    try (NetmapHandle first = open("netmap:r}1");
        NetmapHandle second = open("netmap:r}1")) {
      CompletableFuture<Long> one = aside(() -> cpuOfWaiting(first));
      CompletableFuture<Long> other = aside(() -> cpuOfWaiting(second));
      Thread.sleep(1000);
      first.breakLoop();
      second.breakLoop();
      assertTrue(one.get() < 300_000_000, () -> one.join() + " ns");
      assertTrue(other.get() < 300_000_000, () -> other.join() + " ns");
    }
  }

  /** Of a loop that is broken. */
  private static long cpuOfWaiting(NetmapHandle handle) throws NetmapException {
    assertEquals(NetmapHandle.BROKEN, handle.loop(1, NOTHING));
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
