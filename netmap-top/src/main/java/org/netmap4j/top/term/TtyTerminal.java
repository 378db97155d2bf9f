package org.netmap4j.top.term;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lanterna's terminal on a {@link TerminalDevice}. A frame is one write; size and modes come from
 * system calls, never from questions to the terminal; the terminal is given back once, by whoever
 * is first: the program's end, ^Z, or a hook while a frame hangs in a write.
 */
public final class TtyTerminal extends ANSITerminal implements KeySource {
  /** Alternate screen, cleared; no wrapping at the right edge; no cursor. */
  static final String ENTER = "\033[?1049h\033[2J\033[H\033[?7l\033[?25l";

  /** The way back, which also ends a frame that was cut off. */
  static final String LEAVE = "\033[?2026l\033[0m\033[?7h\033[?25h\033[?1049l";

  private static final Logger LOG = LoggerFactory.getLogger(TtyTerminal.class);
  private static final int ESCAPE_TIMEOUT_MILLIS = 100;
  private static final int FOR_EVER = -1;
  private static final long LEAVE_PATIENCE_MILLIS = 300;

  private final TerminalDevice device;
  private final boolean colors;
  private final Charset charset;
  private final FrameStream frame;
  private final ReentrantLock output;
  private final AtomicBoolean entered;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile boolean closed;

  private final byte[] input = new byte[256];
  private final Queue<KeyStroke> keys = new ArrayDeque<>();
  private final KeyParser parser = new KeyParser(keys::add);
  private boolean cursorVisible;

  /**
   * A terminal that is not entered yet.
   *
   * @param device where bytes go and come from
   * @param traits what may be sent to it
   */
  public static TtyTerminal on(TerminalDevice device, TerminalTraits traits) {
    ReentrantLock output = new ReentrantLock();
    AtomicBoolean entered = new AtomicBoolean();
    FrameStream frame =
        new FrameStream((bytes, length) -> {
          output.lock();
          try {
            if (entered.get()) {
              device.write(bytes, length);
            }
          } finally {
            output.unlock();
          }
        });
    return new TtyTerminal(device, traits, frame, output, entered);
  }

  private TtyTerminal(
      TerminalDevice device,
      TerminalTraits traits,
      FrameStream frame,
      ReentrantLock output,
      AtomicBoolean entered) {
    super(InputStream.nullInputStream(), frame, traits.charset());
    this.device = device;
    this.colors = traits.depth() != ColorDepth.MONO;
    this.charset = traits.charset();
    this.frame = frame;
    this.output = output;
    this.entered = entered;
  }

  /** Takes the terminal: raw mode, alternate screen. Does nothing once closed. */
  @Override
  public void enterPrivateMode() throws IOException {
    output.lock();
    try {
      if (!closed) {
        entered.set(true);
        device.raw();
        send(ENTER);
      }
    } finally {
      output.unlock();
    }
  }

  /** Gives the terminal back, for now or for good. */
  @Override
  public void exitPrivateMode() {
    reading.lock(); // a read that is under way ends, and no other begins
    try {
      if (!entered.getAndSet(false)) {
        return;
      }
    } finally {
      reading.unlock();
    }
    boolean locked = false;
    try {
      // A frame that hangs in a stalled terminal holds the lock: then the modes alone go back.
      locked = output.tryLock(LEAVE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      device.restore();
      if (locked) {
        send(LEAVE);
      }
    } catch (IOException e) {
      LOG.debug("the terminal is gone", e); // after a hangup there is nothing to restore
    } finally {
      if (locked) {
        output.unlock();
      }
    }
  }

  /** Gives the terminal back for good. Any thread, any number of times. */
  @Override
  public void close() {
    closed = true;
    exitPrivateMode();
  }

  /** Gives the terminal back, stops the process as ^Z does, and takes it again afterwards. */
  public void suspend() throws IOException {
    exitPrivateMode();
    device.stop();
    enterPrivateMode();
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    device.write(bytes, bytes.length);
  }

  @Override
  protected TerminalSize findTerminalSize() {
    return device.size();
  }

  @Override
  public KeyStroke next() throws IOException {
    return readInput();
  }

  @Override
  public KeyStroke readInput() throws IOException {
    KeyStroke key = keys.poll();
    while (key == null) {
      if (!fill(parser.pending() ? ESCAPE_TIMEOUT_MILLIS : FOR_EVER)) {
        return new KeyStroke(KeyType.EOF);
      }
      key = keys.poll();
    }
    return key;
  }

  @Override
  public @Nullable KeyStroke pollInput() throws IOException {
    if (keys.isEmpty() && !fill(0)) {
      return new KeyStroke(KeyType.EOF);
    }
    return keys.poll();
  }

  /** Reads once; false at the end of input. */
  private boolean fill(int timeoutMillis) throws IOException {
    boolean ready = device.awaitInput(timeoutMillis);
    int n = ready ? readWhileEntered() : 0;
    if (n > 0) {
      parser.feed(input, n);
    } else if (n == 0 && timeoutMillis > 0) {
      parser.timeout();
    }
    return n >= 0;
  }

  /** What is typed once the terminal was given back is for the shell: it stays unread. */
  private int readWhileEntered() throws IOException {
    reading.lock();
    try {
      if (entered.get()) {
        return device.read(input);
      }
    } finally {
      reading.unlock();
    }
    if (closed) {
      return -1;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ESCAPE_TIMEOUT_MILLIS));
    return 0;
  }

  @Override
  public void putCharacter(char c) {
    putString(String.valueOf(c));
  }

  @Override
  public void putString(String text) {
    byte[] bytes = text.getBytes(charset);
    frame.write(bytes, 0, bytes.length);
  }

  @Override
  public void setForegroundColor(TextColor color) throws IOException {
    if (colors) {
      super.setForegroundColor(color);
    }
  }

  @Override
  public void setBackgroundColor(TextColor color) throws IOException {
    if (colors) {
      super.setBackgroundColor(color);
    }
  }

  @Override
  public void setCursorVisible(boolean visible) throws IOException {
    if (visible != cursorVisible) {
      cursorVisible = visible;
      super.setCursorVisible(visible);
    }
  }
}
