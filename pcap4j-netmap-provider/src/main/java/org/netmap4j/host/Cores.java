package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;

/** The cores that threads run on: sched_setaffinity(2). */
public final class Cores {
  /** As large as the kernel's sets are at most: 8192 cores. */
  private static final int BYTES = 1024;

  private Cores() {}

  /** The cores that this thread may use. */
  public static List<Integer> allowed() throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(BYTES, 8);
      check("sched_getaffinity", Libc.schedGetaffinity(set));
      return IntStream.range(0, 8 * BYTES)
          .filter(core -> (word(set, core) & bit(core)) != 0)
          .boxed()
          .toList();
    }
  }

  /**
   * Has this thread, which must be no virtual one, run on one core only, from now on.
   *
   * @throws IllegalArgumentException it may not use that core
   */
  public static void pin(int core) throws NetmapException {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no core of its own");
    }
    require(core);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate(BYTES, 8);
      set.set(JAVA_LONG, core / 64 * 8L, bit(core));
      check("sched_setaffinity", Libc.schedSetaffinity(set));
    }
  }

  /** Throws if this thread may not use a core. */
  public static void require(int core) throws NetmapException {
    List<Integer> allowed = allowed();
    if (!allowed.contains(core)) {
      throw new IllegalArgumentException("core " + core + ": expected one of " + allowed);
    }
  }

  private static long word(MemorySegment set, int core) {
    return set.get(JAVA_LONG, core / 64 * 8L);
  }

  private static long bit(int core) {
    return 1L << core % 64;
  }

  private static void check(String call, int answer) throws NetmapException {
    if (answer < 0) {
      throw new NetmapException(new NetmapError.SystemCall(call, -answer, Libc.strerror(-answer)));
    }
  }
}
