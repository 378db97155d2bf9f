package org.netmap4j.top.export;

/**
 * Text from outside as a label's value: bounded, and such as every parser takes it. Two texts that
 * become the same are one series from here on. Quotes, backslashes and line ends are left to the
 * writer, which escapes them.
 */
final class LabelText {
  /** Longer names are cut: a label is kept for as long as the series is. */
  static final int MAX_LENGTH = 128;

  private static final char STAND_IN = '\uFFFD';

  private LabelText() {}

  /** The value that stands for {@code text}. */
  static String of(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder value = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        value.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c) || (Character.isISOControl(c) && c != '\n')) {
        value.append(STAND_IN); // NUL ends the text for some parsers, half a pair is no UTF-8
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  /**
   * An owner without the process numbers: a program that is started anew goes on with its series.
   */
  static String owner(String owner) {
    String bounded = owner.substring(0, Math.min(owner.length(), 4 * MAX_LENGTH));
    return of(bounded.replaceAll("\\[\\d{1,10}\\]", ""));
  }
}
