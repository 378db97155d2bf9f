package org.netmap4j.pcap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that one thread has at a time. Who wants it can wait for it, or until something else
 * has happened, which {@link #poke} tells. Nobody waiting, it costs two atomic operations.
 */
final class Turn {
  private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
  private final AtomicInteger waiters = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Whether this thread has it. */
  boolean mine() {
    return Thread.currentThread().equals(holder.get());
  }

  boolean take() {
    return holder.compareAndSet(null, Thread.currentThread());
  }

  /**
   * Waits for it.
   *
   * @param nanos for how long
   * @param enough looked at after each change: ends the wait without the turn
   * @return whether this thread has it now
   */
  boolean take(long nanos, BooleanSupplier enough) {
    if (take()) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    lock.lock();
    waiters.incrementAndGet(); // before looking: who frees it looks at this afterwards
    try {
      long left = nanos;
      while (!take()) {
        if (left <= 0 || enough.getAsBoolean()) {
          return false;
        }
        left = await(left);
      }
      return true;
    } finally {
      waiters.decrementAndGet();
      lock.unlock();
    }
  }

  /** Interrupts do not end it, as they do not end pcap's: they are kept for who wants them. */
  private long await(long nanos) {
    boolean interrupted = false;
    long start = System.nanoTime();
    try {
      while (true) {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return 0;
        }
        try {
          return changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives it up. */
  void free() {
    holder.set(null);
    poke();
  }

  /** Has those who wait look whether they have waited enough. */
  void poke() {
    if (waiters.get() > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
