package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Every call into the C library. A negative answer is {@code -errno}.
 *
 * <p>No call here is {@code critical}: each may block, or be short enough not to need it.
 */
@SuppressWarnings("restricted") // the room where native calls live
public final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /** One per thread, never freed: a call's errno must not be another thread's. */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  /** One per thread, never freed: where {@link #copyIn} says what to copy. */
  private static final ThreadLocal<MemorySegment> VECTORS =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(32, 8));

  private static final MethodHandle OPEN =
      variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle FCNTL =
      variadic("fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle MMAP =
      call("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = call("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle FTRUNCATE = call("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle RECV =
      call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle IF_NAMETOINDEX = call("if_nametoindex", JAVA_INT, ADDRESS);
  private static final MethodHandle IF_NAMEINDEX =
      LINKER.downcallHandle(symbol("if_nameindex"), FunctionDescriptor.of(ADDRESS), ERRNO);
  private static final MethodHandle IF_FREENAMEINDEX =
      LINKER.downcallHandle(symbol("if_freenameindex"), FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETPID = call("getpid", JAVA_INT);
  private static final MethodHandle KILL = call("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle ISATTY = call("isatty", JAVA_INT, JAVA_INT);
  private static final MethodHandle TCGETATTR = call("tcgetattr", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle TCSETATTR =
      call("tcsetattr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle CFMAKERAW =
      LINKER.downcallHandle(symbol("cfmakeraw"), FunctionDescriptor.ofVoid(ADDRESS));

  /** What other systems do not have: looked for when one of them is first called. */
  private static final class Linux {
    static final MethodHandle MEMFD_CREATE = call("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle FALLOCATE =
        call("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle EPOLL_CREATE1 = call("epoll_create1", JAVA_INT, JAVA_INT);
    static final MethodHandle EPOLL_CTL =
        call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle EPOLL_WAIT =
        call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle EVENTFD_WRITE = call("eventfd_write", JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle PROCESS_VM_READV =
        call(
            "process_vm_readv",
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            JAVA_LONG);
    static final MethodHandle SCHED_GETAFFINITY =
        call("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    static final MethodHandle SCHED_SETAFFINITY =
        call("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    static final MethodHandle SENDMMSG =
        call("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private Linux() {}
  }

  private Libc() {}

  private static MemorySegment symbol(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  private static MethodHandle variadic(String name, int fixed, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        symbol(name), descriptor, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  private static int answer(int result, MemorySegment state) {
    return result >= 0 ? result : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  private static long answer(long result, MemorySegment state) {
    return result >= 0 ? result : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** A downcall threw, which it only does for a programming error in this class. */
  private static AssertionError broken(Throwable cause) {
    return new AssertionError("native call", cause);
  }

  /** open(2), without a mode: nothing is created. */
  public static int open(String path, int flags) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      return answer((int) OPEN.invokeExact(state, arena.allocateFrom(path), flags), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** close(2). */
  public static int close(int fd) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** ioctl(2) with a pointer, or {@link MemorySegment#NULL} where the request takes nothing. */
  public static int ioctl(int fd, long request, MemorySegment argument) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** fcntl(2) with a number. */
  public static int fcntl(int fd, int command, int argument) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) FCNTL.invokeExact(state, fd, command, argument), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** mmap(2) of {@code fd} from its start, shared; an address, or {@code -errno}. */
  public static long mmap(int fd, long length, int protection) {
    MemorySegment state = STATE.get();
    try {
      long address =
          (long)
              MMAP.invokeExact(
                  state, MemorySegment.NULL, length, protection, LinuxAbi.MAP_SHARED, fd, 0L);
      return answer(address, state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * What {@link #mmap} mapped, as a segment that lives as long as {@code arena} and is unmapped
   * when the arena is closed.
   */
  public static MemorySegment mapped(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address)
        .reinterpret(length, arena, mapped -> munmap(mapped.address(), length));
  }

  /** munmap(2). */
  public static int munmap(long address, long length) {
    MemorySegment state = STATE.get();
    try {
      MemorySegment start = MemorySegment.ofAddress(address);
      return answer((int) MUNMAP.invokeExact(state, start, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** memfd_create(2). */
  public static int memfdCreate(String name, int flags) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      return answer(
          (int) Linux.MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name), flags), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** ftruncate(2). */
  public static int ftruncate(int fd, long length) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) FTRUNCATE.invokeExact(state, fd, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** fallocate(2). */
  public static int fallocate(int fd, int mode, long offset, long length) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) Linux.FALLOCATE.invokeExact(state, fd, mode, offset, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** read(2). */
  public static long read(int fd, MemorySegment into, long length) {
    MemorySegment state = STATE.get();
    try {
      return answer((long) READ.invokeExact(state, fd, into, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** write(2). */
  public static long write(int fd, MemorySegment from, long length) {
    MemorySegment state = STATE.get();
    try {
      return answer((long) WRITE.invokeExact(state, fd, from, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** epoll_create1(2). */
  public static int epollCreate() {
    MemorySegment state = STATE.get();
    try {
      return answer((int) Linux.EPOLL_CREATE1.invokeExact(state, LinuxAbi.EPOLL_CLOEXEC), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** epoll_ctl(2); {@code event} as {@link EpollEvents} lays it out. */
  public static int epollCtl(int epoll, int operation, int fd, MemorySegment event) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) Linux.EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** epoll_wait(2). */
  public static int epollWait(int epoll, MemorySegment events, int capacity, int millis) {
    MemorySegment state = STATE.get();
    try {
      return answer(
          (int) Linux.EPOLL_WAIT.invokeExact(state, epoll, events, capacity, millis), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** eventfd(2), not blocking. */
  public static int eventfd() {
    MemorySegment state = STATE.get();
    try {
      int flags = LinuxAbi.EFD_NONBLOCK | LinuxAbi.EPOLL_CLOEXEC;
      return answer((int) Linux.EVENTFD.invokeExact(state, 0, flags), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** eventfd_write(3): adds one. */
  public static int eventfdWrite(int fd) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) Linux.EVENTFD_WRITE.invokeExact(state, fd, 1L), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * Copies from any address of this process, as the kernel's copyin: {@code -EFAULT} where nothing
   * is mapped. By process_vm_readv(2) on this process.
   *
   * @return the bytes copied, which may be fewer where the mapping ends
   */
  public static long copyIn(long address, MemorySegment into, long length) {
    MemorySegment state = STATE.get();
    MemorySegment vectors = VECTORS.get();
    // two struct iovec: here, there
    vectors.set(JAVA_LONG, 0, into.address());
    vectors.set(JAVA_LONG, 8, length);
    vectors.set(JAVA_LONG, 16, address);
    vectors.set(JAVA_LONG, 24, length);
    try {
      int pid = getpid();
      MemorySegment there = vectors.asSlice(16);
      return answer(
          (long) Linux.PROCESS_VM_READV.invokeExact(state, pid, vectors, 1L, there, 1L, 0L), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** socket(2). */
  public static int socket(int domain, int type, int protocol) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** bind(2). */
  public static int bind(int fd, MemorySegment address) {
    MemorySegment state = STATE.get();
    try {
      int length = (int) address.byteSize();
      return answer((int) BIND.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** setsockopt(2). */
  public static int setsockopt(int fd, int level, int option, MemorySegment value) {
    MemorySegment state = STATE.get();
    try {
      int length = (int) value.byteSize();
      return answer((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** setsockopt(2) with an int. */
  public static int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      return setsockopt(fd, level, option, arena.allocateFrom(JAVA_INT, value));
    }
  }

  /** getsockopt(2) into the whole of {@code value}. */
  public static int getsockopt(int fd, int level, int option, MemorySegment value) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
      return answer((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** recv(2). */
  public static long recv(int fd, MemorySegment into, int flags) {
    MemorySegment state = STATE.get();
    try {
      return answer((long) RECV.invokeExact(state, fd, into, into.byteSize(), flags), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** sendmmsg(2). */
  public static int sendmmsg(int fd, MemorySegment messages, int count, int flags) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) Linux.SENDMMSG.invokeExact(state, fd, messages, count, flags), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** if_nametoindex(3); {@code -errno} where there is none. */
  public static int ifNameToIndex(String name) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      int index = (int) IF_NAMETOINDEX.invokeExact(state, arena.allocateFrom(name));
      return index > 0 ? index : -state.get(JAVA_INT, ERRNO_OFFSET);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** The names of if_nameindex(3), in its order; empty when it fails. */
  public static List<String> ifNames() {
    MemorySegment state = STATE.get();
    try {
      MemorySegment list = (MemorySegment) IF_NAMEINDEX.invokeExact(state);
      if (list.equals(MemorySegment.NULL)) {
        return List.of();
      }
      List<String> names = new ArrayList<>();
      try {
        // struct if_nameindex { unsigned if_index; char *if_name; }, ended by a zero index
        MemorySegment entries = list.reinterpret(Integer.MAX_VALUE);
        for (long at = 0; entries.get(JAVA_INT, at) != 0; at += 16) {
          MemorySegment name = entries.get(ADDRESS, at + 8);
          names.add(name.reinterpret(LinuxAbi.IFNAMSIZ).getString(0));
        }
      } finally {
        IF_FREENAMEINDEX.invokeExact(list);
      }
      return names;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** strerror(3) of a positive errno. */
  public static String strerror(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** poll(2) of one descriptor: what it is ready for, or its error; 0; {@code -errno}. */
  public static int poll(int fd, int events, int millis) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pollfd = arena.allocate(8, 4); // int fd; short events; short revents
      pollfd.set(JAVA_INT, 0, fd);
      pollfd.set(JAVA_SHORT, 4, (short) events);
      int found = answer((int) POLL.invokeExact(state, pollfd, 1L, millis), state);
      return found > 0 ? pollfd.get(JAVA_SHORT, 6) : found;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** getpid(2). */
  public static int getpid() {
    MemorySegment state = STATE.get();
    try {
      return (int) GETPID.invokeExact(state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * sched_getaffinity(2): fills {@code mask} with the cores that a thread may run on, core n in bit
   * n % 8 of byte n / 8.
   *
   * @param thread its number; 0 for this one, the process's for its first
   */
  public static int schedGetaffinity(int thread, byte[] mask) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      // the kernel wants whole longs
      MemorySegment bits = arena.allocate((mask.length + 7) / 8 * 8L, 8);
      int answer = (int) Linux.SCHED_GETAFFINITY.invokeExact(state, thread, bits.byteSize(), bits);
      MemorySegment.copy(bits, JAVA_BYTE, 0, mask, 0, mask.length);
      return answer(answer, state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** sched_setaffinity(2); the arguments as of {@link #schedGetaffinity}. */
  public static int schedSetaffinity(int thread, byte[] mask) {
    MemorySegment state = STATE.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate((mask.length + 7) / 8 * 8L, 8);
      MemorySegment.copy(mask, 0, bits, JAVA_BYTE, 0, mask.length);
      return answer(
          (int) Linux.SCHED_SETAFFINITY.invokeExact(state, thread, bits.byteSize(), bits), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** kill(2). */
  public static int kill(int process, int signal) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) KILL.invokeExact(state, process, signal), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** isatty(3). */
  public static boolean isatty(int fd) {
    MemorySegment state = STATE.get();
    try {
      return (int) ISATTY.invokeExact(state, fd) == 1;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** tcgetattr(3). */
  public static int tcgetattr(int fd, MemorySegment termios) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) TCGETATTR.invokeExact(state, fd, termios), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** tcsetattr(3). */
  public static int tcsetattr(int fd, int when, MemorySegment termios) {
    MemorySegment state = STATE.get();
    try {
      return answer((int) TCSETATTR.invokeExact(state, fd, when, termios), state);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** cfmakeraw(3). */
  public static void cfmakeraw(MemorySegment termios) {
    try {
      CFMAKERAW.invokeExact(termios);
    } catch (Throwable e) {
      throw broken(e);
    }
  }
}
