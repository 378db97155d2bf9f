package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * The calls that a program on a terminal needs: is it one, how large, raw mode and back, bytes in
 * and out, job control. Stateless and safe for any thread; what may block (reads, writes, changes
 * of modes from the background) blocks the calling thread alone.
 */
public final class Tty {
  /** errno of a write whose reader is gone. */
  public static final int EPIPE = 32;

  private static final boolean BSD =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("bsd");

  private static final int EINTR = 4;
  private static final int EIO = 5;
  private static final int EAGAIN = BSD ? 35 : 11;
  private static final int SIGTSTP = BSD ? 18 : 20;
  private static final int TCSANOW = 0;
  // sys/ioctl.h: struct winsize, whose size of 8 is part of the BSD number.
  private static final long TIOCGWINSZ = BSD ? 0x4008_7468L : 0x5413L;
  // poll.h
  private static final int POLLIN = 0x1;
  private static final int POLLOUT = 0x4;

  /** struct termios is kept opaque; 60 bytes in glibc and musl, 44 in FreeBSD. */
  private static final long TERMIOS_ROOM = 256;

  private Tty() {}

  /** The size of a terminal in character cells. */
  public record Size(int columns, int rows) {}

  /** Whether {@code fd} is a terminal. */
  public static boolean isTerminal(int fd) {
    return Libc.isatty(fd);
  }

  /** The size that the terminal at {@code fd} reports; empty when there is none or it says 0. */
  public static Optional<Size> size(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment winsize = arena.allocate(8, 2);
      if (Libc.ioctl(fd, TIOCGWINSZ, winsize) < 0) {
        return Optional.empty();
      }
      int rows = Short.toUnsignedInt(winsize.get(JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(winsize.get(JAVA_SHORT, 2));
      return rows == 0 || columns == 0 ? Optional.empty() : Optional.of(new Size(columns, rows));
    }
  }

  /**
   * A terminal's modes as they were found, to the last bit, with the way to raw mode and back.
   * Neither way waits for output to drain: a stalled terminal must not hold an exit.
   */
  public static final class Modes {
    private final int fd;
    private final byte[] saved;

    private Modes(int fd, byte[] saved) {
      this.fd = fd;
      this.saved = saved;
    }

    /** Remembers the present modes of the terminal at {@code fd}. */
    public static Modes save(int fd) throws NetmapException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment termios = arena.allocate(TERMIOS_ROOM, 8);
        int answer = Libc.tcgetattr(fd, termios);
        if (answer < 0) {
          throw failed("tcgetattr", fd, -answer);
        }
        return new Modes(fd, termios.toArray(JAVA_BYTE));
      }
    }

    /** Puts the terminal into raw mode: no echo, no signals from keys, byte by byte. */
    public void raw() throws NetmapException {
      set(true);
    }

    /** Puts the saved modes back. */
    public void restore() throws NetmapException {
      set(false);
    }

    private void set(boolean raw) throws NetmapException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment termios = arena.allocate(TERMIOS_ROOM, 8);
        termios.copyFrom(MemorySegment.ofArray(saved));
        if (raw) {
          Libc.cfmakeraw(termios);
        }
        int answer;
        do {
          answer = Libc.tcsetattr(fd, TCSANOW, termios);
        } while (answer == -EINTR);
        if (answer < 0) {
          throw failed("tcsetattr", fd, -answer);
        }
      }
    }
  }

  /**
   * Sends SIGTSTP to the process group, as a terminal does on ^Z. May return a moment before the
   * process stops, and at once where a stop has no effect, as without a shell above.
   */
  public static void raiseStop() {
    Libc.kill(0, SIGTSTP);
  }

  /**
   * Reads what is there into {@code into}, waiting for it at most {@code timeoutMillis} (-1: for
   * ever).
   *
   * @return the number of bytes, 0 when the time is up, -1 at the end of input or after a hangup
   */
  public static int read(int fd, byte[] into, int timeoutMillis) throws NetmapException {
    if (!ready(fd, POLLIN, timeoutMillis)) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(into.length);
      int n = (int) Libc.read(fd, data, into.length);
      if (n == -EINTR || n == -EAGAIN) {
        return 0;
      }
      if (n == 0 || n == -EIO) {
        return -1;
      }
      if (n < 0) {
        throw failed("read", fd, -n);
      }
      MemorySegment.copy(data, JAVA_BYTE, 0, into, 0, n);
      return n;
    }
  }

  /**
   * Writes all of the bytes, in one call wherever the system takes them in one, through
   * interruptions, partial writes and descriptors that do not block.
   */
  public static void write(int fd, byte[] bytes, int offset, int length) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(bytes, offset, data, JAVA_BYTE, 0, length);
      long done = 0;
      while (done < length) {
        long n = Libc.write(fd, data.asSlice(done), length - done);
        if (n >= 0) {
          done += n;
        } else if (n == -EAGAIN) {
          ready(fd, POLLOUT, -1);
        } else if (n != -EINTR) {
          throw failed("write", fd, (int) -n);
        }
      }
    }
  }

  /**
   * Waits at most {@code timeoutMillis}, for ever if -1, until {@link #read} has something to say.
   */
  public static boolean awaitInput(int fd, int timeoutMillis) throws NetmapException {
    return ready(fd, POLLIN, timeoutMillis);
  }

  /** Waits for readiness, an error or a hangup; false when the time is up or a signal came. */
  private static boolean ready(int fd, int events, int timeoutMillis) throws NetmapException {
    int answer = Libc.poll(fd, events, timeoutMillis);
    if (answer < 0 && answer != -EINTR) {
      throw failed("poll", fd, -answer);
    }
    return answer > 0;
  }

  private static NetmapException failed(String call, int fd, int errno) {
    return new NetmapException(
        new NetmapError.SystemCall(call + " on descriptor " + fd, errno, Libc.strerror(errno)));
  }
}
