package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * How ring indices and status words are read and written: decided here, once.
 *
 * <p>With the kernel module, ring ownership changes hands only inside a system call, so plain
 * access would do. The embedded engine's two sides may run on two threads, and a packet ring of the
 * kernel is filled while we read: there the reader of an index must see all that was written before
 * the index was published. Acquire on the other side's word and release on one's own give that, and
 * cost nothing over plain access on x86-64. Fields of slots and packet bytes are plain: the indices
 * order them.
 */
public final class SharedMemory {
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  private SharedMemory() {}

  /** Reads a word that the other side publishes. */
  public static int getAcquire(MemorySegment memory, long offset) {
    return (int) INT.getAcquire(memory, offset);
  }

  /** Publishes a word of one's own. */
  public static void setRelease(MemorySegment memory, long offset, int value) {
    INT.setRelease(memory, offset, value);
  }
}
