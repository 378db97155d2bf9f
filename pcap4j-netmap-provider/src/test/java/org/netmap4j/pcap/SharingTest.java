package org.netmap4j.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.pcap.Handles.aside;
import static org.netmap4j.pcap.Handles.frame;
import static org.netmap4j.pcap.Handles.into;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Several handles of one process on one port. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharingTest {
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final CapturedHandler NOTHING = (_, _, _, _, _) -> {};

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final List<NetmapHandle> opened = new ArrayList<>();
  private NetmapHandle a;
  private NetmapHandle b;
  private NetmapHandle out;

  private NetmapHandle open(HandleBuilder builder) throws NetmapException {
    NetmapHandle handle = builder.engine(engine).open();
    opened.add(handle);
    return handle;
  }

  private static HandleBuilder in() {
    return NetmapHandle.builder("netmap:p}1").timeout(MOMENT);
  }

  @BeforeEach
  void open() throws NetmapException {
    a = open(in());
    b = open(in());
    out = open(NetmapHandle.builder("netmap:p{1").timeout(MOMENT));
  }

  @AfterEach
  void close() throws NetmapException {
    opened.forEach(NetmapHandle::close);
    assertEquals(List.of(), engine.control().pipeList(), "the last one closed the port");
  }

  private void send(int... numbers) throws NetmapException {
    for (int number : numbers) {
      out.inject(frame(number));
    }
  }

  private static List<Integer> all(NetmapHandle handle) throws NetmapException {
    List<Integer> seen = new ArrayList<>();
    for (int more = 1; more > 0; ) {
      more = handle.dispatch(0, into(seen));
    }
    return seen;
  }

  @Test
  void eachHasItsOwnCopy() throws NetmapException {
    assertSame(a.port(), b.port());
    send(1, 2, 3);
    assertEquals(List.of(1, 2, 3), all(a));
    send(4);
    assertEquals(List.of(1, 2, 3, 4), all(b));
    assertEquals(List.of(4), all(a));
    assertEquals(4, a.statistics().received());
    assertEquals(4, b.statistics().received());
  }

  @Test
  void withItsOwnFilterAndLength() throws NetmapException {
    NetmapHandle c = open(in().snaplen(17));
    a.filter("ip");
    b.filter("ip6");
    send(1, 2, 3);
    assertEquals(List.of(2), all(a));
    assertEquals(List.of(1, 3), all(b));
    List<Integer> lengths = new ArrayList<>();
    c.dispatch(0, (_, _, captured, _, _) -> lengths.add(captured));
    assertEquals(List.of(17, 17, 17), lengths);
  }

  @Test
  void aFilterHoldsForCopiesThatWaitToo() throws NetmapException {
    send(1, 2, 3, 4);
    assertEquals(List.of(1, 2, 3, 4), all(a));
    b.filter("ip");
    send(5, 6);
    assertEquals(List.of(2, 4, 6), all(b));
  }

  @Test
  void theOneThatIsLeftGoesOnInOrder() throws NetmapException {
    send(1, 2);
    assertEquals(List.of(1, 2), all(a));
    send(3);
    a.close();
    send(4);
    assertEquals(List.of(1, 2, 3, 4), all(b));
    b.close();
    NetmapPort port = b.port();
    assertThrows(NetmapException.class, () -> port.rxsync());
  }

  @Test
  void oneThatIsNeverReadLosesItsOwnAndNobodyElses() throws Exception {
    int packets = 20_000;
    CompletableFuture<Integer> sender =
        aside(() -> {
          for (int i = 0; i < packets; i++) {
            out.inject(frame(100));
          }
          return packets;
        });
    assertEquals(packets, a.loop(packets, NOTHING));
    assertEquals(packets, sender.get());
    Statistics unread = b.statistics();
    assertEquals(packets, unread.received());
    int kept = 0;
    for (int more = 1; more > 0; kept += more) {
      more = b.dispatch(0, NOTHING);
    }
    assertEquals(packets, kept + unread.lostCopies());
    assertTrue(unread.lostCopies() > 0, "the queue is not endless");
    assertEquals(unread.lostCopies(), unread.dropped().orElseThrow());
    assertEquals(0, a.statistics().lostCopies());
  }

  @Test
  void bothWaitAndBothGet() throws Exception {
    List<Integer> ofA = new ArrayList<>();
    List<Integer> ofB = new ArrayList<>();
    CompletableFuture<Integer> loopA = aside(() -> a.loop(500, into(ofA)));
    CompletableFuture<Integer> loopB = aside(() -> b.loop(500, into(ofB)));
    List<Integer> sent = IntStream.range(0, 500).map(i -> i % 100).boxed().toList();
    for (int number : sent) {
      send(number);
    }
    assertEquals(500, loopA.get());
    assertEquals(500, loopB.get());
    assertEquals(sent, ofA);
    assertEquals(sent, ofB);
  }

  @Test
  void breakAndCloseEndTheRightOne() throws Exception {
    CompletableFuture<Integer> loopA = aside(() -> a.loop(0, NOTHING));
    CompletableFuture<Integer> loopB = aside(() -> b.loop(1, NOTHING));
    Thread.sleep(100); // so that they wait for each other
    b.breakLoop();
    assertEquals(NetmapHandle.BROKEN, loopB.get());
    assertFalse(loopA.isDone());
    CompletableFuture<Integer> again = aside(() -> b.loop(1, NOTHING));
    Thread.sleep(100);
    a.close();
    assertEquals(NetmapHandle.BROKEN, loopA.get());
    send(1);
    assertEquals(1, again.get(), "whoever waited for the other goes on by himself");
  }

  @Test
  void aSlowHandlerDoesNotHoldTheOther() throws Exception {
    CountDownLatch got = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Integer> slow =
        aside(() ->
            a.dispatch(
                1,
                (_, _, _, _, _) -> {
                  got.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
    send(1);
    got.await();
    send(2, 3);
    assertEquals(List.of(1, 2, 3), all(b));
    go.countDown();
    assertEquals(1, slow.get());
    assertEquals(List.of(2, 3), all(a));
  }

  @Test
  void aSecondOneMayBeOpenedInAHandler() throws NetmapException {
    b.close();
    send(1, 2, 3);
    List<Integer> seen = new ArrayList<>();
    List<NetmapHandle> late = new ArrayList<>();
    int first =
        a.dispatch(
            0,
            (memory, start, captured, length, nanos) -> {
              into(seen).packet(memory, start, captured, length, nanos);
              try {
                late.add(open(in()));
                assertThrows(IllegalStateException.class, () -> late.getFirst().next(NOTHING));
              } catch (NetmapException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(1, first);
    assertEquals(List.of(2, 3), all(late.getFirst()));
    assertEquals(List.of(2, 3), all(a));
  }

  @Test
  void readsOfOneHandleTakeTurns() throws Exception {
    CompletableFuture<Integer> loop = aside(() -> a.loop(2, NOTHING));
    Thread.sleep(100);
    assertEquals(Next.TIMEOUT, a.next(NOTHING), "the loop has its turn");
    send(1, 2);
    assertEquals(2, loop.get());
  }

  /** Not one that waits behind it, which would go on for ever. */
  @Test
  void aBreakEndsTheReadUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Integer> first = aside(() -> a.loop(0, (_, _, _, _, _) -> begun.countDown()));
    send(1);
    begun.await();
    Thread.sleep(200); // a loop is one read after the other: it is to be in the next
    CompletableFuture<Integer> second = aside(() -> a.loop(0, NOTHING));
    Thread.sleep(100);
    a.breakLoop();
    assertEquals(NetmapHandle.BROKEN, first.get());
    assertFalse(second.isDone());
    a.close();
    assertEquals(NetmapHandle.BROKEN, second.get());
  }

  /** Whoever reads copies for all, and must not fail of what another one asked for. */
  @Test
  void aQueueThatIsTooBigIsMadeSmaller() {
    CopyQueue queue = new CopyQueue(1L << 50);
    byte[] frame = frame(1);
    int copies = 0;
    while (queue.put(MemorySegment.ofArray(frame), 0, frame.length, frame.length, 1)) {
      copies++;
    }
    assertEquals(HandleBuilder.BUFFER_SIZE / (16 + 64), copies);
  }

  @Test
  void sendsOfAllHandlesAreWhole() throws Exception {
    NetmapHandle second = open(NetmapHandle.builder("netmap:p{1"));
    CompletableFuture<Boolean> one = aside(() -> sendMany(out, 2));
    CompletableFuture<Boolean> other = aside(() -> sendMany(second, 5));
    int[] count = new int[128];
    assertEquals(
        4000,
        a.loop(
            4000,
            (memory, start, _, _, _) ->
                count[memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, start)]++));
    assertTrue(one.get() && other.get());
    assertEquals(2000, count[2]);
    assertEquals(2000, count[5]);
  }

  private static boolean sendMany(NetmapHandle by, int number) throws NetmapException {
    for (int i = 0; i < 2000; i++) {
      by.inject(frame(number));
    }
    return true;
  }

  @Test
  void fewerRingsOfTheSamePortAreAPartOfIt() throws NetmapException {
    NetmapHandle receive = open(NetmapHandle.builder("netmap:p}1/R").timeout(MOMENT));
    assertSame(a.port(), receive.port());
    assertEquals(List.of(), receive.txRings());
    NetmapException e = assertThrows(NetmapException.class, () -> receive.inject(frame(1)));
    assertInstanceOf(NetmapError.NoSuchRing.class, e.error());
    send(1);
    assertEquals(List.of(1), all(receive));
    NetmapHandle one = open(NetmapHandle.builder("vale3:a-0/R"));
    NetmapException more =
        assertThrows(NetmapException.class, () -> open(NetmapHandle.builder("vale3:a-0")));
    assertInstanceOf(NetmapError.CannotOpen.class, more.error());
    assertTrue(more.error().message().contains("vale3:a-0/R"), more::getMessage);
    assertNotSame(a.port(), one.port());
  }

  @Test
  void monitorsAreTheirOwn() throws NetmapException {
    NetmapHandle first = open(NetmapHandle.builder("netmap:p}1/r").timeout(MOMENT));
    NetmapHandle second = open(NetmapHandle.builder("netmap:p}1/r").timeout(MOMENT));
    assertNotSame(first.port(), second.port());
    send(1, 2);
    assertEquals(List.of(1, 2), all(a));
    assertEquals(List.of(1, 2), all(first));
    assertEquals(List.of(1, 2), all(second));
  }

  @Test
  void exclusiveStaysExclusive() throws NetmapException {
    NetmapHandle first = open(NetmapHandle.builder("vale4:x/x"));
    NetmapException e =
        assertThrows(NetmapException.class, () -> open(NetmapHandle.builder("vale4:x/x")));
    assertTrue(e.error().message().contains("exclusively"), e::getMessage);
    first.close();
    open(NetmapHandle.builder("vale4:x/x"));
  }
}
