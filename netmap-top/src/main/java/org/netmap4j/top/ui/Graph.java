package org.netmap4j.top.ui;

import java.util.List;

/**
 * A graph of bars, the latest on the right. Its scale is the next 1, 2 or 5 above the largest value
 * shown, so that it stands still while the values move.
 */
final class Graph {
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

  /** Draws the latest values that fit into the rectangle. */
  void draw(Canvas canvas, int left, int top, int width, int height, List<Double> all, Role role) {
    List<Double> values = all.subList(Math.max(0, all.size() - width), all.size());
    double scale = scale(all);
    int steps = glyphs.levels().length();
    int x = left + width - values.size();
    for (double value : values) {
      int level = (int) Math.round(value / scale * height * steps);
      if (value > 0) {
        level = Math.max(level, 1);
      }
      for (int row = 0; row < height && level > 0; row++) {
        char c = glyphs.levels().charAt(Math.min(level, steps) - 1);
        canvas.set(x, top + height - 1 - row, c, role);
        level -= steps;
      }
      x++;
    }
  }
}
