package org.netmap4j.top.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.term.ColorDepth;

/** Whole screens, cell by cell. {@code -Dgolden.update=true} writes them anew. */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private static final Snapshot RICH = Samples.rich();

  record Size(int width, int height) {}

  record Mode(String name, Look look, ColorDepth depth) {}

  private static final List<Size> SIZES =
      List.of(new Size(40, 10), new Size(80, 24), new Size(120, 40), new Size(200, 60));
  private static final List<Mode> MODES =
      List.of(
          new Mode("mono", Screens.BLOCKS, ColorDepth.MONO),
          new Mode("16", Screens.BLOCKS, ColorDepth.ANSI16),
          new Mode("ascii", Screens.ASCII, ColorDepth.ANSI16));

  static Stream<Picture> pictures() {
    return SIZES.stream().flatMap(size -> MODES.stream().flatMap(mode -> Picture.all(size, mode)));
  }

  record Picture(String name, UiState state, Size size, Mode mode) {
    static Stream<Picture> all(Size size, Mode mode) {
      return Stream.of(
              Stream.of(new Picture("help", UiState.START.help(true), size, mode)),
              Arrays.stream(Page.values())
                  .map(page ->
                      new Picture(
                          page.name().toLowerCase(Locale.ROOT),
                          UiState.START.at(page, new Row.Id("eth0", 1, "rx 1")).hex(true),
                          size,
                          mode)))
          .flatMap(it -> it);
    }

    @Override
    public String toString() {
      return "%s-%dx%d-%s".formatted(name, size.width(), size.height(), mode.name());
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void looksAsItDid(Picture picture) throws IOException {
    Canvas canvas =
        Screens.canvas(
            picture.state().place().page() == Page.OVERVIEW ? Samples.usual() : RICH,
            picture.state(),
            picture.size().width(),
            picture.size().height(),
            picture.mode().look());
    check(picture.toString(), canvas, picture.mode().depth());
  }

  @Test
  void looksAsItDidInUse() throws IOException {
    Snapshot snapshot = Samples.usual();
    List<Row> rows = Rows.of(snapshot, Order.NATURAL);
    UiState state = UiState.START;
    for (String key : List.of("P", "j", "j", "u", " ", "/")) {
      state =
          Keys.apply(
              state, new KeyStroke(key.charAt(0), false, false), new Shown(snapshot), rows, 18);
    }
    state = Keys.apply(state, new KeyStroke('v', false, false), new Shown(snapshot), rows, 18);
    check(
        "search-80x24-16",
        Screens.canvas(snapshot, state, 80, 24, Screens.BLOCKS),
        ColorDepth.ANSI16);
    UiState filtered =
        Keys.apply(state, new KeyStroke(KeyType.Enter), new Shown(snapshot), rows, 18)
            .with(Order.NATURAL.toggleIdle().filteredBy("rx"))
            .with(
                new UiState.Notice(
                    "file x.pcap, at byte 24: expected a packet, found 3 bytes", true));
    check(
        "filter-80x24-16",
        Screens.canvas(snapshot, filtered, 80, 24, Screens.BLOCKS),
        ColorDepth.ANSI16);
  }

  @Test
  void looksAsItDidWithPortsOfOthers() throws IOException {
    Snapshot others = Samples.others().getLast();
    for (Size size : SIZES.subList(0, 2)) {
      check(
          "others-%dx%d-mono".formatted(size.width(), size.height()),
          Screens.canvas(others, UiState.START, size.width(), size.height(), Screens.BLOCKS),
          ColorDepth.MONO);
    }
  }

  @Test
  void looksAsItDidWithOtherGraphs() throws IOException {
    UiState log = UiState.START.with(new UiState.Scale(true, true));
    check(
        "graphs-120x40-mono",
        Screens.canvas(Samples.usual(), log, 120, 40, Screens.BRAILLE),
        ColorDepth.MONO);
    check(
        "graphs-80x24-mono",
        Screens.canvas(Samples.usual(), UiState.START, 80, 24, Screens.BRAILLE),
        ColorDepth.MONO);
  }

  @Test
  void helpNamesTheKeysThatStandForOthers() throws IOException {
    KeyStroke big = new KeyStroke('Q', false, false);
    KeyStroke small = new KeyStroke('q', false, false);
    KeyStroke next = new KeyStroke('n', true, false);
    KeyStroke down = new KeyStroke(KeyType.ArrowDown, false, false, false);
    KeyMap keys =
        new KeyMap(
            List.of(
                new KeyMap.Entry("Q", big, "q", small),
                new KeyMap.Entry("Ctrl-n", next, "Down", down)));
    Look look = new Look(Glyphs.BLOCKS, ZoneOffset.UTC, "1.2.3", keys);
    for (Size size : SIZES.subList(0, 3)) {
      check(
          "mapped-%dx%d-mono".formatted(size.width(), size.height()),
          Screens.canvas(
              Samples.usual(), UiState.START.help(true), size.width(), size.height(), look),
          ColorDepth.MONO);
    }
  }

  @Test
  void looksAsItDidBeforeTheFirstSample() throws IOException {
    check(
        "waiting-40x10-mono",
        Screens.canvas((Snapshot) null, UiState.START, 40, 10, Screens.BLOCKS),
        ColorDepth.MONO);
  }

  @Test
  void tellsOfTooSmallATerminalAndSurvivesAllSizes() {
    assertTrue(
        Screens.text(Screens.canvas(Samples.usual(), UiState.START, 19, 4, Screens.BLOCKS))
            .startsWith("terminal too small"));
    for (int width = 1; width < 260; width += 3) {
      for (int height = 1; height < 70; height += 2) {
        Screens.canvas(Samples.usual(3), UiState.START, width, height, Screens.BLOCKS);
        Screens.canvas(Samples.usual(3), UiState.START.help(true), width, height, Screens.ASCII);
      }
    }
  }

  private static void check(String name, Canvas canvas, ColorDepth depth) throws IOException {
    String found = Screens.describe(canvas, new Theme(depth));
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, found);
    }
    assertEquals(Files.readString(file, StandardCharsets.UTF_8), found, name);
  }
}
