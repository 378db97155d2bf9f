package org.netmap4j.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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
  private static final short POLLIN = 0x1;
  private static final short POLLOUT = 0x4;

  /** struct termios is kept opaque; 60 bytes in glibc and musl, 44 in FreeBSD. */
  private static final long TERMIOS_ROOM = 256;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle ISATTY = plain("isatty", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle IOCTL =
      plain(
          "ioctl",
          FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CFMAKERAW =
      plain("cfmakeraw", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  private static final MethodHandle KILL = plain("kill", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle STRERROR =
      plain("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, INT));
  private static final MethodHandle TCGETATTR =
      withErrno("tcgetattr", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));
  private static final MethodHandle TCSETATTR =
      withErrno("tcsetattr", FunctionDescriptor.of(INT, INT, INT, ValueLayout.ADDRESS));
  private static final MethodHandle READ =
      withErrno("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      withErrno("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle POLL =
      withErrno("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));

  private Tty() {}

  /** The size of a terminal in character cells. */
  public record Size(int columns, int rows) {}

  /** Whether {@code fd} is a terminal. */
  public static boolean isTerminal(int fd) {
    try {
      return (int) ISATTY.invokeExact(fd) == 1;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The size that the terminal at {@code fd} reports; empty when there is none or it says 0. */
  public static Optional<Size> size(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment winsize = arena.allocate(8, 2);
      if ((int) IOCTL.invokeExact(fd, TIOCGWINSZ, winsize) != 0) {
        return Optional.empty();
      }
      int rows = Short.toUnsignedInt(winsize.get(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(winsize.get(ValueLayout.JAVA_SHORT, 2));
      return rows == 0 || columns == 0 ? Optional.empty() : Optional.of(new Size(columns, rows));
    } catch (Throwable e) {
      throw unexpected(e);
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
        MemorySegment state = arena.allocate(CALL_STATE);
        MemorySegment termios = arena.allocate(TERMIOS_ROOM, 8);
        if ((int) TCGETATTR.invokeExact(state, fd, termios) != 0) {
          throw failed("tcgetattr", fd, errno(state));
        }
        return new Modes(fd, termios.toArray(ValueLayout.JAVA_BYTE));
      } catch (NetmapException e) {
        throw e;
      } catch (Throwable e) {
        throw unexpected(e);
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
        MemorySegment state = arena.allocate(CALL_STATE);
        MemorySegment termios = arena.allocate(TERMIOS_ROOM, 8);
        termios.copyFrom(MemorySegment.ofArray(saved));
        if (raw) {
          CFMAKERAW.invokeExact(termios);
        }
        while ((int) TCSETATTR.invokeExact(state, fd, TCSANOW, termios) != 0) {
          if (errno(state) != EINTR) {
            throw failed("tcsetattr", fd, errno(state));
          }
        }
      } catch (NetmapException e) {
        throw e;
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }
  }

  /**
   * Sends SIGTSTP to the process group, as a terminal does on ^Z. May return a moment before the
   * process stops, and at once where a stop has no effect, as without a shell above.
   */
  public static void raiseStop() {
    try {
      int _ = (int) KILL.invokeExact(0, SIGTSTP);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Reads what is there into {@code into}, waiting for it at most {@code timeoutMillis} (-1: for
   * ever).
   *
   * @return the number of bytes, 0 when the time is up, -1 at the end of input or after a hangup
   */
  public static int read(int fd, byte[] into, int timeoutMillis) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      if (!ready(arena, state, fd, POLLIN, timeoutMillis)) {
        return 0;
      }
      MemorySegment data = arena.allocate(into.length);
      long n = (long) READ.invokeExact(state, fd, data, (long) into.length);
      if (n < 0) {
        int errno = errno(state);
        if (errno == EINTR || errno == EAGAIN) {
          return 0;
        }
        if (errno == EIO) {
          return -1;
        }
        throw failed("read", fd, errno);
      }
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, into, 0, (int) n);
      return n == 0 ? -1 : (int) n;
    } catch (NetmapException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Writes all of the bytes, in one call wherever the system takes them in one, through
   * interruptions, partial writes and descriptors that do not block.
   */
  public static void write(int fd, byte[] bytes, int offset, int length) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment data = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(bytes, offset, data, ValueLayout.JAVA_BYTE, 0, length);
      long done = 0;
      while (done < length) {
        long n = (long) WRITE.invokeExact(state, fd, data.asSlice(done), length - done);
        if (n >= 0) {
          done += n;
        } else if (errno(state) == EAGAIN) {
          ready(arena, state, fd, POLLOUT, -1);
        } else if (errno(state) != EINTR) {
          throw failed("write", fd, errno(state));
        }
      }
    } catch (NetmapException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Waits at most {@code timeoutMillis}, for ever if -1, until {@link #read} has something to say.
   */
  public static boolean awaitInput(int fd, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      return ready(arena, arena.allocate(CALL_STATE), fd, POLLIN, timeoutMillis);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waits for readiness, an error or a hangup; false when the time is up or a signal came. */
  private static boolean ready(
      Arena arena, MemorySegment state, int fd, short events, int timeoutMillis) throws Throwable {
    MemorySegment pollfd = arena.allocate(8, 4); // int fd; short events; short revents
    pollfd.set(INT, 0, fd);
    pollfd.set(ValueLayout.JAVA_SHORT, 4, events);
    int n = (int) POLL.invokeExact(state, pollfd, 1L, timeoutMillis);
    if (n < 0 && errno(state) != EINTR) {
      throw failed("poll", fd, errno(state));
    }
    return n > 0;
  }

  private static int errno(MemorySegment state) {
    return state.get(INT, ERRNO);
  }

  private static NetmapException failed(String call, int fd, int errno) {
    return new NetmapException(
        new NetmapError.SystemCall(call + " on descriptor " + fd, errno, text(errno)));
  }

  @SuppressWarnings("restricted") // a C string's length is known to its reader alone
  private static String text(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static AssertionError unexpected(Throwable e) {
    return new AssertionError("a native call threw", e);
  }

  @SuppressWarnings("restricted") // the one place where this class asks for native access
  private static MethodHandle plain(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  private static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
    return plain(name, descriptor, Linker.Option.captureCallState("errno"));
  }
}
