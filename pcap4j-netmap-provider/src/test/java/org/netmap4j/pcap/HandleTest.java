package org.netmap4j.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.pcap.Handles.aside;
import static org.netmap4j.pcap.Handles.frame;
import static org.netmap4j.pcap.Handles.into;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.bpf.FilterException;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.engine.embedded.ReplayOptions;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.scripted.ScriptedEngine;

/** One handle at each end of a pipe. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandleTest {
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private NetmapHandle in;
  private NetmapHandle out;

  private HandleBuilder builder(String name) {
    return NetmapHandle.builder(name).engine(engine).timeout(MOMENT);
  }

  @BeforeEach
  void open() throws NetmapException {
    in = builder("netmap:p}1").open();
    out = builder("netmap:p{1").open();
  }

  @AfterEach
  void close() {
    in.close();
    out.close();
  }

  private void send(int... numbers) throws NetmapException {
    for (int number : numbers) {
      out.inject(frame(number));
    }
  }

  @Test
  void dispatchGivesWhatIsThereUpToTheCount() throws NetmapException {
    send(1, 2, 3, 4, 5);
    List<Integer> seen = new ArrayList<>();
    assertEquals(2, in.dispatch(2, into(seen)));
    assertEquals(List.of(1, 2), seen);
    assertEquals(3, in.dispatch(0, into(seen)));
    assertEquals(List.of(1, 2, 3, 4, 5), seen);
    assertEquals(0, in.dispatch(-1, into(seen)), "time-out");
  }

  @Test
  void nextGivesOne() throws NetmapException {
    send(7, 8);
    List<Integer> seen = new ArrayList<>();
    assertEquals(Next.PACKET, in.next(into(seen)));
    assertEquals(List.of(7), seen);
    assertEquals(Next.PACKET, in.next(into(seen)));
    assertEquals(Next.TIMEOUT, in.next(into(seen)));
    in.breakLoop();
    assertEquals(Next.BREAK, in.next(into(seen)));
    assertEquals(Next.TIMEOUT, in.next(into(seen)), "a break ends one read");
  }

  @Test
  void loopWaitsForItsCount() throws Exception {
    List<Integer> seen = new ArrayList<>();
    CompletableFuture<Integer> loop = aside(() -> in.loop(3, into(seen)));
    send(1);
    Thread.sleep(3 * MOMENT.toMillis());
    assertFalse(loop.isDone());
    send(2, 3, 4);
    assertEquals(3, loop.get());
    assertEquals(List.of(1, 2, 3), seen);
    assertEquals(Next.PACKET, in.next(into(seen)));
    assertEquals(List.of(1, 2, 3, 4), seen);
  }

  @Test
  void breakAndCloseEndALoopThatWaits() throws Exception {
    CompletableFuture<Integer> loop = aside(() -> in.loop(0, (_, _, _, _, _) -> {}));
    Thread.sleep(100);
    in.breakLoop();
    assertEquals(NetmapHandle.BROKEN, loop.get());
    loop = aside(() -> in.loop(0, (_, _, _, _, _) -> {}));
    Thread.sleep(100);
    in.close();
    assertEquals(NetmapHandle.BROKEN, loop.get());
    assertClosed();
  }

  private void assertClosed() {
    NetmapException e =
        assertThrows(NetmapException.class, () -> in.dispatch(1, (_, _, _, _, _) -> {}));
    assertInstanceOf(NetmapError.Closed.class, e.error());
    assertThrows(NetmapException.class, () -> in.inject(frame(1)));
    assertThrows(NetmapException.class, in::statistics);
    assertThrows(NetmapException.class, in::flush);
    in.close();
    in.breakLoop();
  }

  @Test
  void aHandlerMayClose() throws NetmapException {
    send(1, 2, 3);
    List<Integer> seen = new ArrayList<>();
    int answer =
        in.loop(
            0,
            (memory, start, captured, length, nanos) -> {
              in.close();
              into(seen).packet(memory, start, captured, length, nanos);
            });
    assertEquals(NetmapHandle.BROKEN, answer);
    assertEquals(List.of(1), seen);
    assertClosed();
  }

  @Test
  void aHandlerThatThrowsLosesItsPacketAlone() throws NetmapException {
    send(1, 2, 3);
    assertThrows(
        ArithmeticException.class,
        () ->
            in.dispatch(
                0,
                (_, _, _, _, _) -> {
                  throw new ArithmeticException();
                }));
    List<Integer> seen = new ArrayList<>();
    assertEquals(2, in.dispatch(0, into(seen)));
    assertEquals(List.of(2, 3), seen);
  }

  @Test
  void aHandlerMayNotRead() throws NetmapException {
    send(1, 2);
    assertThrows(
        IllegalStateException.class,
        () ->
            in.dispatch(
                0,
                (_, _, _, _, _) -> {
                  try {
                    in.next((_, _, _, _, _) -> {});
                  } catch (NetmapException e) {
                    throw new AssertionError(e);
                  }
                }));
    assertEquals(1, in.dispatch(0, (_, _, _, _, _) -> {}));
  }

  @Test
  void filtersHoldFromTheNextPacketOn() throws NetmapException {
    in.filter("ip6");
    send(1, 2, 3, 4, 5);
    List<Integer> seen = new ArrayList<>();
    assertEquals(2, in.dispatch(2, into(seen)));
    in.filter("ip");
    assertEquals(1, in.dispatch(0, into(seen)));
    assertEquals(List.of(1, 3, 4), seen);
    in.filter("");
    send(6, 7);
    assertEquals(2, in.dispatch(0, into(seen)));
    assertThrows(FilterException.class, () -> in.filter("no such thing"));
    assertEquals(5, in.statistics().received());
    assertEquals(OptionalLong.of(0), in.statistics().dropped());
  }

  @Test
  void snaplenCutsAndTheWireLengthStays() throws NetmapException {
    in.close();
    in = builder("netmap:p}1").snaplen(20).open();
    send(9);
    List<String> seen = new ArrayList<>();
    in.dispatch(0, (_, _, captured, length, _) -> seen.add(captured + " of " + length));
    assertEquals(List.of("20 of 69"), seen);
    assertEquals(20, in.snaplen());
  }

  @Test
  void nonBlockingReadsDoNotWait() throws Exception {
    in.close();
    in = builder("netmap:p}1").timeout(Duration.ZERO).nonBlocking(true).open();
    List<Integer> seen = new ArrayList<>();
    assertEquals(0, in.dispatch(0, into(seen)));
    assertEquals(Next.TIMEOUT, in.next(into(seen)));
    send(1);
    assertEquals(1, in.dispatch(0, into(seen)));
    CompletableFuture<Integer> loop = aside(() -> in.loop(2, into(seen)));
    send(2, 3);
    assertEquals(2, loop.get(), "a loop waits all the same");
    assertEquals(List.of(1, 2, 3), seen);
  }

  @Test
  void aFullRingIsReportedAndNothingIsLost() throws NetmapException {
    out.nonBlocking(true);
    int sent = 0;
    NetmapError error = null;
    while (error == null) {
      try {
        out.inject(frame(1));
        sent++;
      } catch (NetmapException e) {
        error = e.error();
      }
    }
    assertInstanceOf(NetmapError.WouldBlock.class, error);
    int got = 0;
    for (int more = in.dispatch(0, (_, _, _, _, _) -> {});
        more > 0;
        more = in.dispatch(0, (_, _, _, _, _) -> {})) {
      got += more;
    }
    assertEquals(sent, got);
  }

  @Test
  void aFullRingIsWaitedFor() throws Exception {
    CompletableFuture<Integer> sender =
        aside(() -> {
          for (int i = 0; i < 5000; i++) {
            out.inject(frame(1));
          }
          return 5000;
        });
    assertEquals(5000, in.loop(5000, (_, _, _, _, _) -> {}));
    assertEquals(5000, sender.get());
  }

  @Test
  void aSavefileEnds(@TempDir Path folder) throws NetmapException {
    Path file = folder.resolve("some.pcap");
    try (PcapWriter writer = PcapWriter.create(file, PcapHeader.ethernet(TimestampUnit.NANOS))) {
      for (int i = 1; i <= 3; i++) {
        writer.write(1_000_000_000L * i + i, ByteBuffer.wrap(frame(i)), 60 + i);
      }
    }
    engine.addReplay("file", ReplayOptions.of(file, ReplayOptions.MAX_SPEED));
    try (NetmapHandle replay =
        builder("netmap:file").precision(TimestampPrecision.NANO).timeout(Duration.ZERO).open()) {
      assertEquals(TimestampSource.PACKET, replay.timestampSource());
      List<Long> times = new ArrayList<>();
      assertEquals(3, replay.loop(0, (_, _, _, _, nanos) -> times.add(nanos)));
      assertEquals(List.of(1_000_000_001L, 2_000_000_002L, 3_000_000_003L), times);
      assertEquals(Next.END, replay.next((_, _, _, _, _) -> {}));
      assertEquals(0, replay.dispatch(0, (_, _, _, _, _) -> {}));
      NetmapException e = assertThrows(NetmapException.class, () -> replay.inject(frame(1)));
      assertInstanceOf(NetmapError.NoSuchRing.class, e.error());
    }
  }

  @Test
  void whatIsNotCountedIsSaidToBeUnknown() throws NetmapException {
    ScriptedEngine silent = new ScriptedEngine(1, 1, 8, 2048);
    try (NetmapHandle handle = NetmapHandle.builder("vale0:p").engine(silent).open()) {
      Statistics statistics = handle.statistics();
      assertEquals(Optional.empty(), statistics.ringDrops());
      assertEquals(OptionalLong.empty(), statistics.dropped());
      assertEquals(OptionalLong.empty(), statistics.interfaceDrops());
    }
  }

  @Test
  void aSwitchsDropsAreCountedByCause() throws NetmapException {
    try (NetmapHandle one = builder("vale0:a").open();
        NetmapHandle other = builder("vale0:b").open()) {
      byte[] broadcast = frame(1);
      Arrays.fill(broadcast, 0, 6, (byte) -1);
      for (int i = 0; i < 3000; i++) {
        one.inject(broadcast);
      }
      Statistics statistics = other.statistics();
      int got = other.dispatch(0, (_, _, _, _, _) -> {});
      long lost = statistics.dropped().orElseThrow();
      assertTrue(lost > 0, "3000 do not fit");
      assertEquals(3000, got + lost);
      assertEquals(Map.of(DropCause.QUEUE_FULL, lost), statistics.ringDrops().orElseThrow());
      try (NetmapHandle late = builder("vale0:b").open()) {
        assertEquals(0, late.statistics().dropped().orElseThrow(), "since it was opened");
      }
    }
  }

  @Test
  void sendsThatCanNeverBe() throws NetmapException {
    assertThrows(IllegalArgumentException.class, () -> out.inject(new byte[0]));
    assertThrows(IndexOutOfBoundsException.class, () -> out.inject(new byte[60], 1, 60));
    NetmapException e = assertThrows(NetmapException.class, () -> out.inject(new byte[1 << 20]));
    assertInstanceOf(NetmapError.PacketTooLarge.class, e.error());
    send(1);
    List<Integer> seen = new ArrayList<>();
    assertEquals(1, in.dispatch(0, into(seen)), "all the others go on");
  }

  @Test
  void whatIsQueuedGoesWithTheFlushOrTheClose() throws NetmapException {
    out.close();
    out = builder("netmap:p{1").sendNow(false).open();
    send(1, 2);
    List<Integer> seen = new ArrayList<>();
    assertEquals(0, in.dispatch(0, into(seen)));
    out.flush();
    assertEquals(2, in.dispatch(0, into(seen)));
    send(3);
    out.close();
    assertEquals(1, in.dispatch(0, into(seen)));
    assertEquals(List.of(1, 2, 3), seen);
  }

  @Test
  void numbersThatMakeNoSense() {
    HandleBuilder builder = builder("netmap:p{1");
    assertThrows(IllegalArgumentException.class, () -> builder.snaplen(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.bufferSize(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.timeout(Duration.ofNanos(-1)));
    assertThrows(NetmapException.class, () -> builder.engine("nonsense").open());
  }
}
