package org.netmap4j;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Lets many in until it is closed, and says when the last has left: so that memory is unmapped only
 * after whoever was reading it has finished.
 */
final class UseGate {
  private static final int CLOSED = 1 << 31;
  private static final AtomicIntegerFieldUpdater<UseGate> STATE =
      AtomicIntegerFieldUpdater.newUpdater(UseGate.class, "state");

  /** How many are in, and whether it is closed: here and not behind a reference, as it is hot. */
  private volatile int state;

  /** Goes in; false when it is closed. */
  boolean enter() {
    int now = state;
    while (now >= 0) {
      if (STATE.compareAndSet(this, now, now + 1)) {
        return true;
      }
      now = state;
    }
    return false;
  }

  /** Goes out; true for the last one out of a closed gate. */
  boolean exit() {
    return STATE.decrementAndGet(this) == CLOSED;
  }

  /**
   * Closes; true when it was open and nobody is in. Who is in then gets true from {@link #exit}.
   */
  boolean close() {
    return STATE.getAndUpdate(this, now -> now | CLOSED) == 0;
  }

  boolean closed() {
    return state < 0;
  }
}
