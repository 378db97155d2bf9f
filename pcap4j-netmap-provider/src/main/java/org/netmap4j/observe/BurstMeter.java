package org.netmap4j.observe;

/**
 * Finds the busiest 5 ms of a ring that is looked at now and then. Between two looks nobody knows
 * when packets came; so a window begins where nothing was coming, or with a look: it is as short as
 * it can be without cutting such a time in two, and 5 ms at least. Allocates nothing per look. For
 * one thread.
 */
final class BurstMeter {
  /** The shortest window. */
  static final long WINDOW_NANOS = 5_000_000;

  /** What comes within this is one stretch. Of two neighbours, so, one window has at most 12. */
  private static final long STRETCH_NANOS = 1_000_000;

  private static final int KEPT = 16;

  // stretches in which packets came: after FROM, up to TO
  private final long[] from = new long[KEPT];
  private final long[] to = new long[KEPT];
  private final long[] packets = new long[KEPT];
  private int newest;
  private int known;

  private boolean started;
  private long last;
  private long bestPackets;
  private long bestNanos;

  /**
   * A look at {@code nanos} found that so many packets have come since the one before. The first
   * look only begins.
   *
   * @param nanos the time by {@link System#nanoTime}
   */
  void see(long nanos, long morePackets) {
    if (!started) {
      started = true;
      last = nanos;
      return;
    }
    long now = later(nanos);
    if (morePackets > 0) {
      add(now, morePackets);
      measure();
    }
    last = now;
  }

  /** Nothing has come since the last look until {@code nanos}. */
  void quietUntil(long nanos) {
    if (started) {
      last = later(nanos);
    }
  }

  private long later(long nanos) {
    return nanos - last > 0 ? nanos : last;
  }

  private void add(long now, long more) {
    if (known > 0 && now - from[newest] <= STRETCH_NANOS) {
      packets[newest] += more;
    } else {
      newest = (newest + 1) % KEPT;
      known = Math.min(KEPT, known + 1);
      from[newest] = last;
      packets[newest] = more;
    }
    to[newest] = now;
  }

  /** Looks at the window that ends with the newest stretch. */
  private void measure() {
    long end = to[newest];
    long start = end - WINDOW_NANOS;
    long sum = 0;
    for (int i = 0; i < known; i++) {
      int stretch = (newest + KEPT - i) % KEPT;
      if (end - to[stretch] >= WINDOW_NANOS) {
        break;
      }
      sum += packets[stretch];
      start = start - from[stretch] > 0 ? from[stretch] : start;
    }
    long length = end - start;
    if (bestNanos == 0 || (double) sum / length > (double) bestPackets / bestNanos) {
      bestPackets = sum;
      bestNanos = length;
    }
  }

  /** The busiest of the windows that have ended since the last call. */
  Burst take() {
    Burst burst =
        bestNanos == 0 ? Burst.NONE : new Burst(Math.max(0, bestPackets), bestNanos / 1000);
    bestPackets = 0;
    bestNanos = 0;
    return burst;
  }
}
