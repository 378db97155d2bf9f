package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
 *
 * <p>Counters that others read at any time have one writer: opaque access keeps each whole. What
 * belongs together without an index to order it has a sequence number, odd while it is written.
 */
public final class SharedMemory {
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  private SharedMemory() {}

  /** Reads a word that the other side publishes. */
  public static int getAcquire(MemorySegment memory, long offset) {
    return (int) INT.getAcquire(memory, offset);
  }

  /** Publishes a word of one's own. */
  public static void setRelease(MemorySegment memory, long offset, int value) {
    INT.setRelease(memory, offset, value);
  }

  /** Adds to a counter that has no other writer. */
  public static void add(MemorySegment memory, long offset, long more) {
    LONG.setOpaque(memory, offset, (long) LONG.get(memory, offset) + more);
  }

  /** Reads a counter. */
  public static long count(MemorySegment memory, long offset) {
    return (long) LONG.getOpaque(memory, offset);
  }

  /** Publishes a number: who reads it with {@link #published} sees all that was written before. */
  public static void publish(MemorySegment memory, long offset, long value) {
    LONG.setRelease(memory, offset, value);
  }

  /** Reads a number that the other side publishes. */
  public static long published(MemorySegment memory, long offset) {
    return (long) LONG.getAcquire(memory, offset);
  }

  /** Writes what belongs together, for its only writer, behind the sequence number there. */
  public static void write(MemorySegment memory, long sequence, Runnable fields) {
    int before = memory.get(JAVA_INT, sequence) & ~1;
    INT.setOpaque(memory, sequence, before + 1);
    VarHandle.releaseFence();
    try {
      fields.run();
    } finally {
      INT.setRelease(memory, sequence, before + 2);
    }
  }

  /** Whether what was read since the sequence number there was {@code before} belongs together. */
  public static boolean whole(MemorySegment memory, long sequence, int before) {
    VarHandle.acquireFence();
    return (before & 1) == 0 && (int) INT.getOpaque(memory, sequence) == before;
  }
}
