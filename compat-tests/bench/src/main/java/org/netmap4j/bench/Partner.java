package org.netmap4j.bench;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A second thread, which does something while the first does something else. Between two times it
 * sleeps, so that it takes no processor from what else is measured.
 */
final class Partner implements AutoCloseable {
  /** Something that one of the two does. */
  @FunctionalInterface
  interface Work {
    /** Does it; answers something that depends on all of it. */
    long run() throws Exception;
  }

  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::loop);
  private volatile boolean open = true;

  /** What is to be done next; null once it was done. */
  private volatile @Nullable Work work;

  private volatile boolean awake;
  private volatile boolean go;
  private volatile @Nullable Exception failed;
  private volatile long answer;
  private long nanos;

  Partner() {
    thread.start();
  }

  private void loop() {
    while (open) {
      Work next = work;
      if (next == null) {
        LockSupport.park(this);
        continue;
      }
      awake = true;
      while (!go) {
        Thread.onSpinWait();
      }
      try {
        answer = next.run();
      } catch (Exception e) {
        failed = e;
      }
      awake = false;
      go = false;
      work = null;
    }
  }

  /** Does both at once; answers what {@code theirs} answers, once both are done. */
  long together(Work mine, Work theirs) throws Exception {
    work = theirs;
    LockSupport.unpark(thread);
    while (!awake) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    go = true;
    mine.run();
    while (work != null) {
      Thread.onSpinWait();
    }
    nanos = System.nanoTime() - start;
    Exception trouble = failed;
    if (trouble != null) {
      throw trouble;
    }
    return answer;
  }

  /** How long both took the last time, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  @Override
  public void close() {
    open = false;
    LockSupport.unpark(thread);
  }
}
