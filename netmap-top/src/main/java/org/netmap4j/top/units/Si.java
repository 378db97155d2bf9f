package org.netmap4j.top.units;

import java.util.Locale;

/**
 * Numbers with SI prefixes and four significant digits. The last character is always the prefix, a
 * space where there is none, so that right-aligned columns line up.
 */
public final class Si {
  private static final String PREFIXES = " kMGTPE";

  private Si() {}

  /** A rate: {@code "0 "}, {@code "12.34 "}, {@code "1.234M"}; at most six characters. */
  public static String rate(double value) {
    if (!(value >= 0.0005)) {
      return "0 ";
    }
    double scaled = value;
    int prefix = 0;
    while (scaled >= 999.95 && prefix < PREFIXES.length() - 1) {
      scaled /= 1000;
      prefix++;
    }
    return digits(scaled) + PREFIXES.charAt(prefix);
  }

  /** A count: whole up to 9999, then as a rate; at most six characters. */
  public static String count(long value) {
    return value < 10_000 ? value + " " : rate((double) value);
  }

  /** A whole number with its thousands parted: {@code 12,345,678}. */
  public static String exact(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A rate with its unit, {@code "1.234 Mpkt/s"}, {@code "12.34 pkt/s"}; for use in prose. */
  public static String rate(double value, String unit) {
    String text = rate(value);
    int last = text.length() - 1;
    return text.substring(0, last) + " " + text.substring(last).strip() + unit;
  }

  /**
   * A rate with its unit in a field that does not jitter: the number ends, and the unit begins,
   * always at the same place. Seven cells longer than {@code unit}.
   */
  public static String field(double value, String unit) {
    String text = rate(value);
    int last = text.length() - 1;
    String named = text.substring(last).strip() + unit;
    return String.format(
        Locale.ROOT, "%5s %-" + (unit.length() + 1) + "s", text.substring(0, last), named);
  }

  private static String digits(double scaled) {
    String pattern;
    if (scaled < 9.9995) {
      pattern = "%.3f";
    } else if (scaled < 99.995) {
      pattern = "%.2f";
    } else if (scaled < 999.95) {
      pattern = "%.1f";
    } else {
      pattern = "%.0f";
    }
    return String.format(Locale.ROOT, pattern, scaled);
  }
}
