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

  private static String printable(String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
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
