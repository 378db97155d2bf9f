package org.netmap4j.top.ui;

import java.util.List;

/** All keys, and what the words in the table mean; over the whole screen. */
final class HelpPane {
  private record Line(String keys, String meaning) {}

  private static final List<Line> LINES =
      List.of(
          new Line("Up Down j k", "move"),
          new Line("PgUp PgDn", "page"),
          new Line("g G Home End", "first, last"),
          new Line("F6 < >", "sort by the next, the previous column"),
          new Line("N P B T Y D U", "sort by ring, pkt/s, bit/s, packets, bytes, drops, used"),
          new Line("r I", "reverse"),
          new Line("Space", "pause"),
          new Line("u", "units: bit/s, byte/s, bit/s on the wire"),
          new Line("e", "hide idle rings"),
          new Line("/ F3, n", "search, next"),
          new Line("\\ F4", "filter"),
          new Line("Esc", "end search and filter"),
          new Line("^L", "redraw"),
          new Line("^Z", "suspend"),
          new Line("q F10 ^C", "quit"));

  private static final List<Line> WORDS =
      List.of(
          new Line("exact", "every packet was counted"),
          new Line("sampled", "from ring indices looked at now and then"),
          new Line("driver", "the driver's own counter"),
          new Line("inferred", "rests on an assumption"),
          new Line("!", "drops are rising, or the port has a fault"),
          new Line("H C T", "head, cur and tail on the ring's map"),
          new Line("L1", "layer 1: 24 bytes of framing more per packet"));

  private static final int KEYS_WIDTH = 15;
  private static final String ANY_KEY = "any key returns";

  private final Look look;

  HelpPane(Look look) {
    this.look = look;
  }

  void render(Canvas canvas) {
    canvas.clear(0, 0, canvas.width(), canvas.height());
    canvas.paintRow(0, Role.TITLE);
    canvas.put(canvas.width() < 60 ? 0 : 1, 0, "netmap-top " + look.version(), Role.TITLE);
    canvas.putRight(canvas.width() - 1, 0, ANY_KEY, Role.TITLE);
    boolean list = canvas.width() >= 72 && canvas.height() > LINES.size() + 2;
    int next = list ? listed(canvas, LINES, 2) : flowed(canvas, LINES, 1);
    boolean wordsFit = canvas.height() >= next + WORDS.size() + 1;
    if (list && wordsFit) {
      listed(canvas, WORDS, next + 1);
    } else if (next < canvas.height()) {
      flowed(canvas, WORDS, next);
    }
  }

  private static int listed(Canvas canvas, List<Line> lines, int top) {
    int y = top;
    for (Line line : lines) {
      canvas.put(2, y, line.keys(), Role.KEY);
      canvas.putWithin(
          2 + KEYS_WIDTH, y, canvas.width() - 2 - KEYS_WIDTH, line.meaning(), Role.TEXT);
      y++;
    }
    return y;
  }

  /** One after the other, as on a small screen; what goes beyond the last line is cut off. */
  private static int flowed(Canvas canvas, List<Line> lines, int top) {
    int x = 0;
    int y = top;
    for (Line line : lines) {
      int length = line.keys().length() + 1 + line.meaning().length();
      if (x > 0 && x + length > canvas.width()) {
        x = 0;
        y++;
      }
      int after = canvas.put(x, y, line.keys(), Role.KEY);
      x = canvas.putWithin(after + 1, y, canvas.width() - after - 1, line.meaning(), Role.TEXT) + 2;
    }
    return y + 1;
  }
}
