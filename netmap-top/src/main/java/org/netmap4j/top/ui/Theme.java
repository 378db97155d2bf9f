package org.netmap4j.top.ui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.top.term.ColorDepth;

/**
 * What roles look like at a depth of colour. The colours are those of Okabe and Ito, told apart by
 * colour-blind readers too; nothing is said by colour alone. For one thread.
 */
public final class Theme {
  private static final TextColor NONE = TextColor.ANSI.DEFAULT;

  private final Map<Role, Style> styles = new EnumMap<>(Role.class);
  private final Map<Cell, TextCharacter> cells = new HashMap<>();

  private record Style(TextColor foreground, TextColor background, List<SGR> modifiers) {}

  private record Cell(char c, Role role) {}

  /** The few colours that the roles share. */
  private record Palette(
      TextColor ink,
      TextColor paper,
      TextColor title,
      TextColor sky,
      TextColor orange,
      TextColor vermillion,
      TextColor grey,
      TextColor cursor) {}

  /** The theme for a depth. */
  public Theme(ColorDepth depth) {
    switch (depth) {
      case MONO -> mono();
      case ANSI16 ->
          colored(
              new Palette(
                  TextColor.ANSI.BLACK,
                  TextColor.ANSI.WHITE_BRIGHT,
                  TextColor.ANSI.BLUE,
                  TextColor.ANSI.CYAN,
                  TextColor.ANSI.YELLOW,
                  TextColor.ANSI.RED,
                  TextColor.ANSI.BLACK_BRIGHT,
                  TextColor.ANSI.WHITE));
      case INDEXED256 ->
          colored(
              new Palette(
                  new TextColor.Indexed(16),
                  new TextColor.Indexed(231),
                  new TextColor.Indexed(25),
                  new TextColor.Indexed(74),
                  new TextColor.Indexed(214),
                  new TextColor.Indexed(166),
                  new TextColor.Indexed(244),
                  new TextColor.Indexed(252)));
      case TRUE_COLOR ->
          colored(
              new Palette(
                  new TextColor.RGB(0x00, 0x00, 0x00),
                  new TextColor.RGB(0xFF, 0xFF, 0xFF),
                  new TextColor.RGB(0x00, 0x5A, 0x8F),
                  new TextColor.RGB(0x56, 0xB4, 0xE9),
                  new TextColor.RGB(0xE6, 0x9F, 0x00),
                  new TextColor.RGB(0xD5, 0x5E, 0x00),
                  new TextColor.RGB(0x80, 0x80, 0x80),
                  new TextColor.RGB(0xD0, 0xD0, 0xD0)));
    }
  }

  private void mono() {
    for (Role role : Role.values()) {
      switch (role) {
        case TITLE, HEADER, SELECTED, KEY_LABEL -> style(role, NONE, NONE, SGR.REVERSE);
        case TITLE_FLAG, HEADER_SORTED -> style(role, NONE, NONE, SGR.BOLD, SGR.REVERSE);
        case PORT, ALERT, BAR_FULL, KEY -> style(role, NONE, NONE, SGR.BOLD);
        default -> style(role, NONE, NONE);
      }
    }
  }

  private void colored(Palette p) {
    for (Role role : Role.values()) {
      switch (role) {
        case TEXT -> style(role, NONE, NONE);
        case DIM -> style(role, p.grey(), NONE);
        case TITLE -> style(role, p.paper(), p.title(), SGR.BOLD);
        case TITLE_FLAG -> style(role, p.ink(), p.orange(), SGR.BOLD);
        case HEADER, KEY_LABEL -> style(role, p.ink(), p.sky());
        case HEADER_SORTED -> style(role, p.ink(), p.orange());
        case PORT, KEY -> style(role, NONE, NONE, SGR.BOLD);
        case RX, BAR -> style(role, p.sky(), NONE);
        case TX, WARN, BAR_HIGH, PROMPT -> style(role, p.orange(), NONE);
        case ALERT, BAR_FULL -> style(role, p.vermillion(), NONE, SGR.BOLD);
        case SELECTED -> style(role, p.ink(), p.cursor());
      }
    }
  }

  private void style(Role role, TextColor foreground, TextColor background, SGR... modifiers) {
    styles.put(role, new Style(foreground, background, List.of(modifiers)));
  }

  /** The cell that shows {@code c} in a role. */
  public TextCharacter cell(char c, Role role) {
    return cells.computeIfAbsent(new Cell(c, role), this::make);
  }

  private TextCharacter make(Cell cell) {
    Style style = styles.getOrDefault(cell.role(), new Style(NONE, NONE, List.of()));
    return TextCharacter.fromCharacter(
        cell.c(), style.foreground(), style.background(), style.modifiers().toArray(SGR[]::new))[0];
  }
}
