package org.netmap4j.top.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.term.ColorDepth;
import org.netmap4j.top.term.FakeDevice;
import org.netmap4j.top.term.TerminalTraits;
import org.netmap4j.top.term.TtyTerminal;

@Timeout(30)
class ScreenLoopTest {
  private static final String CLEAR = "\033[2J";
  private static final int BUDGET = 5000;

  private static final Suspension NO_SUSPENSION =
      new Suspension() {
        @Override
        public void suspend() {}

        @Override
        public void resume() {}
      };

  private final FakeDevice device = new FakeDevice();
  private final TtyTerminal terminal =
      TtyTerminal.on(device, new TerminalTraits(false, ColorDepth.ANSI16, true));

  private final FakeTaps taps = new FakeTaps();

  private ScreenLoop loop(View view, long count) throws IOException {
    Suspension suspension =
        new Suspension() {
          @Override
          public void suspend() throws IOException {
            terminal.suspend();
          }

          @Override
          public void resume() throws IOException {
            terminal.enterPrivateMode();
          }
        };
    return new ScreenLoop(
        new TerminalScreen(terminal),
        suspension,
        new Face(view, new Theme(ColorDepth.ANSI16)),
        taps,
        count);
  }

  private ScreenLoop loop() throws IOException {
    return loop(new MainView(Screens.BLOCKS), Long.MAX_VALUE);
  }

  /** The loop on a thread of its own, and what it ended with. */
  private static FutureTask<Optional<Throwable>> start(ScreenLoop loop) {
    Callable<Optional<Throwable>> run = () -> Optional.ofNullable(loop.run());
    FutureTask<Optional<Throwable>> task = new FutureTask<>(run);
    Thread.ofPlatform().daemon().name("ui").start(task);
    return task;
  }

