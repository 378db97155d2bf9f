package org.netmap4j.bpf;

/** A filter expression that cannot be compiled: what is wrong, and where. */
public final class FilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String expression;
  private final int position;

  FilterException(String expression, int position, String problem) {
    super(message(expression, position, problem));
    this.expression = expression;
    this.position = position;
  }

  /** Errors are made where expressions are deepest: formatters would take much of the stack. */
  private static String message(String expression, int position, String problem) {
    StringBuilder message = new StringBuilder("filter \"");
    message.append(printable(expression)).append("\": ").append(printable(problem));
    if (position >= expression.length()) {
      return message.append(", at its end").toString();
    }
    int end = Math.min(expression.length(), position + 20);
    message.append(", at character ").append(position + 1).append(" (\"");
    message.append(printable(expression.substring(position, end)));
    return message.append("\")").toString();
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < 200; i++) {
      int c = text.codePointAt(i);
      shown.appendCodePoint(isPrintable(c) ? c : '?');
      i += Character.charCount(c) - 1;
    }
    return text.length() > 200 ? shown.append('…').toString() : shown.toString();
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
