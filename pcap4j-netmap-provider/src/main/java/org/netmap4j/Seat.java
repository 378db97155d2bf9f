package org.netmap4j;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread in and out at the price of two stores, where a {@link UseGate} takes two atomic
 * operations. Who ends the seat pays instead: see {@link #fence}.
 *
 * <p>Whoever is in comes out soon: nothing is waited for inside, and no callback runs there.
 */
final class Seat {
  private final @Nullable Thread owner;
  private final AtomicBoolean inside = new AtomicBoolean();
  private volatile boolean open = true;

  /** A seat for {@code owner}; for nobody if that is null. */
  Seat(@Nullable Thread owner) {
    this.owner = owner;
  }

  /** Goes in; false for any thread but the owner, and when the seat is ended. */
  @SuppressWarnings("ReferenceEquality") // a class of threads may say that all of them are equal
  boolean enter() {
    if (Thread.currentThread() != owner) {
      return false;
    }
    inside.setRelease(true);
    if (open) {
      return true;
    }
    inside.setRelease(false);
    return false;
  }

  /** Goes out, after {@link #enter} said yes. */
  void exit() {
    inside.setRelease(false);
  }

  /** Lets nobody in any more; who is in is in until {@link #awaitLeft}. */
  void end() {
    open = false;
  }

  /**
   * Makes sure that everybody has seen what this thread wrote, and this thread what everybody did
   * before: each thread of the JVM is brought to a safepoint, which closing a shared arena does. An
   * owner that read {@link #open} before it has then been seen to be inside; any other reads it
   * after, and stays out. So entering needs no fence of its own.
   */
  static void fence() {
    Arena.ofShared().close();
  }

  /** Waits until the owner is out; to be called after {@link #end} and then {@link #fence}. */
  void awaitLeft() {
    while (inside.get()) {
      Thread.onSpinWait();
    }
  }
}
