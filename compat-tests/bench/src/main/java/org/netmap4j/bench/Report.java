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
 * of Java's throughput divided by its peer's in the same round, and the bytes allocated per packet.
 */
final class Report {
  /**
   * What a round measured, per packet.
   *
   * @param java nanoseconds of Java
   * @param peer nanoseconds of C, or of what else is the peer; 0 where there is none
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
        "%-31s %8s %7s %8s %6s %11s %5s %6s %7s%n"
            .formatted(
                "row", "Java ns", "Mpps", "peer ns", "ratio", "from-to", "must", "reach", "B"));
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
    boolean allocates = !(allocated <= row.mayAllocate());
    if (slow || allocates) {
      missed++;
    }
    if (noPeer && row.must() > 0) {
      skipped++;
    }
    String span =
        noPeer ? "" : String.format(Locale.ROOT, "%.2f-%.2f", ratios[0], ratios[ratios.length - 1]);
    double java = median(values(row, Score::java));
    return String.format(
        Locale.ROOT,
        "%-31s %8.2f %7.1f %8.2f %6.2f %11s %5s %6s %7.4f  %s%n",
        row.text(),
        java,
        1000 / java,
        median(values(row, Score::peer)),
        ratio,
        span,
        figure(row.must()),
        figure(row.reach()),
        allocated,
        verdict(row, ratio, noPeer)
            + (allocates ? ", ALLOCATES" : "")
            + rate(row.recordBytes(), java, median(values(row, Score::peer))));
  }

  private static String rate(int recordBytes, double java, double peer) {
    if (recordBytes == 0) {
      return "";
    }
    String ours = String.format(Locale.ROOT, ", %.2f GB/s", recordBytes / java);
    return peer > 0
        ? ours + String.format(Locale.ROOT, ", peer %.2f GB/s", recordBytes / peer)
        : ours;
  }

  private static String figure(double wanted) {
    return wanted > 0 ? String.format(Locale.ROOT, "%.2f", wanted) : "";
  }

  private static String verdict(Row row, double ratio, boolean noPeer) {
    if (!(row.must() > 0)) {
      return "told";
    }
    if (noPeer) {
      return "skipped: no C peer";
    }
    if (ratio < row.must()) {
      return "MISSED";
    }
    return ratio < row.reach() ? "ok" : "reached";
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
