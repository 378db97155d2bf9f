package org.netmap4j.pcap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;

/**
 * Copies of packets, in memory of a fixed size: one thread at a time puts them in, one takes them
 * out.
 *
 * <p>A record is captured and wire length (4 bytes each), the time (8), and the bytes, filled up to
 * a multiple of 8. It never goes over the end of the memory: {@link #TO_START} says that it goes on
 * at the start.
 */
final class CopyQueue {
  private static final int HEADER = 16;
  private static final int TO_START = -1;

  private final MemorySegment memory;
  private final long size;

  /** Bytes ever taken out, and ever put in. */
  private final AtomicLong head = new AtomicLong();

  private final AtomicLong tail = new AtomicLong();

  /** What was put in before this was chosen by another filter than the one in force. */
  private volatile long chosenBefore;

  /** Of at least {@code bytes} bytes. */
  CopyQueue(long bytes) {
    size = bytes + 7 & ~7L;
    memory = Arena.ofAuto().allocate(size, 8);
  }

  boolean isEmpty() {
    return head.get() == tail.get();
  }

  /** Another filter is in force: what is here was chosen by the one before. */
  void filterChanged() {
    chosenBefore = tail.getAcquire();
  }

  private static long recordBytes(int captured) {
    return HEADER + (captured + 7L & ~7L);
  }

  /** Copies a packet in; false when there is no room. */
  boolean put(MemorySegment from, long start, int captured, int length, long nanos) {
    long bytes = recordBytes(captured);
    long end = tail.getPlain();
    long at = end % size;
    long toEnd = size - at;
    long taken = bytes <= toEnd ? bytes : toEnd + bytes;
    if (end + taken - head.getAcquire() > size) {
      return false;
    }
    if (bytes > toEnd) {
      memory.set(JAVA_INT, at, TO_START);
      at = 0;
    }
    memory.set(JAVA_INT, at, captured);
    memory.set(JAVA_INT, at + 4, length);
    memory.set(JAVA_LONG, at + 8, nanos);
    MemorySegment.copy(from, start, memory, at + HEADER, captured);
    tail.setRelease(end + taken);
    return true;
  }

  /**
   * Hands over the packets that are there now.
   *
   * @param most no more than these
   * @param enough looked at before each; true ends it
   * @param filter the one in force
   * @return how many
   */
  int drain(int most, BooleanSupplier enough, @Nullable BpfFilter filter, CapturedHandler handler) {
    long end = tail.getAcquire();
    long from = head.getPlain();
    int given = 0;
    while (from < end && given < most && !enough.getAsBoolean()) {
      long at = from % size;
      int captured = memory.get(JAVA_INT, at);
      if (captured == TO_START) {
        from += size - at;
      } else {
        int length = memory.get(JAVA_INT, at + 4);
        boolean wanted =
            from >= chosenBefore
                || filter == null
                || filter.run(memory, at + HEADER, captured, length) != 0;
        from += recordBytes(captured);
        given += wanted ? 1 : 0;
        try {
          if (wanted) {
            handler.packet(memory, at + HEADER, captured, length, memory.get(JAVA_LONG, at + 8));
          }
        } finally {
          head.setRelease(from);
        }
      }
    }
    return given;
  }
}
