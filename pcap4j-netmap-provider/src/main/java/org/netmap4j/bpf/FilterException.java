package org.netmap4j.bpf;

/** A filter expression that cannot be compiled: what is wrong, and where. */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String expression;
  private final int position;

  FilterException(String expression, int position, String problem) {
    super(
        "filter \"%s\": %s, at %s"
            .formatted(printable(expression), printable(problem), where(expression, position)));
    this.expression = expression;
    this.position = position;
  }

  private static String where(String expression, int position) {
    if (position >= expression.length()) {
      return "its end";
    }
    int end = Math.min(expression.length(), position + 20);
    return "character %d (\"%s\")"
        .formatted(position + 1, printable(expression.substring(position, end)));
  }

  /** In a loop, as errors are made where expressions are deepest. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < 200; i++) {
      int c = text.codePointAt(i);
      shown.appendCodePoint(isPrintable(c) ? c : '?');
      i += Character.charCount(c) - 1;
    }
    return text.length() > 200 ? shown + "…" : shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The expression. */
  public String expression() {
    return expression;
  }

  /** Where in the expression it is wrong: the index of a character, or its length for the end. */
  public int position() {
    return position;
  }
}
