package org.netmap4j.top.ui;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.List;
import org.netmap4j.top.units.Printable;

/** The line of input at the bottom: a search jumps while it is typed, a filter hides. */
final class Prompts {
  private static final int LONGEST = 60;

  private Prompts() {}

  static UiState open(UiState state, boolean filter) {
    return state.with(new UiState.Prompt(filter, filter ? state.filter() : ""));
  }

  static UiState apply(UiState state, UiState.Prompt prompt, KeyStroke key, List<Row> rows) {
    String text = prompt.text();
    return switch (key.getKeyType()) {
      case Enter -> state.unprompted();
      case Escape -> changed(state, new UiState.Prompt(prompt.filter(), ""), rows).unprompted();
      case Backspace ->
          text.isEmpty()
              ? state.unprompted()
              : changed(
                  state,
                  new UiState.Prompt(prompt.filter(), text.substring(0, text.length() - 1)),
                  rows);
      case Character -> {
        char c = Keys.plain(key);
        boolean takes = c != 0 && Printable.plain(c) && text.length() < LONGEST;
        yield takes ? changed(state, new UiState.Prompt(prompt.filter(), text + c), rows) : state;
      }
      default -> state;
    };
  }

  /** Goes to the next line with what was searched for, {@code from} lines after the cursor's. */
  static UiState find(UiState state, List<Row> rows, int from) {
    int start = Keys.at(state.cursor(), rows);
    for (int i = 0; i < rows.size() && !state.search().isEmpty(); i++) {
      int index = (start + from + i) % rows.size();
      if (rows.get(index).contains(state.search())) {
        return Keys.goTo(state, rows, index);
      }
    }
    return state;
  }

  private static UiState changed(UiState state, UiState.Prompt prompt, List<Row> rows) {
    UiState typed = state.with(prompt);
    return prompt.filter()
        ? typed.filteredBy(prompt.text())
        : find(typed.searching(prompt.text()), rows, 0);
  }
}
