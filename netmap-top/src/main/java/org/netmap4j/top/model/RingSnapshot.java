package org.netmap4j.top.model;

/**
 * A ring with its rates.
 *
 * @param reading what was read
 * @param packetsPerSecond packets over the last interval
 * @param bytesPerSecond bytes over the last interval, layer 2 without the frame check sequence
 * @param dropsPerSecond drops over the last interval
 * @param trend what it was before
 */
public record RingSnapshot(
    RingReading reading,
    double packetsPerSecond,
    double bytesPerSecond,
    double dropsPerSecond,
    Trend trend) {

  /** Layer 2 bits per second over the last interval. */
  public double bitsPerSecond() {
    return bytesPerSecond * 8;
  }

  /** Slots in use as a share of those that can be, 0 to 1. */
  public double fill() {
    return reading.slots() < 2 ? 0 : Math.min(1.0, (double) reading.used() / (reading.slots() - 1));
  }

  /** Whether nothing passed in the last interval and nothing was lost. */
  public boolean idle() {
    return packetsPerSecond == 0 && dropsPerSecond == 0;
  }
}
