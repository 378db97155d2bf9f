package org.netmap4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Gathers what the rounds measured and says whether it is good enough: the median over the rounds
 * of Java's throughput divided by C's in the same round, and the bytes allocated per packet.
 */
final class Report {
  /** Bytes per packet that count as none: less than one object for a batch. */
  static final double NO_BYTES = 0.05;

  /**
   * What a round measured, per packet.
   *
   * @param java nanoseconds of Java
   * @param peer nanoseconds of C, 0 where there is none
   * @param bytes bytes allocated
   */
  record Score(double java, double peer, double bytes) {
    double ratio() {
      return peer / java;
    }
  }

  private final Map<Row, List<Score>> scores = new HashMap<>();
  private int missed;
  private int skipped;

  /** Adds a round. */
  void add(Row row, Score score) {
    scores.computeIfAbsent(row, _ -> new ArrayList<>()).add(score);
  }

  /** Judges rows, and answers the table. */
  String table(List<Row> rows) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%-31s %8s %8s %6s %11s %5s %6s %8s%n"
            .formatted("row", "Java ns", "C ns", "ratio", "from-to", "must", "reach", "B/packet"));
    for (Row row : rows) {
      table.append(line(row));
    }
    table.append("%d rows: %d missed, %d skipped%n".formatted(rows.size(), missed, skipped));
    return table.toString();
  }

  private String line(Row row) {
    double[] ratios = values(row, Score::ratio);
    Arrays.sort(ratios);
    double ratio = median(ratios);
    double allocated = median(values(row, Score::bytes));
    boolean noPeer = !(ratio > 0);
    boolean slow = !noPeer && ratio < row.must();
    boolean allocates = !(allocated <= NO_BYTES);
    if (slow || allocates) {
      missed++;
    }
    if (noPeer) {
      skipped++;
    }
    String speed =
        noPeer ? "skipped: no C peer" : slow ? "MISSED" : ratio < row.reach() ? "ok" : "reached";
    String span =
        noPeer ? "" : String.format(Locale.ROOT, "%.2f-%.2f", ratios[0], ratios[ratios.length - 1]);
    return String.format(
        Locale.ROOT,
        "%-31s %8.2f %8.2f %6.2f %11s %5.2f %6.2f %8.4f  %s%n",
        row.text(),
        median(values(row, Score::java)),
        median(values(row, Score::peer)),
        ratio,
        span,
        row.must(),
        row.reach(),
        allocated,
        speed + (allocates ? ", ALLOCATES" : ""));
  }

  /** Whether all rows of the table are good enough. */
  boolean good() {
    return missed == 0;
  }

  private double[] values(Row row, ToDoubleFunction<Score> value) {
    return scores.getOrDefault(row, List.of()).stream().mapToDouble(value).toArray();
  }

  /** The middle one; NaN of none. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
