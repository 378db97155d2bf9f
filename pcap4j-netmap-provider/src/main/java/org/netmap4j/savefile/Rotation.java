package org.netmap4j.savefile;

import java.time.Duration;
import java.time.ZoneId;

/**
 * When a file is ended and the next begun, as by the options -C, -G and -W of tcpdump(1).
 *
 * @param maxBytes a file that has as many is ended; 0 for no limit
 * @param period a file is ended so long after its first packet, by the packets' times; 0 for never
 * @param keep how many files there are at most: the oldest is deleted for the next; 0 for all
 * @param zone where the times in the files' names are valid
 */
public record Rotation(long maxBytes, Duration period, int keep, ZoneId zone) {
  /** Checks the numbers. */
  public Rotation {
    if (maxBytes < 0 || period.isNegative() || keep < 0) {
      throw new IllegalArgumentException(
          "maxBytes=%d, period=%s, keep=%d: expected 0 or more".formatted(maxBytes, period, keep));
    }
  }

  /** By size; all files are kept. */
  public static Rotation bySize(long maxBytes) {
    return new Rotation(maxBytes, Duration.ZERO, 0, ZoneId.systemDefault());
  }

  /** By time; all files are kept. */
  public static Rotation byTime(Duration period) {
    return new Rotation(0, period, 0, ZoneId.systemDefault());
  }

  /** The same, of so many files at most. */
  public Rotation keep(int files) {
    return new Rotation(maxBytes, period, files, zone);
  }
}
