package org.netmap4j.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;

/**
 * Looks at the rings of all processes, without touching their traffic: nothing is registered but
 * NULL ports and monitors that end at once, nothing is written, nothing is sent. Calls come one at
 * a time, from any thread.
 */
public final class Observer implements AutoCloseable {
  /** How often processes are looked through: whose regions are known is seen at each look. */
  private static final long SCAN_NANOS = Duration.ofSeconds(1).toNanos();

  /** Looking through them takes at most one part in so many. */
  private static final int SCAN_SHARE = 25;

  private final EmbeddedRegions embedded;
  private @Nullable ProcessScan scan;
  private long nextScan;
  private boolean closed;

  private Observer(EmbeddedRegions embedded) {
    this.embedded = embedded;
  }

  /**
   * An observer of this machine.
   *
   * @throws NetmapException the system does not let processes be looked at
   */
  public static Observer open() throws NetmapException {
    return new Observer(new EmbeddedRegions());
  }

  /** What is there now. A process that ended since the last look is gone. */
  public synchronized Inventory look() {
    if (closed) {
      throw new IllegalStateException("look: this observer is closed");
    }
    ProcessScan latest = scan();
    List<ObservedRegion> regions = new ArrayList<>(embedded.look());
    return new Inventory(
        Instant.now(),
        System.nanoTime(),
        regions,
        latest.deviceHolders(),
        embedded.refusals(),
        latest.closed());
  }

  private ProcessScan scan() {
    long start = System.nanoTime();
    ProcessScan latest = scan;
    if (latest == null || start - nextScan >= 0) {
      latest = ProcessScan.now();
      scan = latest;
      embedded.found(latest.found());
      long end = System.nanoTime();
      nextScan = end + Math.max(SCAN_NANOS, SCAN_SHARE * (end - start));
    }
    return latest;
  }

  /**
   * Follows the indices of the rings that the last look found; to be called often between looks, so
   * that what moves is counted. Makes no system call.
   */
  public synchronized void sample() {
    if (!closed) {
      embedded.sample();
    }
  }

  /** Unmaps everything. */
  @Override
  public synchronized void close() {
    closed = true;
    embedded.close();
  }
}
