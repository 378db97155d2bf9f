package org.netmap4j.engine.kernel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.SleepWatch;

/**
 * Looks after threads that are inside the module: in a sync, or asleep on a port's descriptor, for
 * epoll syncs the ports that it finds ready. One that does not come back within a second of its
 * time is held by the module, because the link went down in that very moment; nothing but the
 * link's coming up frees it. The watchdog says so once, with thread and remedy, and has everybody
 * else stay out.
 */
final class Watchdog {
  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
  private static final long PERIOD_NANOS = Duration.ofMillis(250).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();
  private static @Nullable Thread thread;

  private final String device;
  private final AtomicInteger held = new AtomicInteger();

  /** For a port on the interface {@code device}. */
  Watchdog(String device) {
    this.device = device;
  }

  /** Whether a thread is held on this port. */
  boolean holds() {
    return held.get() > 0;
  }

  /** Looks after one thread at a time, until it is closed. */
  Watch watch() {
    Watch watch = new Watch();
    synchronized (Watchdog.class) {
      WATCHES.add(watch);
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("netmap-watchdog").start(Watchdog::run);
      }
    }
    return watch;
  }

  /** What one thread at a time does in the module. */
  final class Watch implements SleepWatch {
    /**
     * When the call that is under way should be back at the latest, 0 for none; and whose it is.
     */
    private volatile long due;

    private volatile @Nullable Thread who;
    private volatile boolean late;

    @Override
    public void begins(long nanos) {
      who = Thread.currentThread();
      due = System.nanoTime() + nanos + PATIENCE_NANOS | 1;
    }

    @Override
    public void ends() {
      due = 0;
      if (late) {
        late = false;
        held.decrementAndGet();
        LOG.log(System.Logger.Level.INFO, "{0}: the thread came back; the port goes on", device);
      }
    }

    @Override
    public void close() {
      WATCHES.remove(this);
    }

    private void look(long now) {
      long end = due;
      Thread thread = who;
      if (end == 0 || late || thread == null || now - end < 0) {
        return;
      }
      late = true;
      held.incrementAndGet();
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: thread \"{1}\" is held inside the netmap module since more than {2} s, because "
              + "the interface went down; it comes back with: ip link set {0} up",
          device,
          thread.getName(),
          PATIENCE_NANOS / 1_000_000_000);
    }
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
