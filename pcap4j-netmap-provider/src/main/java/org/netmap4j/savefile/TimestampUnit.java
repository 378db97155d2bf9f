package org.netmap4j.savefile;

/** What the fraction of a record's timestamp counts. */
public enum TimestampUnit {
  /** Millionths of a second. */
  MICROS(0xA1B2C3D4, 1_000),
  /** Billionths of a second. */
  NANOS(0xA1B23C4D, 1);

  private final int magic;
  private final int nanos;

  TimestampUnit(int magic, int nanos) {
    this.magic = magic;
    this.nanos = nanos;
  }

  /** The number a file of this unit begins with. */
  int magic() {
    return magic;
  }

  /** Nanoseconds in one unit. */
  int nanos() {
    return nanos;
  }

  /** The same for an interface. */
  TimestampResolution resolution() {
    return this == MICROS ? TimestampResolution.MICROS : TimestampResolution.NANOS;
  }
}
