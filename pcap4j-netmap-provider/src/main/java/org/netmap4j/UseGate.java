package org.netmap4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets many in until it is closed, and says when the last has left: so that memory is unmapped only
 * after whoever was reading it has finished.
 */
final class UseGate {
  private static final int CLOSED = 1 << 31;
  private static final VarHandle STATE;

  static {
    try {
      STATE =
          MethodHandles.lookup()
              .findVarHandle(UseGate.class, "state", int.class)
              .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

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
    return (int) STATE.getAndAdd(this, -1) - 1 == CLOSED;
  }

  /**
   * Closes; true when it was open and nobody is in. Who is in then gets true from {@link #exit}.
   */
  boolean close() {
    return (int) STATE.getAndBitwiseOr(this, CLOSED) == 0;
  }

  boolean closed() {
    return state < 0;
  }
}
