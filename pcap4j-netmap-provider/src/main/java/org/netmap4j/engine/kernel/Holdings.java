package org.netmap4j.engine.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a port has taken so far, to be given back in reverse: when it is closed, or when it cannot
 * be opened after all.
 */
final class Holdings implements AutoCloseable {
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** Remembers how what was just taken is given back. */
  void add(Runnable giveBack) {
    undo.push(giveBack);
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
