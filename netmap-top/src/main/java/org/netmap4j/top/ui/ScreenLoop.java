package org.netmap4j.top.ui;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.screen.TerminalScreen;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Taps;
import org.netmap4j.top.sample.SampleSink;
import org.netmap4j.top.term.KeySource;

/**
 * The one thread that draws. Samples and keys arrive from theirs and never wait for it: of samples
 * only the latest is kept, and all that came during a frame shares the next one. A frame is the
 * difference to the one before; everything is sent only at the start, after a change of size, on ^L
 * and after a stop.
 */
public final class ScreenLoop implements SampleSink {
  /** How often the size is looked at; a system call, no frame. */
  private static final long IDLE_MILLIS = 100;

  /** A wait that took so much longer was a stopped process. */
  private static final long STOPPED_MILLIS = 1500;

  /** As many keys wait at most, as when text is pasted while the terminal is stalled. */
  private static final int KEYS = 1024;

  private final TerminalScreen screen;
  private final Suspension suspension;
  private final View view;
  private final Theme theme;
  private final KeyMap keys;
  private final PacketWork packets;
  private final long count;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** How many keys more may wait to be handled. */
  private final Semaphore typed = new Semaphore(KEYS);

  private final AtomicReference<@Nullable Snapshot> mailbox = new AtomicReference<>();

  private UiState state;
  private @Nullable Snapshot latest;
  private @Nullable Shown shown;
  private @Nullable Throwable fault;
  private boolean running = true;

  /** Whether no sample will come any more, which stays on the screen. */
  private boolean over;

  private boolean dirty = true;

  /** What the screen's cells were set to last; null while they are as they began. */
  private @Nullable Canvas drawn;

  private RefreshType refresh = RefreshType.COMPLETE;

  /**
   * A loop that has not begun.
   *
   * @param screen where frames go
   * @param suspension the terminal behind it
   * @param face what is drawn, and what keys mean
   * @param taps where packets are had from
   * @param count after how many samples it ends; {@link Long#MAX_VALUE} for never
   */
  public ScreenLoop(
      TerminalScreen screen, Suspension suspension, Face face, Taps taps, long count) {
    this.packets = new PacketWork(taps);
    this.screen = screen;
    this.suspension = suspension;
    this.view = face.view();
    this.theme = face.theme();
    this.keys = face.keys();
    this.state = face.start();
    this.count = count;
  }

  private sealed interface Event {
    record Key(KeyStroke key) implements Event {}

    record Sample() implements Event {}

    record Ended(@Nullable Throwable cause) implements Event {}
  }

  @Override
  public void sample(Snapshot snapshot) {
    if (mailbox.getAndSet(snapshot) == null) {
      events.add(new Event.Sample());
    }
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    events.add(new Event.Ended(cause));
  }

  /** Ends a recording, as on a signal: its file is whole then. For any thread. */
  public void endRecording() {
    packets.endRecording();
  }

  /** Reads keys on a thread of their own, which ends with the last key. */
  public void listen(KeySource keys) {
    Thread.ofPlatform()
        .daemon()
        .name("keys")
        .start(() -> {
          KeyStroke key;
          do {
            key = nextOrEnd(keys);
            typed.acquireUninterruptibly(); // a flood waits in the terminal, not in memory
            events.add(new Event.Key(key));
          } while (key.getKeyType() != KeyType.EOF);
        });
  }

  private static KeyStroke nextOrEnd(KeySource keys) {
    try {
      return keys.next();
    } catch (IOException e) {
      return new KeyStroke(KeyType.EOF); // a terminal that cannot be read is gone
    }
  }

  /**
   * Draws until the user quits or there is nothing left to show.
   *
   * @return what the source ended with; null when it did not, or without a fault
   */
  public @Nullable Throwable run() throws IOException, InterruptedException {
    try (packets) {
      return drawing();
    }
  }

  private @Nullable Throwable drawing() throws IOException, InterruptedException {
    screen.setCursorPosition(null); // Lanterna shows one in the corner otherwise
    screen.startScreen();
    while (running) {
      if (dirty) {
        draw();
      }
      long before = System.nanoTime();
      Event event = events.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (System.nanoTime() - before > TimeUnit.MILLISECONDS.toNanos(STOPPED_MILLIS)) {
        suspension.resume();
        redraw();
      }
      while (event != null && running) {
        handle(event);
        event = events.poll();
      }
      followSize();
    }
    return fault;
  }

  private void handle(Event event) throws IOException {
    switch (event) {
      case Event.Key(KeyStroke key) -> {
        typed.release();
        key(key);
      }
      case Event.Sample() -> take();
      case Event.Ended(Throwable cause) -> end(cause);
    }
  }

  private void key(KeyStroke typed) throws IOException {
    KeyStroke key = state.prompt() == null ? keys.of(typed) : typed;
    switch (Keys.command(state, key)) {
      case QUIT -> running = false;
      case REDRAW -> redraw();
      case SUSPEND -> {
        suspension.suspend();
        redraw();
      }
      case NONE -> {
        state = over ? state : state.quiet();
        state = Keys.apply(state, key, shown, rows(), page());
        show();
        dirty = true;
      }
    }
  }

  private void take() throws IOException {
    latest = mailbox.getAndSet(null);
    show();
    if (latest != null && latest.sequence() >= count) {
      draw();
      running = false;
    }
  }

  /** The latest of everything, unless the user wants it to stand still. */
  private void show() {
    state = packets.follow(state, latest);
    if (!state.paused() && latest != null) {
      shown = new Shown(latest, packets.view(), packets.recorded());
      dirty = true;
    }
  }

  /** Keeps the last picture, unless there is none or the tool itself failed. */
  private void end(@Nullable Throwable cause) {
    fault = cause;
    over = true;
    if (cause == null) {
      state = state.with(new UiState.Notice("the source has come to its end; q quits", false));
    } else if (cause instanceof IOException && latest != null) {
      state = state.with(new UiState.Notice(cause.getMessage() + "; q quits", true));
    } else {
      running = false;
    }
    dirty = true;
  }

  private void redraw() {
    refresh = RefreshType.COMPLETE;
    dirty = true;
  }

  private void followSize() throws IOException {
    screen.getTerminal().getTerminalSize(); // tells the screen, if it is another one
    if (screen.doResizeIfNecessary() != null) {
      redraw();
    }
  }

  private void draw() throws IOException {
    TerminalSize size = screen.getTerminalSize();
    state = Keys.settle(state, rows(), page());
    Canvas canvas = new Canvas(size.getColumns(), size.getRows());
    view.render(shown, state, canvas);
    boolean all = refresh == RefreshType.COMPLETE;
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = 0; x < canvas.width(); x++) {
        if (all || !canvas.same(x, y, drawn)) {
          screen.setCharacter(x, y, theme.cell(canvas.charAt(x, y), canvas.roleAt(x, y)));
        }
      }
    }
    drawn = canvas;
    screen.refresh(refresh);
    refresh = RefreshType.DELTA;
    dirty = false;
  }

  private List<Row> rows() {
    return shown == null
        ? List.of()
        : view.rows(shown, state, screen.getTerminalSize().getColumns());
  }

  private int page() {
    TerminalSize size = screen.getTerminalSize();
    return Math.max(
        1, Layout.of(state.place().page(), size.getColumns(), size.getRows()).listRows());
  }
}
