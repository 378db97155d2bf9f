package org.netmap4j.top.batch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the formats have in common. */
final class Formats {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Formats() {}

  /** ISO-8601, UTC, always with milliseconds. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /** A rate as a plain decimal, at most three places, no exponent. */
  static BigDecimal rate(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(Double.isFinite(value) ? value : 0)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
