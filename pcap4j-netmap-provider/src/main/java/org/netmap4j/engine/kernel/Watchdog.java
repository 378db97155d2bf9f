package org.netmap4j.engine.kernel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after threads that are inside a sync. One that does not come back within a second is held
 * by the module, because the link went down in that very moment; nothing but the link's coming up
 * frees it. The watchdog says so once, with thread and remedy, and has everybody else stay out.
 */
final class Watchdog {
  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final long PERIOD_NANOS = Duration.ofMillis(250).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();
  private static @Nullable Thread thread;

  private Watchdog() {}

  /** One registration's syncs. */
  static final class Watch {
    private final String device;

    /** When the sync that is under way began, 0 for none; and whose it is. */
    private volatile long since;

    private volatile @Nullable Thread who;
    private volatile boolean held;

    private Watch(String device) {
      this.device = device;
    }

    /** A sync begins. */
    void enter() {
      who = Thread.currentThread();
      since = System.nanoTime() | 1;
    }

    /** It came back. */
    void leave() {
      since = 0;
      if (held) {
        held = false;
        LOG.log(System.Logger.Level.INFO, "{0}: the sync came back; the port goes on", device);
      }
    }

    /** Whether a thread is held inside a sync. */
    boolean held() {
      return held;
    }

    private void look(long now) {
      long start = since;
      Thread thread = who;
      if (start == 0 || held || thread == null || now - start < PATIENCE_NANOS) {
        return;
      }
      held = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: thread \"{1}\" is held inside a netmap sync since {2} ms, because the interface went "
              + "down; it comes back with: ip link set {0} up",
          device,
          thread.getName(),
          (now - start) / 1_000_000);
    }
  }

  /** Begins to look after the syncs of one registration on the interface {@code device}. */
  static Watch watch(String device) {
    Watch watch = new Watch(device);
    synchronized (Watchdog.class) {
      WATCHES.add(watch);
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("netmap-watchdog").start(Watchdog::run);
      }
    }
    return watch;
  }

  /** Ends it. */
  static void forget(Watch watch) {
    WATCHES.remove(watch);
  }

  /** Ends by itself when there is nothing left to look after. */
  private static void run() {
    while (true) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long now = System.nanoTime();
      WATCHES.forEach(watch -> watch.look(now));
      synchronized (Watchdog.class) {
        if (WATCHES.isEmpty()) {
          thread = null;
          return;
        }
      }
    }
  }
}
