package org.netmap4j.top.model;

import java.util.List;

/**
 * What a ring was seen to do. The counts run on from when it was first seen, as counters do; the
 * high-water mark and the burst are those since the reading before.
 *
 * @param looks how often it was looked at
 * @param fullLooks how many of them found it full
 * @param stalls how often it was found full while its owner left it as it was until the next look;
 *     one that goes on is one
 * @param highWater the most slots in use that a look found
 * @param batches how many times 1, 2 to 3, 4 to 7, 8 to 15, ... slots came in, or were queued, from
 *     one look to the next: what a sync moved, or several where there were more syncs than looks
 * @param sizes how many packets of up to 64, 127, 255, 511, 1023, 1518 and more bytes were seen, of
 *     those whose size was looked at
 * @param burst the most traffic within {@link #BURST_MICROS}: in packets, or in slots where nobody
 *     counts packets
 */
public record RingActivity(
    long looks,
    long fullLooks,
    long stalls,
    int highWater,
    List<Long> batches,
    List<Long> sizes,
    Burst burst) {
  /** The window of a burst. */
  public static final int BURST_MICROS = 5_000;

  /** The upper bounds of {@link #sizes}; the last class has none. */
  public static final List<Integer> SIZE_BOUNDS = List.of(64, 127, 255, 511, 1023, 1518);

  /** Nothing was seen. */
  public static final RingActivity NONE =
      new RingActivity(0, 0, 0, 0, List.of(), List.of(), Burst.NONE);

  /** Copies the lists. */
  public RingActivity {
    batches = List.copyOf(batches);
    sizes = List.copyOf(sizes);
  }

  /**
   * The busiest moment.
   *
   * @param packets in the window
   * @param micros how long the window was: a look that came late makes it longer
   */
  public record Burst(long packets, long micros) {
    /** No packet. */
    public static final Burst NONE = new Burst(0, 0);

    /** What the rate would be if it went on so. */
    public double packetsPerSecond() {
      return micros <= 0 ? 0 : packets * 1e6 / micros;
    }
  }
}
