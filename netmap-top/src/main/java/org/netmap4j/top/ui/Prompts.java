package org.netmap4j.top.ui;

import com.googlecode.lanterna.input.KeyStroke;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.netmap4j.top.ui.UiState.Prompt.Kind;
import org.netmap4j.top.units.Printable;

/** The line of input at the bottom: a search jumps while it is typed, a filter hides. */
final class Prompts {
  private static final int LONGEST = 200;
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Prompts() {}

  static UiState search(UiState state) {
    return state.with(new UiState.Prompt(Kind.SEARCH, ""));
  }

  static UiState filter(UiState state) {
    return state.with(new UiState.Prompt(Kind.FILTER, state.filter()));
  }

  /** Asks where to; or ends the recording that runs. */
  static UiState record(UiState state, Shown shown) {
    if (state.recordTo() != null) {
      return state.recordingTo(null);
    }
    Row.Id looksAt = state.looksAt();
    String what = looksAt == null ? "port" : looksAt.port() + "-" + looksAt.line();
    String name = what.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("-+$", "");
    String time = FILE_TIME.format(shown.snapshot().time());
    return state.with(new UiState.Prompt(Kind.RECORD, name + "-" + time + ".pcapng"));
  }

  static UiState apply(UiState state, UiState.Prompt prompt, KeyStroke key, List<Row> rows) {
    String text = prompt.text();
    return switch (key.getKeyType()) {
      case Enter ->
          prompt.kind() == Kind.RECORD && !text.isBlank()
              ? state.recordingTo(text.strip())
              : state.unprompted();
      case Escape -> changed(state, new UiState.Prompt(prompt.kind(), ""), rows).unprompted();
      case Backspace ->
          text.isEmpty()
              ? state.unprompted()
              : changed(
                  state,
                  new UiState.Prompt(prompt.kind(), text.substring(0, text.length() - 1)),
                  rows);
      case Character -> {
        char c = Keys.plain(key);
        boolean takes = c != 0 && Printable.plain(c) && text.length() < LONGEST;
        yield takes ? changed(state, new UiState.Prompt(prompt.kind(), text + c), rows) : state;
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
    return switch (prompt.kind()) {
      case FILTER -> typed.filteredBy(prompt.text());
      case SEARCH -> find(typed.searching(prompt.text()), rows, 0);
      case RECORD -> typed;
    };
  }
}
