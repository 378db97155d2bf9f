package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against arithmetic without limits. */
class TimestampResolutionTest {
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static long expected(TimestampResolution resolution, long units) {
    BigInteger unit = BigInteger.valueOf(resolution.binary() ? 2 : 10).pow(resolution.exponent());
    return new BigInteger(Long.toUnsignedString(units))
        .multiply(BigInteger.valueOf(1_000_000_000))
        .divide(unit)
        .min(MAX)
        .longValueExact();
  }

  @Test
  void isExactAndRoundsDown() {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int option = 0; option < 256; option++) {
      TimestampResolution resolution = TimestampResolution.of(option);
      for (long units : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
        assertEquals(expected(resolution, units), resolution.nanos(units), resolution::toString);
      }
      for (int i = 0; i < 200; i++) {
        long units = random.nextLong() >>> random.nextInt(64);
        assertEquals(
            expected(resolution, units),
            resolution.nanos(units),
            () -> resolution + ", " + units + ", seed " + seed);
      }
    }
  }

  @Test
  void hasAnExponentOfSevenBits() {
    assertThrows(IllegalArgumentException.class, () -> new TimestampResolution(true, 128));
    assertThrows(IllegalArgumentException.class, () -> new TimestampResolution(false, -1));
  }
}
