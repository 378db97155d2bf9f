package org.netmap4j.engine.embedded;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A ring index that one thread publishes and another reads: what was written to slots and buffers
 * before {@link #publish} is seen by who finds it with {@link #get}.
 *
 * <p>It has cache lines of its own, so that the two sides do not slow each other down.
 */
final class SharedIndex {
  /** In ints: two lines to each side, as processors fetch lines in pairs. */
  private static final int APART = 32;

  private final AtomicIntegerArray cells = new AtomicIntegerArray(2 * APART);

  SharedIndex(int start) {
    cells.setPlain(APART, start);
  }

  int get() {
    return cells.getAcquire(APART);
  }

  void publish(int index) {
    cells.setRelease(APART, index);
  }
}
