package org.netmap4j.top.ui;

import java.util.List;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Totals;
import org.netmap4j.top.ui.Graph.Curve;
import org.netmap4j.top.units.Si;

/** What the sheets draw. */
final class Charts {
  private static final int SHARE_WIDTH = 7;

  private final Glyphs glyphs;
  private final Graph graph;
  private final RingGauge gauge;

  Charts(Glyphs glyphs) {
    this.glyphs = glyphs;
    this.graph = new Graph(glyphs);
    this.gauge = new RingGauge(glyphs);
  }

  /** The latest of a row of values, one cell high. */
  void sparkline(Lines to, int width, List<Double> values, Role role) {
    to.picture(width, canvas -> graph.draw(canvas, 0, 0, width, 1, Curve.of(values, false, role)));
  }

  /** Values over time, with the scale below. */
  void history(Lines to, int rows, List<Double> values, boolean log, String unit, Role role) {
    int width = to.width() - 2;
    to.pictures(
        1,
        width,
        rows,
        canvas -> graph.draw(canvas, 0, 0, width, rows, Curve.of(values, log, role)));
    String scale = Graph.caption(Curve.of(values, log, role), unit);
    int rule = Math.max(0, width - scale.length());
    to.add(" " + String.valueOf(glyphs.rule()).repeat(rule), Role.DIM).line(scale, Role.DIM);
  }

  /** Where a ring's indices are, over the whole width. */
  void map(Lines to, RingSnapshot ring) {
    int width = to.width() - 2;
    to.pictures(1, width, 1, canvas -> gauge.map(canvas, 0, 0, width, ring.reading()));
  }

  /** How full a ring is. */
  void fill(Lines to, int width, RingSnapshot ring) {
    to.picture(width, canvas -> gauge.bar(canvas, 0, 0, width, ring));
  }

  /** A line for each class, with its count and its share; nothing where nothing was counted. */
  void histogram(Lines to, List<String> names, List<Long> counts, Role role) {
    long sum = counts.stream().mapToLong(Long::longValue).sum();
    int last = counts.size();
    while (last > 0 && counts.get(last - 1) == 0) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      double share = (double) counts.get(i) / sum;
      to.add(" ", Role.TEXT)
          .right(12, names.get(i), Role.DIM)
          .right(20, Si.count(counts.get(i)), Role.TEXT)
          .right(20 + SHARE_WIDTH, "%.1f%% ".formatted(share * 100), Role.DIM)
          .picture(to.room() - 1, canvas -> bar(canvas, share, role))
          .end();
    }
  }

  /** A bar that grows to the right; what is not nothing shows. */
  private void bar(Canvas canvas, double share, Role role) {
    int steps = glyphs.eighths().length();
    int filled = (int) Math.ceil(share * canvas.width() * steps);
    for (int x = 0; x < canvas.width() && filled > 0; x++) {
      canvas.set(x, 0, glyphs.eighths().charAt(Math.min(filled, steps) - 1), role);
      filled -= steps;
    }
  }

  /** A bar of {@code width} cells. */
  void bar(Lines to, int width, double share, Role role) {
    to.picture(width, canvas -> bar(canvas, share, role));
  }

  /** The role of a number of drops. */
  static Role drops(double perSecond, long sofar) {
    return perSecond > 0 ? Role.ALERT : sofar > 0 ? Role.WARN : Role.DIM;
  }

  /** The sums of one way. */
  static String sums(Totals totals) {
    return Si.rate(totals.packetsPerSecond(), "pkt/s")
        + ", "
        + Si.rate(totals.bytesPerSecond() * 8, "bit/s");
  }
}
