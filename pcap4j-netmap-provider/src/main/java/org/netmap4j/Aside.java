package org.netmap4j;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what the system may hold up for long on a thread of its own. Whoever asked for it goes on
 * after a second at the latest; the work is done when the system lets it.
 */
final class Aside {
  private static final long PATIENCE_SECONDS = 1;

  private Aside() {}

  static void run(String name, Runnable work) {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread.ofPlatform().daemon().name(name).start(task);
    try {
      boolean _ = task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // the watchdog has said, or will say, who is held and what frees it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + ": " + e.getCause(), e.getCause());
    }
  }
}
