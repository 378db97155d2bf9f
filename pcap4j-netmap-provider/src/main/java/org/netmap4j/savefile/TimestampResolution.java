package org.netmap4j.savefile;

/**
 * What an interface's timestamps count: if_tsresol of pcapng.
 *
 * @param binary whether it is a power of 2, else of 10
 * @param exponent the power, negated: 9 for nanoseconds where it is of 10; 0 to 127
 */
public record TimestampResolution(boolean binary, int exponent) {
  /** Millionths of a second. */
  public static final TimestampResolution MICROS = new TimestampResolution(false, 6);

  /** Billionths of a second. */
  public static final TimestampResolution NANOS = new TimestampResolution(false, 9);

  private static final int BINARY = 0x80;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int NANO_EXPONENT = 9;

  /** The greatest power of ten that 64 bits hold. */
  private static final int MAX_POWER = 19;

  /** Checks the exponent. */
  public TimestampResolution {
    if (exponent < 0 || exponent >= BINARY) {
      throw new IllegalArgumentException("exponent=" + exponent + ", expected 0 to 127");
    }
  }

  /** The resolution that the option's one byte means. */
  static TimestampResolution of(int option) {
    return new TimestampResolution((option & BINARY) != 0, option & ~BINARY);
  }

  /**
   * Nanoseconds in so many units, rounded down; {@link Long#MAX_VALUE} where they are more.
   *
   * @param units unsigned
   */
  long nanos(long units) {
    if (binary) {
      return shifted(
          Math.unsignedMultiplyHigh(units, NANOS_PER_SECOND), units * NANOS_PER_SECOND, exponent);
    }
    if (exponent > NANO_EXPONENT) {
      int power = exponent - NANO_EXPONENT;
      return power > MAX_POWER ? 0 : held(Long.divideUnsigned(units, ten(power)));
    }
    long factor = ten(NANO_EXPONENT - exponent);
    return Math.unsignedMultiplyHigh(units, factor) == 0 ? held(units * factor) : Long.MAX_VALUE;
  }

  /** The 128 bits of {@code high} and {@code low}, shifted right. */
  private static long shifted(long high, long low, int bits) {
    if (bits >= Long.SIZE) {
      return high >>> (bits - Long.SIZE);
    }
    if (high >>> bits != 0) {
      return Long.MAX_VALUE;
    }
    return held(bits == 0 ? low : (high << (Long.SIZE - bits)) | (low >>> bits));
  }

  private static long held(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }

  private static long ten(int power) {
    long ten = 1;
    for (int i = 0; i < power; i++) {
      ten *= 10;
    }
    return ten;
  }
}
