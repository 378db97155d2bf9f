package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.Poller.Event;
import org.netmap4j.Poller.Interest;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;
import org.netmap4j.scripted.Seeds;

/** Waiting on ports: what wakes, who is ready, and what happens to who closes meanwhile. */
@Timeout(60)
class PollerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Set<Interest> RECEIVE = Set.of(Interest.RECEIVE);
  private static final Set<Interest> TRANSMIT = Set.of(Interest.TRANSMIT);

  /** Shorter than the second after which every port is looked at again anyway. */
  private static final long PROMPT = 700_000_000L;

  private final ScriptedEngine engine = new ScriptedEngine(1, 1, 8, 2048);
  private List<String> before;
  private ExecutorService threads;

  @BeforeEach
  void count() {
    before = Descriptors.open();
    threads = Executors.newFixedThreadPool(4);
  }

  @AfterEach
  void nothingIsLeft() {
    threads.close();
    assertEquals(before, Descriptors.open());
    for (ScriptedPort port : engine.opened()) {
      assertEquals(1, port.closes());
    }
  }

  private static void fill(ScriptedPort script) {
    script.tx(0).advance(0).tail(0);
  }

  @Test
  void readyIsWhatHasPacketsOrRoom() throws NetmapException {
    try (NetmapPort a = Ports.open(engine);
        NetmapPort b = Ports.open(engine);
        Poller poller = new Poller()) {
      poller.set(a, RECEIVE);
      poller.set(b, EnumSet.allOf(Interest.class));
      List<Event> events = poller.await(LONG);
      assertEquals(1, events.size());
      assertSame(b, events.getFirst().port());
      assertTrue(events.getFirst().transmit());
      assertFalse(events.getFirst().receive());
      engine.opened().get(0).arrive(0, packet(1, 60));
      engine.opened().get(1).arrive(0, packet(1, 60));
      events = poller.await(LONG);
      assertEquals(List.of(a, b), events.stream().map(Event::port).toList());
      assertTrue(events.getFirst().receive());
      assertFalse(events.getFirst().transmit());
      assertTrue(events.get(1).receive() && events.get(1).transmit());
      poller.set(b, RECEIVE);
      poller.remove(a);
      events = poller.await(LONG);
      assertEquals(1, events.size());
      assertFalse(events.getFirst().transmit(), "not asked for any more");
      b.rxRings().getFirst().skip();
      assertEquals(List.of(), poller.await(Duration.ofMillis(1)));
      poller.remove(b);
      poller.remove(b);
      assertEquals(List.of(), poller.await(Duration.ZERO));
    }
  }

  @Test
  void waitingSyncsAndPushesWhatWasInjected() throws NetmapException {
    try (NetmapPort port = Ports.open(engine)) {
      ScriptedPort script = engine.last();
      script.onRxsync(() -> script.arrive(0, packet(1, 60)));
      script.onTxsync(() -> script.tx(0).tail(0));
      port.inject(packet(1, 60));
      assertTrue(port.awaitPackets(LONG));
      assertEquals(1, script.rxsyncs());
      assertEquals(1, script.txsyncs());
      assertTrue(port.awaitPackets(LONG), "level semantics: unread packets are ready");
      assertEquals(1, script.rxsyncs(), "and need no sync");
      assertEquals(1, port.dispatch(0, p -> {}));
      fill(script);
      script.onTxsync(() -> script.tx(0).tail(1));
      NetmapPort other = port;
      assertTrue(other.awaitRoom(LONG));
    }
  }

  @Test
  void timeEndsAWait() throws NetmapException {
    try (NetmapPort port = Ports.open(engine)) {
      long start = System.nanoTime();
      assertFalse(port.awaitPackets(Duration.ofMillis(30)));
      assertTrue(System.nanoTime() - start >= 30_000_000);
      assertFalse(port.awaitPackets(Duration.ZERO));
      assertFalse(port.awaitPackets(Duration.ofMillis(-5)));
      fill(engine.last());
      assertFalse(port.awaitRoom(Duration.ofMillis(2)));
    }
  }

  /** Starts a wait, and comes back when it is about to sleep. */
  private Future<Boolean> sleeper(NetmapPort port, ScriptedPort script) throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    script.onRxsync(looked::countDown);
    Future<Boolean> wait = threads.submit(() -> port.awaitPackets(LONG));
    assertTrue(looked.await(20, TimeUnit.SECONDS));
    return wait;
  }

  @Test
  void aReadyDescriptorWakes() throws Exception {
    try (NetmapPort port = Ports.open(engine)) {
      ScriptedPort script = engine.last();
      for (int i = 0; i < 20; i++) {
        Future<Boolean> wait = sleeper(port, script);
        script.onRxsync(() -> {
          if (script.rx(0).tail() == script.rx(0).head()) {
            script.arrive(0, packet(1, 60));
          }
        });
        long start = System.nanoTime();
        script.signal();
        assertTrue(wait.get(20, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - start < PROMPT);
        port.rxRings().getFirst().skip();
      }
    }
  }

  @Test
  void anAppointmentWakes() throws Exception {
    try (NetmapPort port = Ports.open(engine)) {
      ScriptedPort script = engine.last();
      long due = System.nanoTime() + 20_000_000;
      script.nextEvent(due);
      script.onRxsync(() -> {
        if (System.nanoTime() - due >= 0) {
          script.arrive(0, packet(1, 60));
        }
      });
      assertTrue(port.awaitPackets(LONG));
      assertTrue(System.nanoTime() - due < PROMPT);
    }
  }

  @Test
  void wakeEndsTheWaitThatIsUnderWay() throws Exception {
    try (NetmapPort port = Ports.open(engine)) {
      for (int i = 0; i < 20; i++) {
        Future<Boolean> wait = sleeper(port, engine.last());
        long start = System.nanoTime();
        port.wake();
        assertFalse(wait.get(20, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - start < PROMPT);
      }
    }
  }

  @Test
  void wakeEndsTheNextWaitAlsoTheFirst() throws NetmapException {
    try (NetmapPort port = Ports.open(engine)) {
      fill(engine.last());
      long start = System.nanoTime();
      port.wake(); // nobody ever waited
      assertFalse(port.awaitPackets(LONG));
      assertFalse(port.awaitRoom(LONG));
      port.wake();
      port.wake();
      assertFalse(port.awaitPackets(LONG));
      assertTrue(System.nanoTime() - start < 10_000_000_000L);
      assertFalse(port.awaitPackets(Duration.ofMillis(2)), "two wakes, one wait");
    }
  }

  @Test
  void aWakeDoesNotHidePackets() throws NetmapException {
    try (NetmapPort port = Ports.open(engine)) {
      port.wake();
      engine.last().arrive(0, packet(1, 60));
      assertTrue(port.awaitPackets(LONG));
    }
  }

  @Test
  void oneThreadMayWaitForPacketsAnotherForRoom() throws Exception {
    try (NetmapPort port = Ports.open(engine)) {
      ScriptedPort script = engine.last();
      fill(script);
      CountDownLatch looked = new CountDownLatch(2);
      script.onRxsync(looked::countDown);
      script.onTxsync(looked::countDown);
      Future<Boolean> packets = threads.submit(() -> port.awaitPackets(LONG));
      Future<Boolean> room = threads.submit(() -> port.awaitRoom(LONG));
      assertTrue(looked.await(20, TimeUnit.SECONDS));
      script.onRxsync(() -> script.rx(0).tail(1));
      script.onTxsync(() -> script.tx(0).tail(1));
      long start = System.nanoTime();
      script.signal();
      assertTrue(packets.get(20, TimeUnit.SECONDS));
      assertTrue(room.get(20, TimeUnit.SECONDS));
      assertTrue(System.nanoTime() - start < PROMPT + 1_000_000_000L);
    }
  }

  @Test
  void aDescriptorIsWatchedForAllThatIsWantedOfIt() throws Exception {
    try (NetmapPort port = Ports.open(engine);
        Poller poller = new Poller()) {
      ScriptedPort script = engine.last();
      fill(script);
      script.stuff();
      poller.set(port, EnumSet.allOf(Interest.class)); // one descriptor, in and out
      assertEquals(List.of(), poller.await(Duration.ofMillis(1)));
      for (boolean receive : new boolean[] {false, true}) {
        CountDownLatch looked = new CountDownLatch(1);
        script.onRxsync(() -> {});
        script.onTxsync(looked::countDown); // the last thing before it sleeps
        Future<List<Event>> wait = threads.submit(() -> poller.await(LONG));
        assertTrue(looked.await(20, TimeUnit.SECONDS));
        script.onRxsync(() -> script.rx(0).tail(receive ? 1 : 0));
        script.onTxsync(() -> script.tx(0).tail(receive ? 0 : 1));
        long start = System.nanoTime();
        if (receive) {
          script.signal();
        } else {
          script.drain();
        }
        Event event = wait.get(20, TimeUnit.SECONDS).getFirst();
        assertTrue(System.nanoTime() - start < PROMPT);
        assertEquals(receive, event.receive());
        assertEquals(!receive, event.transmit());
        fill(script);
      }
    }
  }

  @Test
  void troubleIsReported() throws NetmapException {
    NetmapError down = new NetmapError.InterfaceDown("eth7", false);
    try (NetmapPort a = Ports.open(engine);
        NetmapPort b = Ports.open(engine);
        Poller poller = new Poller()) {
      engine
          .opened()
          .get(0)
          .onRxsync(() -> {
            throw new NetmapException(down);
          });
      assertEquals(down, refused(NetmapError.InterfaceDown.class, () -> a.awaitPackets(LONG)));
      poller.set(b, RECEIVE);
      engine.opened().get(1).trouble(down);
      long start = System.nanoTime();
      Event event = poller.await(LONG).getFirst();
      assertTrue(System.nanoTime() - start < 10_000_000_000L, "asked after a second");
      assertSame(b, event.port());
      NetmapException trouble = event.trouble();
      assertNotNull(trouble);
      assertEquals(down, trouble.error());
    }
  }

  /** The module holds whoever adds, or waits on, a descriptor of a link that is down. */
  @Test
  void aPortWithTroubleIsNotInTheSetUntilItIsOver() throws NetmapException {
    try (NetmapPort port = Ports.open(engine);
        Poller poller = new Poller()) {
      ScriptedPort script = engine.last();
      script.trouble(new NetmapError.InterfaceDown("eth7", false));
      poller.set(port, RECEIVE);
      assertNotNull(poller.await(Duration.ZERO).getFirst().trouble());
      script.signal();
      assertNotNull(poller.await(LONG).getFirst().trouble());
      assertEquals(0, script.sleeps(), "nobody sleeps on it");
      script.fine();
      script.onRxsync(() -> {
        if (script.sleeps() > 0) {
          script.arrive(0, packet(1, 60));
        }
      });
      assertTrue(poller.await(LONG).getFirst().receive(), "the signal was seen");
      assertTrue(script.sleeps() > 0);
      assertEquals(0, script.asleep());
      assertEquals(1, script.openWatches());
      poller.remove(port);
      assertEquals(0, script.openWatches());
    }
  }

  @Test
  void closingAPortLeavesTheOthersWaitedOn() throws Exception {
    try (NetmapPort keep = Ports.open(engine);
        Poller poller = new Poller()) {
      NetmapPort gone = Ports.open(engine);
      poller.set(keep, RECEIVE);
      poller.set(gone, RECEIVE);
      ScriptedPort script = engine.opened().get(0);
      CountDownLatch looked = new CountDownLatch(1);
      script.onRxsync(looked::countDown);
      Future<List<Event>> wait = threads.submit(() -> poller.await(LONG));
      assertTrue(looked.await(20, TimeUnit.SECONDS));
      gone.close();
      List<Event> woken = wait.get(20, TimeUnit.SECONDS);
      assertTrue(
          woken.stream().allMatch(e -> e.port() == gone && e.trouble() != null), woken::toString);
      script.arrive(0, packet(1, 60));
      assertEquals(List.of(keep), poller.await(LONG).stream().map(Event::port).toList());
    }
  }

  /** A port whose handler runs long after close is not waited on in a loop without sleep. */
  @Test
  void aPortThatIsClosedButStillInUseIsNotSpunOn() throws Exception {
    try (NetmapPort keep = Ports.open(engine);
        Poller poller = new Poller()) {
      NetmapPort held = Ports.open(engine);
      ScriptedPort script = engine.opened().get(0);
      engine.opened().get(1).arrive(0, packet(1, 60));
      poller.set(keep, RECEIVE);
      poller.set(held, RECEIVE);
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch leave = new CountDownLatch(1);
      Future<Integer> handler =
          threads.submit(() ->
              held.dispatch(
                  0,
                  p -> {
                    inside.countDown();
                    try {
                      assertTrue(leave.await(20, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  }));
      assertTrue(inside.await(20, TimeUnit.SECONDS));
      held.close();
      assertEquals(List.of(), poller.await(LONG), "woken by the close");
      int syncs = script.rxsyncs();
      assertEquals(List.of(), poller.await(Duration.ofMillis(50)));
      assertTrue(script.rxsyncs() - syncs < 10, script.rxsyncs() - syncs + " looks in 50 ms");
      leave.countDown();
      assertEquals(1, handler.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClosedPollerThrows() throws NetmapException {
    Poller poller = new Poller();
    try (NetmapPort port = Ports.open(engine)) {
      poller.set(port, RECEIVE);
      poller.close();
      poller.close();
      poller.wake();
      poller.remove(port);
      refused(NetmapError.Closed.class, () -> poller.await(LONG));
      refused(NetmapError.Closed.class, () -> poller.set(port, RECEIVE));
    }
  }

  @Test
  void closingThePollerEndsItsWait() throws Exception {
    try (NetmapPort port = Ports.open(engine)) {
      for (int round = 0; round < 200; round++) {
        Poller poller = new Poller();
        poller.set(port, RECEIVE);
        CountDownLatch looked = new CountDownLatch(1);
        engine.last().onRxsync(looked::countDown);
        Future<List<Event>> wait = threads.submit(() -> poller.await(LONG));
        assertTrue(looked.await(20, TimeUnit.SECONDS));
        poller.close();
        try {
          wait.get(20, TimeUnit.SECONDS);
          throw new AssertionError("the wait did not throw");
        } catch (ExecutionException e) {
          assertTrue(
              e.getCause() instanceof NetmapException n && n.error() instanceof NetmapError.Closed,
              () -> "round: " + e.getCause());
        }
      }
    }
  }

  /** Everybody does everything at once, on a few ports; nothing but Closed may come of it. */
  @Test
  void portsAndPollersComeAndGo() throws Exception {
    long seed = Seeds.seed(PollerTest.class);
    for (int round = 0; round < 150; round++) {
      ScriptedEngine own = new ScriptedEngine(1, 1, 8, 2048);
      NetmapPort[] ports = {Ports.open(own), Ports.open(own), Ports.open(own)};
      Poller poller = new Poller();
      CountDownLatch go = new CountDownLatch(1);
      long salt = seed + round;
      List<Future<?>> all =
          List.of(
              threads.submit(() ->
                  quietly(
                      go,
                      () -> {
                        while (true) {
                          poller.await(Duration.ofMillis(1));
                        }
                      })),
              threads.submit(() ->
                  quietly(
                      go,
                      () -> {
                        Random random = new Random(salt);
                        while (true) {
                          poller.set(
                              ports[random.nextInt(3)], random.nextBoolean() ? RECEIVE : TRANSMIT);
                          poller.remove(ports[random.nextInt(3)]);
                        }
                      })),
              threads.submit(() ->
                  quietly(
                      go,
                      () -> {
                        for (NetmapPort port : ports) {
                          poller.wake();
                          port.close();
                        }
                      })),
              threads.submit(() ->
                  quietly(
                      go,
                      () -> {
                        for (int spin = new Random(salt).nextInt(2000); spin > 0; spin--) {
                          Thread.onSpinWait();
                        }
                        poller.close();
                      })));
      go.countDown();
      for (Future<?> one : all) {
        one.get(20, TimeUnit.SECONDS);
      }
      own.opened().forEach(port -> assertEquals(1, port.closes()));
    }
  }

  private interface Action {
    void run() throws NetmapException;
  }

  private static void quietly(CountDownLatch go, Action action) {
    try {
      assertTrue(go.await(20, TimeUnit.SECONDS));
      action.run();
    } catch (NetmapException e) {
      assertTrue(e.error() instanceof NetmapError.Closed, e::toString);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
