package org.netmap4j.savefile;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a savefile is written.
 *
 * @param replace whether a file of that name is emptied; else it is an error
 * @param flushPackets after how many packets the file gets them; 0 for when the buffer is full
 * @param flushAfter after how much time the file gets them; 0 for when the buffer is full. The
 *     clock is looked at when a packet is written: who waits for packets flushes when there are
 *     none
 * @param clock time in nanoseconds, as {@link System#nanoTime}
 */
public record WriteOptions(
    boolean replace, int flushPackets, Duration flushAfter, LongSupplier clock) {
  /** A new file, flushed when the buffer of 64 KiB is full. */
  public static final WriteOptions NEW_FILE =
      new WriteOptions(false, 0, Duration.ZERO, System::nanoTime);

  /** A file that may replace another, flushed when the buffer of 64 KiB is full. */
  public static final WriteOptions REPLACE =
      new WriteOptions(true, 0, Duration.ZERO, System::nanoTime);

  /** Checks the numbers. */
  public WriteOptions {
    if (flushPackets < 0 || flushAfter.isNegative()) {
      throw new IllegalArgumentException(
          "flush after %d packets, %s: expected 0 or more".formatted(flushPackets, flushAfter));
    }
  }

  /** The same, flushed after so many packets. */
  public WriteOptions flushPackets(int packets) {
    return new WriteOptions(replace, packets, flushAfter, clock);
  }

  /** The same, flushed after so much time. */
  public WriteOptions flushAfter(Duration time) {
    return new WriteOptions(replace, flushPackets, time, clock);
  }
}
