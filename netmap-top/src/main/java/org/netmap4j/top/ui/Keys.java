package org.netmap4j.top.ui;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keys do: states from states. */
final class Keys {
  private Keys() {}

  /** What a key asks of the program rather than of the picture. */
  enum Command {
    NONE,
    QUIT,
    SUSPEND,
    REDRAW
  }

  /** The command behind a key; most have none. */
  static Command command(UiState state, KeyStroke key) {
    if (key.getKeyType() == KeyType.EOF) {
      return Command.QUIT;
    }
    if (key.isCtrlDown() && key.getKeyType() == KeyType.Character) {
      return switch (key.getCharacter()) {
        case 'c', '\\' -> Command.QUIT;
        case 'z' -> Command.SUSPEND;
        case 'l' -> Command.REDRAW;
        default -> Command.NONE;
      };
    }
    boolean typing = state.prompt() != null || state.help();
    boolean quit = key.getKeyType() == KeyType.F10 || plain(key) == 'q';
    return quit && !typing ? Command.QUIT : Command.NONE;
  }

  /**
   * The state after a key.
   *
   * @param shown what is shown; null while there is nothing
   * @param rows the lines as they are shown
   * @param page how many of them fit
   */
  static UiState apply(
      UiState state, KeyStroke key, @Nullable Shown shown, List<Row> rows, int page) {
    if (state.help()) {
      return state.help(false);
    }
    if (state.prompt() != null) {
      return Prompts.apply(state, state.prompt(), key, rows);
    }
    return switch (key.getKeyType()) {
      case ArrowUp -> move(state, rows, -1);
      case ArrowDown -> move(state, rows, 1);
      case PageUp -> move(state, rows, -Math.max(1, page - 1));
      case PageDown -> move(state, rows, Math.max(1, page - 1));
      case Home -> goTo(state, rows, 0);
      case End -> goTo(state, rows, rows.size() - 1);
      case F1 -> state.help(true);
      case F3 -> Prompts.search(state);
      case F4 -> Prompts.filter(state);
      case F6 -> state.with(state.order().by(state.order().key().step(1)));
      case Escape -> back(state);
      case Enter -> open(state, rows);
      case Tab, ArrowRight -> state.at(state.place().page().step(1), focus(state, rows));
      case ReverseTab, ArrowLeft -> state.at(state.place().page().step(-1), focus(state, rows));
      case Character -> typed(state, plain(key), shown, rows);
      default -> state;
    };
  }

  /** Ends search and filter first, and then goes back. */
  private static UiState back(UiState state) {
    boolean narrowed = !state.search().isEmpty() || !state.filter().isEmpty();
    return narrowed || state.place().page() == Page.OVERVIEW
        ? state.searching("").filteredBy("")
        : state.at(Page.OVERVIEW, state.place().focus());
  }

  /** Shows what the cursor's line stands for. */
  private static UiState open(UiState state, List<Row> rows) {
    return rows.isEmpty()
        ? state
        : switch (rows.get(at(state.cursor(), rows))) {
          case Row.Port row -> state.at(Page.PORT, row.id());
          case Row.Trouble row -> state.at(Page.PORT, row.id());
          case Row.Ring row -> state.at(Page.RING, row.id());
          case Row.Text row -> Pages.standsForRing(row) ? state.at(Page.RING, row.id()) : state;
        };
  }

  /** What the user looks at on the next page: on the overview, what the cursor is on. */
  private static Row.@Nullable Id focus(UiState state, List<Row> rows) {
    boolean overview = state.place().page() == Page.OVERVIEW && !rows.isEmpty();
    return overview ? rows.get(at(state.cursor(), rows)).id() : state.place().focus();
  }

  private static UiState step(UiState state, @Nullable Shown shown, int steps) {
    UiState.Place place = state.place();
    return shown == null || place.page() == Page.OVERVIEW
        ? state
        : state.at(
            place.page(),
            Focus.step(shown.snapshot(), place.focus(), place.page() == Page.RING, steps));
  }

  private static UiState typed(UiState state, char c, @Nullable Shown shown, List<Row> rows) {
    for (Page page : Page.values()) {
      if (page.key() == c) {
        return state.at(page, focus(state, rows));
      }
    }
    Order order = state.order();
    for (SortKey key : SortKey.values()) {
      if (key.key() == c) {
        return state.with(order.by(key));
      }
    }
    return switch (c) {
      case ']' -> step(state, shown, 1);
      case '[' -> step(state, shown, -1);
      case 'o' -> state.with(order.frozen().isEmpty() ? order.freeze(rows) : order.thaw());
      case 'x' -> state.hex(!state.place().hex());
      case 'w' -> shown == null ? state : Prompts.record(state, shown);
      case 'j' -> move(state, rows, 1);
      case 'k' -> move(state, rows, -1);
      case 'g' -> goTo(state, rows, 0);
      case 'G' -> goTo(state, rows, rows.size() - 1);
      case '>' -> state.with(order.by(order.key().step(1)));
      case '<' -> state.with(order.by(order.key().step(-1)));
      case 'r', 'I' -> state.with(order.reverse());
      case 'e' -> state.with(order.toggleIdle());
      case 'u' -> state.in(state.unit().next());
      case 's' -> state.with(new UiState.Scale(!state.scale().link(), state.scale().log()));
      case 'l' -> state.with(new UiState.Scale(state.scale().link(), !state.scale().log()));
      case ' ' -> state.paused(!state.paused());
      case '/' -> Prompts.search(state);
      case '\\' -> Prompts.filter(state);
      case 'n' -> Prompts.find(state, rows, 1);
      case '?', 'h' -> state.help(true);
      default -> state;
    };
  }

  private static UiState move(UiState state, List<Row> rows, int by) {
    return goTo(state, rows, at(state.cursor(), rows) + by);
  }

  static UiState goTo(UiState state, List<Row> rows, int index) {
    if (rows.isEmpty()) {
      return state;
    }
    int to = Math.clamp(index, 0, rows.size() - 1);
    return state.with(new UiState.Cursor(rows.get(to).id(), to, state.cursor().top()));
  }

  /** The cursor's line among {@code rows}. */
  static int at(UiState.Cursor cursor, List<Row> rows) {
    int found = Rows.indexOf(rows, cursor.id());
    return found >= 0 ? found : Math.clamp(cursor.index(), 0, Math.max(0, rows.size() - 1));
  }

  /** The state whose cursor is on its line and on the screen. */
  static UiState settle(UiState state, List<Row> rows, int page) {
    UiState.Cursor cursor = state.cursor();
    int index = at(cursor, rows);
    int lowest = Math.max(0, index - Math.max(1, page) + 1);
    int top = Math.clamp(cursor.top(), lowest, Math.max(lowest, index));
    top = Math.min(top, Math.max(0, rows.size() - page));
    return state.with(new UiState.Cursor(cursor.id(), index, top));
  }

  /** The character of a key without modifiers; 0 when it has none. */
  static char plain(KeyStroke key) {
    @Nullable Character c = key.getCharacter();
    boolean typed = key.getKeyType() == KeyType.Character && !key.isCtrlDown() && !key.isAltDown();
    return typed && c != null ? c : 0;
  }
}
