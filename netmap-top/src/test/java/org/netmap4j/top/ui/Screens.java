package org.netmap4j.top.ui;

import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Snapshot;

/** Pictures as text: the characters, then a letter for each cell's attributes, then what it is. */
final class Screens {
  static final Look BLOCKS = new Look(Glyphs.BLOCKS, ZoneOffset.UTC, "1.2.3", KeyMap.NONE);
  static final Look BRAILLE = new Look(Glyphs.BRAILLE, ZoneOffset.UTC, "1.2.3", KeyMap.NONE);
  static final Look ASCII = new Look(Glyphs.ASCII, ZoneOffset.UTC, "1.2.3", KeyMap.NONE);

  private Screens() {}

  static Canvas canvas(
      @Nullable Snapshot snapshot, UiState state, int width, int height, Look look) {
    return canvas(
        snapshot == null ? null : new Shown(snapshot, Samples.tap(), null),
        state,
        width,
        height,
        look);
  }

  static Canvas canvas(@Nullable Shown shown, UiState state, int width, int height, Look look) {
    Canvas canvas = new Canvas(width, height);
    MainView view = new MainView(look);
    List<Row> rows = shown == null ? List.of() : view.rows(shown, state, width);
    int page = Math.max(1, Layout.of(state.place().page(), width, height).listRows());
    view.render(shown, Keys.settle(state, rows, page), canvas);
    return canvas;
  }

  static String text(Canvas canvas) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = 0; x < canvas.width(); x++) {
        text.append(canvas.charAt(x, y));
      }
      text.append('\n');
    }
    return text.toString();
  }

  static String describe(Canvas canvas, Theme theme) {
    Map<String, Character> letters = new LinkedHashMap<>();
    StringBuilder attributes = new StringBuilder();
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = 0; x < canvas.width(); x++) {
        String style = style(theme.cell(canvas.charAt(x, y), canvas.roleAt(x, y)));
        attributes.append(
            letters.computeIfAbsent(style, _ -> (char) ('a' + letters.size())).charValue());
      }
      attributes.append('\n');
    }
    StringBuilder legend = new StringBuilder();
    letters.forEach(
        (style, letter) -> legend.append(letter).append(": ").append(style).append('\n'));
    return text(canvas) + "\n" + attributes + "\n" + legend;
  }

  private static String style(TextCharacter cell) {
    return name(cell.getForegroundColor())
        + " on "
        + name(cell.getBackgroundColor())
        + " "
        + cell.getModifiers();
  }

  private static String name(TextColor color) {
    return color.toString();
  }
}
