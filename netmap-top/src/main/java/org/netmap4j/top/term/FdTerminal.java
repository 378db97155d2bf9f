package org.netmap4j.top.term;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.netmap4j.ffi.Tty;

/** The terminal on descriptors 0 and 1. */
public final class FdTerminal implements TerminalDevice {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  /** Longer than it takes a sent signal to stop every thread. */
  private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Tty.Modes modes;

  /** Remembers the terminal's modes. */
  public FdTerminal() throws IOException {
    modes = Tty.Modes.save(STDIN);
  }

  /** Whether both descriptors are terminals. */
  public static boolean available() {
    return Tty.isTerminal(STDIN) && Tty.isTerminal(STDOUT);
  }

  @Override
  public TerminalSize size() {
    return Tty.size(STDOUT)
        .map(size -> new TerminalSize(size.columns(), size.rows()))
        .orElse(USUAL);
  }

  @Override
  public void raw() throws IOException {
    modes.raw();
  }

  @Override
  public void restore() throws IOException {
    modes.restore();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    Tty.write(STDOUT, bytes, 0, length);
  }

  @Override
  public boolean awaitInput(int timeoutMillis) throws IOException {
    return Tty.awaitInput(STDIN, timeoutMillis);
  }

  @Override
  public int read(byte[] into) throws IOException {
    return Tty.read(STDIN, into, 0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The signal may reach another thread first, so that this one runs on for a moment: it must
   * not be back on the alternate screen by then. The clock goes on while the process is stopped.
   */
  @Override
  public void stop() {
    Tty.raiseStop();
    LockSupport.parkNanos(STOP_NANOS);
  }
}
