package org.netmap4j.top.units;

/** Text from outside made safe to show: names and messages may hold any bytes. */
public final class Printable {
  /** What stands for a character that must not reach a terminal. */
  private static final char STAND_IN = '?';

  /** From here on scripts begin whose characters take two cells or combine. */
  private static final char FIRST_WIDE = '\u1100';

  private Printable() {}

  /**
   * The same text with a stand-in for each control, format, combining, wide or lone character: as
   * many cells as characters.
   */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(plain(c) ? c : STAND_IN);
    }
    return safe.toString();
  }

  /** Whether {@code c} takes one cell and commands nothing. */
  public static boolean plain(char c) {
    if (c < 0x7F) {
      return c >= ' ';
    }
    boolean oneCell = c < FIRST_WIDE || (c >= '\u2010' && c < '\u2E80');
    return oneCell
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }
}
