package org.netmap4j.savefile;

import java.util.List;

/**
 * An interface that packets of a savefile were captured on.
 *
 * @param linktype what the packets begin with, a LINKTYPE_ number of 16 bits
 * @param snaplen the longest packet kept in bytes, 0 to 2³²−1; 0 for no limit
 * @param name its name, as {@code eth0}; empty if the file does not say
 * @param description what else it is called; empty if the file does not say
 * @param resolution the unit of its timestamps in the file
 * @param offsetSeconds what is added to its timestamps in the file: if_tsoffset
 * @param comments what somebody remarked
 */
public record CaptureInterface(
    int linktype,
    long snaplen,
    String name,
    String description,
    TimestampResolution resolution,
    long offsetSeconds,
    List<String> comments) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Checks the ranges. */
  public CaptureInterface {
    PcapHeader.check(snaplen, linktype);
    comments = List.copyOf(comments);
  }

  /** One of Ethernet frames, kept whole, in nanoseconds. */
  public static CaptureInterface ethernet(String name) {
    return new CaptureInterface(
        PcapHeader.ETHERNET,
        PcapHeader.MAX_SNAPLEN,
        name,
        "",
        TimestampResolution.NANOS,
        0,
        List.of());
  }

  /**
   * The time that so many units of its resolution mean, in nanoseconds since the epoch; what a long
   * cannot hold is its least or greatest value.
   */
  long nanos(long units) {
    long nanos = resolution.nanos(units);
    return offsetSeconds == 0 ? nanos : add(nanos, saturated(offsetSeconds));
  }

  private static long saturated(long seconds) {
    long nanos = seconds * NANOS_PER_SECOND;
    if (Math.multiplyHigh(seconds, NANOS_PER_SECOND) == nanos >> 63) {
      return nanos;
    }
    return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** The first is not negative, so the sum is not too small. */
  private static long add(long nanos, long offset) {
    long sum = nanos + offset;
    return offset > 0 && sum < 0 ? Long.MAX_VALUE : sum;
  }
}
