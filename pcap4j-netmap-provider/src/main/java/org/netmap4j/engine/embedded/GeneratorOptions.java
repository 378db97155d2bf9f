package org.netmap4j.engine.embedded;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a generator makes up: the same frames at the same times for the same seed and clock.
 *
 * @param packetsPerSecond the rate of each receive ring, one ring for each number
 * @param seed the seed of sizes, addresses and payload
 * @param slots slots of each ring
 * @param clock time in nanoseconds, as {@link System#nanoTime}
 */
public record GeneratorOptions(
    List<Long> packetsPerSecond, long seed, int slots, LongSupplier clock) {
  /** Checks the numbers. */
  public GeneratorOptions {
    packetsPerSecond = List.copyOf(packetsPerSecond);
    if (packetsPerSecond.isEmpty() || packetsPerSecond.size() > 64) {
      throw new IllegalArgumentException(
          "generator: 1 to 64 rings, not " + packetsPerSecond.size());
    }
    if (packetsPerSecond.stream().anyMatch(rate -> rate < 0 || rate > 100_000_000)) {
      throw new IllegalArgumentException(
          "generator: 0 to 100000000 packets/s, not " + packetsPerSecond);
    }
    if (slots < 2) {
      throw new IllegalArgumentException("generator slots: expected at least 2, found " + slots);
    }
  }

  /** Rings of the given rates with 1,024 slots, on the system's clock. */
  public static GeneratorOptions of(long seed, long... packetsPerSecond) {
    return new GeneratorOptions(
        java.util.Arrays.stream(packetsPerSecond).boxed().toList(), seed, 1024, System::nanoTime);
  }
}
