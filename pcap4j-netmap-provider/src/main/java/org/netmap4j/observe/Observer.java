package org.netmap4j.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.EngineProvider;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapError;
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
  private final @Nullable KernelRegions kernel;
  private final List<Refusal> refusals;
  private @Nullable ProcessScan scan;
  private long nextScan;
  private boolean closed;

  private Observer(
      EmbeddedRegions embedded, @Nullable KernelRegions kernel, List<Refusal> refusals) {
    this.embedded = embedded;
    this.kernel = kernel;
    this.refusals = refusals;
  }

  /**
   * An observer of this machine.
   *
   * @throws NetmapException the system does not let processes be looked at
   */
  public static Observer open() throws NetmapException {
    for (EngineProvider provider : Engines.installed()) {
      if (provider.name().equals(KernelRegions.ENGINE)) {
        return open(provider);
      }
    }
    return new Observer(new EmbeddedRegions(), null, List.of());
  }

  private static Observer open(EngineProvider kernel) throws NetmapException {
    Optional<NetmapError> cause = kernel.unavailability();
    List<Refusal> refusals =
        cause.isPresent() && cause.get() instanceof NetmapError.NoPermission refused
            ? List.of(
                new Refusal(
                    ProcessScan.DEVICE, "the module's rings cannot be seen", refused.remedy()))
            : List.of();
    return cause.isPresent()
        ? new Observer(new EmbeddedRegions(), null, refusals)
        : of(kernel.engine());
  }

  /** An observer with an engine for the module's regions. */
  static Observer of(Engine kernel) throws NetmapException {
    return new Observer(new EmbeddedRegions(), new KernelRegions(kernel), List.of());
  }

  /** What is there now. A process that ended since the last look is gone. */
  public synchronized Inventory look() {
    if (closed) {
      throw new IllegalStateException("look: this observer is closed");
    }
    ProcessScan latest = scan();
    List<ObservedRegion> regions = new ArrayList<>();
    if (kernel != null) {
      regions.addAll(kernel.look(latest.deviceHolders(), System.nanoTime()));
    }
    regions.addAll(embedded.look());
    List<Refusal> refused = new ArrayList<>(refusals);
    refused.addAll(embedded.refusals());
    return new Inventory(
        Instant.now(),
        System.nanoTime(),
        regions,
        latest.deviceHolders(),
        refused,
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
      long nanos = System.nanoTime();
      embedded.sample(nanos);
      if (kernel != null) {
        kernel.sample(nanos);
      }
    }
  }

  /** Unmaps everything. */
  @Override
  public synchronized void close() {
    closed = true;
    embedded.close();
    if (kernel != null) {
      kernel.close();
    }
  }
}