  @Test
  void aFrameIsOneWriteWithinBudgetAndClearsNothing() throws Exception {
    ScreenLoop loop = loop();
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.sample(Samples.usual(20));
    device.awaitWrite(0, "vale0:router");
    for (int n = 21; n < 40; n++) {
      int before = device.writes().size();
      loop.sample(Samples.usual(n));
      device.awaitWrite(before, "\033[?2026h");
      List<String> frame = device.writes().subList(before, device.writes().size());
      assertEquals(1, frame.size(), "writes of a frame");
      assertTrue(frame.getFirst().endsWith("\033[?2026l"), "ends the synchronized update");
      assertFalse(frame.getFirst().contains(CLEAR), "no clear");
      assertTrue(frame.getFirst().length() < BUDGET, "bytes: " + frame.getFirst().length());
    }
    loop.listen(() -> new KeyStroke(KeyType.EOF));
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void quitsRedrawsAndStopsByKey() throws Exception {
    ScreenLoop loop = loop();
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(terminal);
    int first = device.awaitWrite(0, "vale0:router");
    device.type("\u000c");
    int second = device.awaitWrite(first + 1, CLEAR);
    device.type("\u001a");
    int third = device.awaitWrite(second + 1, "\033[?1049h");
    assertEquals(1, device.stops());
    device.awaitWrite(third + 1, CLEAR);
    device.type("q");
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void aMappedKeyIsTheOtherUnlessALineIsTyped() throws Exception {
    KeyStroke big = new KeyStroke('Q', false, false);
    KeyStroke small = new KeyStroke('q', false, false);
    KeyStroke help = new KeyStroke('?', false, false);
    KeyMap keys =
        new KeyMap(
            List.of(
                new KeyMap.Entry("Q", big, "q", small), new KeyMap.Entry("q", small, "?", help)));
    ScreenLoop loop =
        new ScreenLoop(
            new TerminalScreen(terminal),
            NO_SUSPENSION,
            new Face(
                new MainView(Screens.BLOCKS),
                new Theme(ColorDepth.ANSI16),
                keys,
                UiState.START.at(Page.DROPS, null)),
            taps,
            Long.MAX_VALUE);
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(terminal);
    int at = device.awaitWrite(0, "drivers");
    device.type("/Qq");
    at = device.awaitWrite(at, "Qq");
    device.type("\rq");
    device.awaitWrite(at, "Up Down"); // q is ?, and Q is q, which is not looked up again
    device.type("xQ");
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void followsTheSize() throws Exception {
    ScreenLoop loop = loop();
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    int first = device.awaitWrite(0, "vale0:router");
    device.resize(40, 10);
    int second = device.awaitWrite(first + 1, CLEAR);
    assertTrue(device.writes().get(second).contains("\033[10;1H"));
    assertFalse(device.writes().get(second).contains("\033[11;1H"));
    loop.listen(() -> new KeyStroke(KeyType.EOF));
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void drawsOnAnyTerminalOfLanterna() throws Exception {
    DefaultVirtualTerminal virtual = new DefaultVirtualTerminal(new TerminalSize(80, 24));
    LinkedBlockingQueue<KeyStroke> keys = new LinkedBlockingQueue<>();
    CountDownLatch narrow = new CountDownLatch(1);
    View overview = new MainView(Screens.BLOCKS);
    View watched =
        (snapshot, state, canvas) -> {
          overview.render(snapshot, state, canvas);
          if (canvas.width() == 40 && state.order().key() == SortKey.DROPS) {
            narrow.countDown();
          }
        };
    ScreenLoop loop =
        new ScreenLoop(
            new TerminalScreen(virtual),
            NO_SUSPENSION,
            new Face(watched, new Theme(ColorDepth.MONO)),
            taps,
            Long.MAX_VALUE);
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(() -> {
      try {
        return keys.take();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    });
    keys.add(new KeyStroke('D', false, false));
    virtual.setTerminalSize(new TerminalSize(40, 10));
    assertTrue(narrow.await(10, TimeUnit.SECONDS));
    keys.add(new KeyStroke('q', false, false));
    assertEquals(Optional.empty(), end.get());
    assertEquals(
        'n', virtual.getCharacter(new TerminalPosition(0, 0)).getCharacterString().charAt(0));
    assertFalse(virtual.isCursorVisible());
  }

  @Test
  void samplesNeverWaitForAStalledTerminalAndFramesCoalesce() throws Exception {
    LinkedBlockingQueue<Snapshot> drawn = new LinkedBlockingQueue<>();
    View overview = new MainView(Screens.BLOCKS);
    ScreenLoop loop =
        loop(
            (snapshot, state, canvas) -> {
              if (snapshot != null) {
                drawn.add(snapshot.snapshot());
              }
              overview.render(snapshot, state, canvas);
            },
            Long.MAX_VALUE);
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.sample(Samples.usual(1));
    device.awaitWrite(0, "vale0:router");
    device.stall();
    loop.sample(Samples.usual(2));
    device.awaitStalled();
    drawn.clear();
    for (int n = 3; n <= 50; n++) {
      loop.sample(Samples.usual(n)); // on this thread: none of these may block
    }
    assertTrue(drawn.isEmpty());
    device.release();
    Snapshot next = drawn.poll(10, TimeUnit.SECONDS);
    assertEquals(50, next == null ? -1 : next.sequence(), "only the latest is drawn");
    loop.listen(() -> new KeyStroke(KeyType.EOF));
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void packetsAreLookedAtWhileTheirPageIsShown() throws Exception {
    ScreenLoop loop = loop();
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(terminal);
    int at = device.awaitWrite(0, "vale0:router");
    device.type("jj\r8");
    at = device.awaitWrite(at, "who-has");
    device.type("\\bad\r");
    at = device.awaitWrite(at, "expected a primitive");
    device.type("\\\b\b\budp\r");
    at = device.awaitWrite(at, "who-has");
    device.type("9");
    at = device.awaitWrite(at, "192.0.2.1:4711");
    device.type("1");
    device.awaitWrite(at, "vale0:router");
    device.type("q");
    assertEquals(Optional.empty(), end.get());
    assertEquals(
        List.of(
            "open eth0 rx OptionalInt[1] ",
            "close eth0 rx OptionalInt[1] ",
            "open eth0 rx OptionalInt[1] udp",
            "close eth0 rx OptionalInt[1] udp"),
        taps.asked);
  }

  @Test
  void whatIsLookedAtIsRecordedUntilToldToStop() throws Exception {
    ScreenLoop loop = loop();
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(terminal);
    int at = device.awaitWrite(0, "vale0:router");
    device.type("jw");
    at = device.awaitWrite(at, "eth0-rx-0-20260314-150936.pcapng");
    device.type("\r");
    at = device.awaitWrite(at, "REC 9");
    device.type("w");
    device.awaitWrite(at, "9 packets recorded to");
    device.type("jw\r");
    device.type("q");
    assertEquals(Optional.empty(), end.get());
    assertEquals(
        List.of(
            "record eth0 rx OptionalInt[0] to eth0-rx-0-20260314-150936.pcapng",
            "end eth0 rx OptionalInt[0] ",
            "record eth0 rx OptionalInt[1] to eth0-rx-1-20260314-150936.pcapng",
            "end eth0 rx OptionalInt[1] "),
        taps.asked);
  }

  @Test
  void pauseKeepsThePicture() throws Exception {
    LinkedBlockingQueue<Long> drawn = new LinkedBlockingQueue<>();
    ScreenLoop loop =
        loop(
            (snapshot, state, _) -> {
              if (snapshot != null && state.paused()) {
                drawn.add(snapshot.snapshot().sequence());
              }
            },
            Long.MAX_VALUE);
    loop.sample(Samples.usual(3));
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.listen(terminal);
    device.type(" ");
    assertEquals(3L, drawn.take());
    loop.sample(Samples.usual(4));
    device.type("u");
    assertEquals(3L, drawn.take());
    device.type("q");
    assertEquals(Optional.empty(), end.get());
  }

  @Test
  void endsAfterTheLastSampleAskedFor() throws Exception {
    ScreenLoop loop = loop(new MainView(Screens.BLOCKS), 5);
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.sample(Samples.usual(5));
    assertEquals(Optional.empty(), end.get());
    device.awaitWrite(0, "vale0:router");
  }

  @Test
  void aFaultOfTheSourceIsShownAndKeepsThePicture() throws Exception {
    ScreenLoop loop = loop();
    IOException fault = new IOException("file x.pcap, at byte 99: cut off");
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    device.awaitWrite(0, "vale0:router");
    loop.ended(fault);
    device.awaitWrite(1, "at byte 99");
    loop.listen(() -> new KeyStroke('q', false, false));
    assertSame(fault, end.get().orElseThrow());
  }

  @Test
  void aFaultBeforeTheFirstPictureEndsIt() throws Exception {
    ScreenLoop loop = loop();
    FutureTask<Optional<Throwable>> end = start(loop);
    loop.ended(new IOException("nothing"));
    assertInstanceOf(IOException.class, end.get().orElseThrow());
  }

  @Test
  void anErrorOfTheToolEndsIt() throws Exception {
    ScreenLoop loop = loop();
    loop.sample(Samples.usual());
    FutureTask<Optional<Throwable>> end = start(loop);
    device.awaitWrite(0, "vale0:router");
    loop.ended(new IllegalStateException("bug"));
    assertInstanceOf(IllegalStateException.class, end.get().orElseThrow());
  }
}
