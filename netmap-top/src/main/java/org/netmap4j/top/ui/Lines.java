package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The lines of a sheet, written from left to right and from top to bottom.
 *
 * <p>A line is cut off at the right edge; text that must not be lost is {@link #wrapped}.
 */
final class Lines {
  /** What a line is called that stands for nothing. */
  static final String LINE = "line";

  private final String page;
  private final int width;
  private final List<Row> rows = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private int column;

  /** Lines of a page, {@code width} cells wide. */
  Lines(Page page, int width) {
    this.page = page.name();
    this.width = width;
  }

  int width() {
    return width;
  }

  /** How many cells of the line are left. */
  int room() {
    return Math.max(0, width - column);
  }

  /** More of the line. */
  Lines add(String text, Role role) {
    if (!text.isEmpty()) {
      spans.add(new Span(text, role));
      column += text.length();
    }
    return this;
  }

  /** More of the line. */
  Lines add(List<Span> more) {
    more.forEach(span -> add(span.text(), span.role()));
    return this;
  }

  /** Spaces, so that what follows begins in a column; one at least. */
  Lines to(int to) {
    return add(" ".repeat(Math.max(1, to - column)), Role.TEXT);
  }

  /** More of the line, as it is drawn on a canvas of one row. */
  Lines picture(int columns, Consumer<Canvas> drawing) {
    if (columns > 0) {
      Canvas canvas = new Canvas(columns, 1);
      drawing.accept(canvas);
      row(canvas, 0);
    }
    return this;
  }

  /** Lines that are drawn, {@code indent} cells from the left. */
  void pictures(int indent, int columns, int rows, Consumer<Canvas> drawing) {
    Canvas canvas = new Canvas(Math.max(1, columns), rows);
    drawing.accept(canvas);
    for (int y = 0; y < rows; y++) {
      add(" ".repeat(indent), Role.TEXT);
      row(canvas, y);
      end();
    }
  }

  private void row(Canvas canvas, int y) {
    int from = 0;
    for (int x = 1; x <= canvas.width(); x++) {
      if (x == canvas.width() || canvas.roleAt(x, y) != canvas.roleAt(from, y)) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < x; i++) {
          text.append(canvas.charAt(i, y));
        }
        add(text.toString(), canvas.roleAt(from, y));
        from = x;
      }
    }
  }

  /** Text that ends before a column. */
  Lines right(int end, String text, Role role) {
    return add(" ".repeat(Math.max(0, end - column - text.length())), Role.TEXT).add(text, role);
  }

  /** The line is whole. */
  void end() {
    end(new Row.Id(page, rows.size(), LINE));
  }

  /** The line is whole, and stands for a port or a ring. */
  void end(Row.Id id) {
    rows.add(new Row.Text(id, spans));
    spans.clear();
    column = 0;
  }

  /** A line of its own. */
  void line(String text, Role role) {
    add(text, role).end();
  }

  /** A name in a column of its own, and what there is to say of it. */
  void fact(String name, String value, Role role) {
    add(" ", Role.TEXT).add("%-14s ".formatted(name), Role.DIM);
    wrapped(value, role);
  }

  /** What a block of lines is about; an empty line before it. */
  void heading(String text) {
    if (!rows.isEmpty()) {
      end();
    }
    line(text, Role.PORT);
  }

  /** Text of any length; what is too long goes on below where it began. */
  void wrapped(String text, Role role) {
    int indent = column;
    int each = Math.max(8, width - indent);
    String left = text;
    while (left.length() > each) {
      int space = left.lastIndexOf(' ', each);
      int cut = space > each / 2 ? space : each;
      add(left.substring(0, cut), role).end();
      left = left.substring(cut).strip();
      add(" ".repeat(indent), Role.TEXT);
    }
    add(left, role).end();
  }

  /** All lines. */
  List<Row> rows() {
    return List.copyOf(rows);
  }
}
