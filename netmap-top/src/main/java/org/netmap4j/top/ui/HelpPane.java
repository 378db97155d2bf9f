package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys, and what the words in the table mean; over the whole screen. */
final class HelpPane {
  /**
   * An entry; {@code brief} is for screens that have no room for the meaning, and empty for what
   * these do not show.
   */
  private record Line(String keys, String meaning, String brief) {}

  private static final List<Line> KEYS =
      List.of(
          new Line("Up Down j k", "move", "move"),
          new Line("PgUp PgDn", "page", ""),
          new Line("g G Home End", "first, last", "ends"),
          new Line("Enter", "open the port or the ring", "open"),
          new Line("1-9 Tab", "overview, port, ring, ...", "pages"),
          new Line("[ ]", "the port or ring beside it", "beside"),
          new Line("F6 > <", "sort by next, previous", "sort"),
          new Line("N P B T", "by ring, pkt/s, bit/s, packets", "sort by"),
          new Line("Y D U", "by bytes, drops, used slots", ""),
          new Line("r I", "reverse the order", "reverse"),
          new Line("Space o", "pause, keep the order", "pause, keep"),
          new Line("x", "packets byte by byte", "hex"),
          new Line("w", "record; stop recording", "record"),
          new Line("u", "units: bits, bytes, wire", "units"),
          new Line("s l", "graphs: link rate, logarithmic", "scale"),
          new Line("e", "hide idle rings", "idle"),
          new Line("/ F3 n", "search, next match", "search"),
          new Line("\\ F4", "show only what matches", "filter"),
          new Line("Esc", "end search, filter; go back", "back"),
          new Line("^L ^Z", "redraw, suspend", ""),
          new Line("? h F1", "this help", "help"),
          new Line("q F10 ^C", "quit", "quit"));

  private static final List<Line> WORDS =
      List.of(
          new Line("exact", "every packet was counted", "all counted"),
          new Line("sampled", "from indices, now and then", "indices"),
          new Line("driver", "the driver's own counter", "counter"),
          new Line("inferred", "rests on an assumption", "assumed"),
          new Line("!", "drops rising, or a fault", "trouble"),
          new Line("*", "gets 1.5 times the mean of RX", "hot ring"),
          new Line("H C T", "head, cur, tail on the map", ""),
          new Line("L1", "24 bytes of framing a packet", ""));

  private static final int KEYS_WIDTH = 13;
  private static final int MEANING_WIDTH = 27;
  private static final int WORD_WIDTH = 10;
  private static final int WORDS_LEFT = KEYS_WIDTH + MEANING_WIDTH + 2;
  private static final int WORDS_WIDTH = WORD_WIDTH + 28;
  private static final String ANY_KEY = "any key returns";

  private final Look look;

  HelpPane(Look look) {
    this.look = look;
  }

  void render(Canvas canvas) {
    int width = canvas.width();
    canvas.clear(0, 0, width, canvas.height());
    canvas.paintRow(0, Role.TITLE);
    canvas.put(width < 60 ? 0 : 1, 0, "netmap-top" + version(width), Role.TITLE);
    canvas.putRight(width - 1, 0, ANY_KEY, Role.TITLE);
    int column = KEYS_WIDTH + MEANING_WIDTH;
    if (canvas.height() >= KEYS.size() + WORDS.size() + 5 && width >= column + 1) {
      listed(canvas, WORDS, 1, listed(canvas, KEYS, 1, 2) + 1);
    } else if (canvas.height() >= KEYS.size() + 2 && width >= WORDS_LEFT + WORDS_WIDTH) {
      listed(canvas, KEYS, 1, 2);
      listed(canvas, WORDS, WORDS_LEFT, 2);
    } else {
      flowed(canvas);
    }
  }

  private String version(int width) {
    return width < 60 ? "" : " " + look.version();
  }

  private static int listed(Canvas canvas, List<Line> lines, int left, int top) {
    int y = top;
    int keys = 1 + lines.stream().mapToInt(line -> line.keys().length()).reduce(0, Math::max);
    for (Line line : lines) {
      canvas.put(left, y, line.keys(), Role.KEY);
      canvas.put(left + keys, y, line.meaning(), Role.TEXT);
      y++;
    }
    return y;
  }

  /** One entry after the other, in as many words as there is room for. */
  private static void flowed(Canvas canvas) {
    List<Line> all = new ArrayList<>(KEYS);
    all.addAll(WORDS);
    boolean brief = flow(all, false, canvas.width(), null) > canvas.height();
    flow(all, brief, canvas.width(), canvas);
  }

  /** Places the entries, on a canvas if there is one; the number of rows they take. */
  private static int flow(List<Line> lines, boolean brief, int width, @Nullable Canvas canvas) {
    int x = 0;
    int y = 1;
    for (Line line : lines) {
      if (brief && line.brief().isEmpty()) {
        continue;
      }
      String meaning = " " + (brief ? line.brief() : line.meaning());
      int length = line.keys().length() + meaning.length();
      if (x > 0 && x + length > width) {
        x = 0;
        y++;
      }
      if (canvas != null) {
        int after = canvas.put(x, y, line.keys(), Role.KEY);
        canvas.put(after, y, meaning, Role.TEXT);
      }
      x += length + 2;
    }
    return y + 1;
  }
}
