package org.netmap4j.host;

import java.util.BitSet;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;

/** The cores that threads run on: sched_setaffinity(2). */
public final class Cores {
  /** More than any kernel is built for, so that its mask always fits. */
  private static final int MASK_BYTES = 8192 / Byte.SIZE;

  private Cores() {}

  /**
   * The cores, by number, that this process may use: those of its first thread, as taskset(1) and
   * the like set them, whatever thread asks.
   */
  public static BitSet allowed() throws NetmapException {
    byte[] mask = new byte[MASK_BYTES];
    int answer = Libc.schedGetaffinity(Libc.getpid(), mask);
    if (answer < 0) {
      throw failed("look up the cores of this process", answer);
    }
    return BitSet.valueOf(mask);
  }

  /**
   * Has this thread, which must not be a virtual one, run on one core only.
   *
   * @throws NetmapException the process may not use the core, or the system refuses
   */
  public static void pin(int core) throws NetmapException {
    require(core);
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("pin: a virtual thread has no core of its own");
    }
    BitSet one = new BitSet();
    one.set(core);
    int answer = Libc.schedSetaffinity(0, one.toByteArray());
    if (answer < 0) {
      throw failed("pin a thread to core " + core, answer);
    }
  }

  /**
   * Makes sure that the process may use a core.
   *
   * @throws NetmapException it may not: {@link NetmapError.NoSuchCore}
   */
  public static void require(int core) throws NetmapException {
    BitSet allowed = allowed();
    if (core < 0 || !allowed.get(core)) {
      throw new NetmapException(
          new NetmapError.NoSuchCore(core, allowed.stream().boxed().toList()));
    }
  }

  private static NetmapException failed(String operation, int answer) {
    return new NetmapException(
        new NetmapError.SystemCall(operation, -answer, Libc.strerror(-answer)));
  }
}
