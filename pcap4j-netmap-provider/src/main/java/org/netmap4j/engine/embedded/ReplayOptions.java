package org.netmap4j.engine.embedded;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How a savefile is played back.
 *
 * @param file the savefile, pcap or pcapng
 * @param speed how many times faster than recorded; {@link #MAX_SPEED} for as fast as it is read
 * @param slots slots of the receive ring
 * @param clock time in nanoseconds, as {@link System#nanoTime}
 */
public record ReplayOptions(Path file, double speed, int slots, LongSupplier clock) {
  /** Without regard to the recorded times. */
  public static final double MAX_SPEED = Double.POSITIVE_INFINITY;

  /** Checks the numbers. */
  public ReplayOptions {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("replay speed: expected more than 0, found " + speed);
    }
    if (slots < 2) {
      throw new IllegalArgumentException("replay slots: expected at least 2, found " + slots);
    }
  }

  /** With 1,024 slots, on the system's clock. */
  public static ReplayOptions of(Path file, double speed) {
    return new ReplayOptions(file, speed, 1024, System::nanoTime);
  }
}
