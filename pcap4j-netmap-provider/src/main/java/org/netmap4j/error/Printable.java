package org.netmap4j.error;

/**
 * Text from outside made fit for a message: what would steer a terminal, break the line or reorder
 * the text is written as an escape of the form JSON uses.
 *
 * <p>Applying it twice changes nothing more.
 */
public final class Printable {
  /** Characters of one name that a message shows; the error's data holds all of it. */
  private static final int MAX_TEXT = 128;

  private Printable() {}

  /** A name, escaped, and cut if it is far longer than any that could be right. */
  public static String text(String text) {
    return text.length() <= MAX_TEXT ? line(text) : line(text.substring(0, MAX_TEXT)) + "…";
  }

  /** A whole message, escaped. */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isHarmful(c)) {
            for (char half : Character.toChars(c)) {
              out.append("\\u%04x".formatted((int) half));
            }
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
