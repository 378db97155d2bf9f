package org.netmap4j.top.ui;

import java.util.List;
import org.netmap4j.top.units.Si;

/**
 * A graph of bars, the latest on the right. Its scale is the next 1, 2 or 5 above the largest value
 * shown, so that it stands still while the values move.
 */
final class Graph {
  private static final char BRAILLE = '\u2800';
  private static final int DOTS = 4;

  /** The dots of a cell from the lowest up, as Unicode numbers them. */
  private static final int[] LEFT_DOTS = {0x40, 0x04, 0x02, 0x01};

  private static final int[] RIGHT_DOTS = {0x80, 0x20, 0x10, 0x08};

  private final Glyphs glyphs;

  Graph(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** The top of the scale for values; 1 where there is nothing. */
  static double scale(List<Double> values) {
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (max <= 0) {
      return 1;
    }
    double decade = Math.pow(10, Math.floor(Math.log10(max)));
    double lead = max / decade;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * decade;
  }

  /** What the top of a curve stands for. */
  static String caption(Curve curve, String unit) {
    return (curve.log() ? " logarithmic, full scale " : " full scale ")
        + Si.rate(curve.top(), unit)
        + " ";
  }

  /** What is drawn: values, and how. */
  record Curve(List<Double> values, double top, boolean log, Role role) {
    /** All the way up to the scale that the values ask for. */
    static Curve of(List<Double> values, boolean log, Role role) {
      return new Curve(values, scale(values), log, role);
    }

    /** A value as a share of the height. */
    double share(double value) {
      double share = log ? Math.log1p(value) / Math.log1p(top) : value / top;
      return Math.clamp(share, 0, 1);
    }
  }

  /** Draws the latest values that fit into the rectangle. */
  void draw(Canvas canvas, int left, int top, int width, int height, Curve curve) {
    int each = glyphs.braille() ? 2 : 1; // values a cell
    List<Double> all = curve.values();
    List<Double> values = all.subList(Math.max(0, all.size() - width * each), all.size());
    int cells = (values.size() + each - 1) / each;
    int missing = cells * each - values.size();
    for (int i = 0; i < cells; i++) {
      int x = left + width - cells + i;
      if (glyphs.braille()) {
        int first = 2 * i - missing;
        double before = first < 0 ? 0 : values.get(first);
        dots(canvas, x, top, height, curve, before, values.get(first + 1));
      } else {
        bar(canvas, x, top, height, curve, values.get(i));
      }
    }
  }

  private static int level(Curve curve, double value, int steps) {
    int level = (int) Math.round(curve.share(value) * steps);
    return value > 0 ? Math.max(level, 1) : level;
  }

  private void bar(Canvas canvas, int x, int top, int height, Curve curve, double value) {
    int steps = glyphs.levels().length();
    int level = level(curve, value, height * steps);
    for (int row = 0; row < height && level > 0; row++) {
      char c = glyphs.levels().charAt(Math.min(level, steps) - 1);
      canvas.set(x, top + height - 1 - row, c, curve.role());
      level -= steps;
    }
  }

  /** Two values in a cell, four dots high each. */
  private static void dots(
      Canvas canvas, int x, int top, int height, Curve curve, double left, double right) {
    int lefts = level(curve, left, height * DOTS);
    int rights = level(curve, right, height * DOTS);
    for (int row = 0; row < height && (lefts > 0 || rights > 0); row++) {
      int dots = 0;
      for (int dot = 0; dot < DOTS; dot++) {
        dots |= lefts > dot ? LEFT_DOTS[dot] : 0;
        dots |= rights > dot ? RIGHT_DOTS[dot] : 0;
      }
      canvas.set(x, top + height - 1 - row, (char) (BRAILLE + dots), curve.role());
      lefts -= DOTS;
      rights -= DOTS;
    }
  }
}
