package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** Ports without a thread of one's own. */
class ReactorTest {
  private static final int SLOTS = 8;

  private final ScriptedEngine engine = new ScriptedEngine(1, 1, SLOTS, 2048);
  private final List<NetmapPort> ports = new ArrayList<>();
  private Reactor reactor;

  @BeforeEach
  void start() throws NetmapException {
    reactor = new Reactor();
  }

  @AfterEach
  void close() {
    reactor.close();
    ports.forEach(NetmapPort::close);
  }

  private NetmapPort open() throws NetmapException {
    NetmapPort port = Ports.open(engine);
    ports.add(port);
    return port;
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static NetmapError error(CompletionStage<?> stage) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(stage));
    return assertInstanceOf(NetmapException.class, e.getCause()).error();
  }

  /** A subscriber that asks for what the test says. */
  private static final class Taker implements Flow.Subscriber<byte[]> {
    final List<byte[]> taken = new ArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable cause;

    Flow.Subscription subscription() throws InterruptedException {
      assertTrue(subscribed.await(20, TimeUnit.SECONDS));
      return java.util.Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      subscribed.countDown();
    }

    @Override
    public synchronized void onNext(byte[] packet) {
      taken.add(packet);
      notifyAll();
    }

    @Override
    public void onError(Throwable throwable) {
      cause = throwable;
      over.countDown();
    }

    @Override
    public void onComplete() {
      over.countDown();
    }

    synchronized void await(int count) throws InterruptedException {
      long end = System.nanoTime() + 20_000_000_000L;
      while (taken.size() < count && System.nanoTime() < end) {
        wait(100);
      }
      assertEquals(count, taken.size());
    }

    @Nullable Throwable end() throws InterruptedException {
      assertTrue(over.await(20, TimeUnit.SECONDS));
      return cause;
    }
  }

  @Test
  void stagesCompleteWhenThePortIsReady() throws Exception {
    NetmapPort port = open();
    ScriptedPort script = engine.last();
    assertSame(port, get(reactor.writable(port)));
    CompletionStage<NetmapPort> readable = reactor.readable(port);
    assertFalse(readable.toCompletableFuture().isDone());
    script.onRxsync(() -> {
      script.onRxsync(() -> {});
      script.arrive(0, packet(7, 60));
    });
    script.signal();
    assertSame(port, get(readable));
    assertEquals(1, port.dispatch(0, p -> assertEquals(7, p.u8(0))));
  }

  @Test
  void manyPortsHaveOneThread() throws Exception {
    int before = threads();
    List<CompletionStage<NetmapPort>> stages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stages.add(reactor.readable(open()));
    }
    for (int i = 49; i >= 0; i--) {
      ScriptedPort script = engine.opened().get(i);
      script.onRxsync(() -> {
        script.onRxsync(() -> {});
        script.arrive(0, packet(1, 60));
      });
      script.signal();
      assertSame(ports.get(i), get(stages.get(i)));
    }
    assertEquals(before, threads());
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("netmap-reactor"))
            .count();
  }

  @Test
  void noMoreIsPublishedThanRequested() throws Exception {
    NetmapPort port = open();
    ScriptedPort script = engine.last();
    script.arrive(0, packet(1, 60), packet(2, 61), packet(3, 62), packet(4, 63));
    Taker taker = new Taker();
    reactor.packets(port).subscribe(taker);
    taker.subscription().request(1);
    taker.await(1);
    taker.subscription().request(2);
    taker.await(3);
    Thread.sleep(50);
    assertEquals("3,3,4", script.rx(0).indices(), "the rest waits in the ring");
    assertArrayEquals(packet(2, 61), taker.taken.get(1));
    taker.subscription().request(Long.MAX_VALUE);
    taker.subscription().request(Long.MAX_VALUE);
    taker.await(4);
    port.close();
    assertEquals(null, taker.end());
  }

  @Test
  void cancelEndsItAndLeavesThePortOpen() throws Exception {
    NetmapPort port = open();
    ScriptedPort script = engine.last();
    Flow.Publisher<byte[]> packets = reactor.packets(port);
    Taker first = new Taker();
    packets.subscribe(first);
    Taker second = new Taker();
    packets.subscribe(second);
    assertInstanceOf(IllegalStateException.class, second.end(), "one at a time");
    first.subscription().request(5);
    first.subscription().cancel();
    first.subscription().cancel();
    get(reactor.writable(port)); // the reactor has been round
    get(reactor.writable(port));
    script.arrive(0, packet(1, 60));
    Taker third = new Taker();
    packets.subscribe(third);
    third.subscription().request(1);
    third.await(1);
    assertEquals(List.of(), first.taken);
  }

  @Test
  void aBadRequestIsAnError() throws Exception {
    Taker taker = new Taker();
    reactor.packets(open()).subscribe(taker);
    taker.subscription().request(0);
    assertInstanceOf(IllegalArgumentException.class, taker.end());
  }

  @Test
  void troubleFailsWhatWaits() throws Exception {
    NetmapPort port = open();
    NetmapError down = new NetmapError.InterfaceDown("eth7", false);
    engine.last().trouble(down);
    Taker taker = new Taker();
    reactor.packets(port).subscribe(taker);
    taker.subscription().request(1);
    CompletionStage<NetmapPort> readable = reactor.readable(port);
    assertEquals(down, assertInstanceOf(NetmapException.class, taker.end()).error());
    assertEquals(down, error(readable));
    NetmapPort closed = open();
    closed.close();
    assertInstanceOf(NetmapError.Closed.class, error(reactor.readable(closed)));
  }

  @Test
  void aFlowIsSentAsFastAsTheRingTakesIt() throws Exception {
    NetmapPort port = open();
    ScriptedPort script = engine.last();
    RawRing tx = script.tx(0);
    AtomicInteger gone = new AtomicInteger();
    int[] sent = {0};
    List<Integer> firsts = new ArrayList<>();
    script.onTxsync(() -> { // three slots at a time leave
      for (int i = 0; i < 3 && sent[0] != tx.head(); i++) {
        firsts.add((int) tx.get(sent[0])[0]);
        sent[0] = (sent[0] + 1) % SLOTS;
        gone.incrementAndGet();
      }
      tx.tail((sent[0] + SLOTS - 1) % SLOTS);
    });
    PacketSender sender = reactor.sender(port);
    try (SubmissionPublisher<byte[]> source = new SubmissionPublisher<>()) {
      source.subscribe(sender);
      for (int i = 0; i < 100; i++) {
        source.submit(packet(i, 60));
      }
    }
    assertEquals(100, get(sender.sent()));
    assertEquals(100, gone.get());
    for (int i = 0; i < 100; i++) {
      assertEquals(i, firsts.get(i));
    }
  }

  @Test
  void whatCanNeverBeSentFailsTheFlow() throws Exception {
    PacketSender sender = reactor.sender(open());
    try (SubmissionPublisher<byte[]> source = new SubmissionPublisher<>()) {
      source.subscribe(sender);
      source.submit(packet(1, 60));
      source.submit(new byte[100_000]);
      assertInstanceOf(NetmapError.PacketTooLarge.class, error(sender.sent()));
      for (int i = 0; i < 100 && source.hasSubscribers(); i++) {
        Thread.sleep(20);
      }
      assertFalse(source.hasSubscribers());
    }
    PacketSender failed = reactor.sender(open());
    IllegalStateException cause = new IllegalStateException("no more");
    failed.onError(cause);
    assertSame(cause, assertThrows(ExecutionException.class, () -> get(failed.sent())).getCause());
  }

  @Test
  void closeFailsWhatStillWaits() throws Exception {
    NetmapPort port = open();
    CompletionStage<NetmapPort> pending = reactor.readable(port);
    Taker taker = new Taker();
    reactor.packets(port).subscribe(taker);
    reactor.close();
    reactor.close();
    assertInstanceOf(NetmapError.Closed.class, error(pending));
    assertEquals(null, taker.end());
    assertInstanceOf(NetmapError.Closed.class, error(reactor.readable(port)));
    assertTrue(port.inject(packet(1, 60)), "the port is still open");
  }

  @Test
  void itMayBeClosedByWhatItCalls() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CompletionStage<Void> stage =
        reactor
            .writable(open())
            .thenRun(() -> {
              reactor.close();
              closed.countDown();
            });
    assertTrue(closed.await(20, TimeUnit.SECONDS));
    get(stage);
  }
}
