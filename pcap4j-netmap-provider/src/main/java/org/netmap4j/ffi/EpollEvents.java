package org.netmap4j.ffi;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An array of struct epoll_event, which is packed on x86-64 and nowhere else. */
public final class EpollEvents {
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final long SIZE = PACKED ? 12 : 16;
  private static final long DATA = PACKED ? 4 : 8;

  private final MemorySegment memory;

  /** Room for {@code capacity} events, for as long as {@code arena} lives. */
  public EpollEvents(int capacity, Arena arena) {
    memory = arena.allocate(SIZE * capacity, 8);
  }

  /** The array, to hand to the system. */
  public MemorySegment memory() {
    return memory;
  }

  /** Writes event 0, for epoll_ctl(2). */
  public MemorySegment set(int events, long data) {
    memory.set(JAVA_INT_UNALIGNED, 0, events);
    memory.set(JAVA_LONG_UNALIGNED, DATA, data);
    return memory;
  }

  /** The event bits of event {@code index}. */
  public int events(int index) {
    return memory.get(JAVA_INT_UNALIGNED, SIZE * index);
  }

  /** The data that was registered with event {@code index}. */
  public long data(int index) {
    return memory.get(JAVA_LONG_UNALIGNED, SIZE * index + DATA);
  }
}
