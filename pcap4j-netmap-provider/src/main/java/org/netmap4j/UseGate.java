package org.netmap4j;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets many in until it is closed, and says when the last has left: so that memory is unmapped only
 * after whoever was reading it has finished.
 */
final class UseGate {
  private static final int CLOSED = 1 << 31;

  private final AtomicInteger state = new AtomicInteger();

  /** Goes in; false when it is closed. */
  boolean enter() {
    int now = state.get();
    while (now >= 0) {
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
      now = state.get();
    }
    return false;
  }

  /** Goes out; true for the last one out of a closed gate. */
  boolean exit() {
    return state.decrementAndGet() == CLOSED;
  }

  /**
   * Closes; true when it was open and nobody is in. Who is in then gets true from {@link #exit}.
   */
  boolean close() {
    int before = state.getAndUpdate(now -> now | CLOSED);
    return before == 0;
  }

  boolean closed() {
    return state.get() < 0;
  }
}
