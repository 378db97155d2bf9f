package org.netmap4j.top.ui;

import java.util.List;

/** The last line: the keys that fit, the line being typed, or what there is no other room for. */
final class FooterPane {
  private record Hint(String key, String label) {}

  private static final List<Hint> SHEET_HINTS =
      List.of(
          new Hint("F1", "Help"),
          new Hint("Esc", "Back"),
          new Hint("1-" + Page.values().length, "Pages"),
          new Hint("[ ]", "Next"),
          new Hint("w", "Record"),
          new Hint("Space", "Pause"),
          new Hint("/", "Search"),
          new Hint("\\", "Filter"),
          new Hint("q", "Quit"),
          new Hint("^L", "Redraw"));
  private static final List<Hint> HINTS =
      List.of(
          new Hint("F1", "Help"),
          new Hint("q", "Quit"),
          new Hint("Enter", "Open"),
          new Hint("1-" + Page.values().length, "Pages"),
          new Hint("F6", "Sort"),
          new Hint("r", "Reverse"),
          new Hint("Space", "Pause"),
          new Hint("u", "Units"),
          new Hint("e", "Idle"),
          new Hint("/", "Search"),
          new Hint("\\", "Filter"),
          new Hint("Esc", "Show all"),
          new Hint("^L", "Redraw"));

  void render(List<Row> rows, UiState state, Layout layout, Canvas canvas) {
    int y = layout.footer();
    UiState.Prompt prompt = state.prompt();
    UiState.Notice notice = state.notice();
    if (prompt != null) {
      int x = canvas.put(0, y, asked(prompt.kind(), state.place().page()), Role.KEY);
      String text = prompt.text();
      int room = Math.max(1, canvas.width() - x - 1);
      x = canvas.put(x, y, text.substring(Math.max(0, text.length() - room)), Role.PROMPT);
      canvas.put(x, y, "_", Role.PROMPT);
    } else if (notice != null && layout.compact()) {
      Role role = notice.alert() ? Role.ALERT : Role.WARN;
      canvas.putWithin(0, y, canvas.width(), notice.text(), role);
    } else {
      List<Hint> hints = state.place().page() == Page.OVERVIEW ? HINTS : SHEET_HINTS;
      hints(hints, y, canvas, position(rows.size(), state.cursor().top(), layout));
    }
  }

  private static String asked(UiState.Prompt.Kind kind, Page page) {
    return switch (kind) {
      case SEARCH -> "Search: ";
      case FILTER -> page.taps() ? "Packets (pcap-filter): " : "Filter: ";
      case RECORD -> "Record to: ";
    };
  }

  /** Which lines are shown, where not all are. */
  private static String position(int rows, int top, Layout layout) {
    if (rows <= layout.listRows()) {
      return "";
    }
    return " %d-%d/%d".formatted(top + 1, Math.min(rows, top + layout.listRows()), rows);
  }

  private static void hints(List<Hint> hints, int y, Canvas canvas, String position) {
    int end = canvas.width() - position.length();
    int x = 0;
    for (Hint hint : hints) {
      if (x + hint.key().length() + 1 + hint.label().length() > end) {
        break;
      }
      x = canvas.put(x, y, hint.key(), Role.KEY);
      x = canvas.put(x, y, " " + hint.label(), Role.KEY_LABEL);
      x++;
    }
    canvas.put(end, y, position, Role.DIM);
  }
}
