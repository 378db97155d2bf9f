package org.netmap4j.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gathers what the rounds measured and says whether it is good enough: the median over the rounds
 * of Java's throughput divided by C's in the same round, and the bytes allocated per packet.
 */
final class Report {
  /** Bytes per packet that count as none: the harness allocates a little per measurement. */
  static final double NO_BYTES = 0.01;

  private final Map<String, List<Double>> nanos = new HashMap<>();
  private final Map<String, List<Double>> bytes = new HashMap<>();
  private int missed;
  private int skipped;

  /** Adds a round of a benchmark: nanoseconds and bytes allocated, per packet. */
  void add(String benchmark, double nanosPerPacket, double bytesPerPacket) {
    nanos.computeIfAbsent(benchmark, _ -> new ArrayList<>()).add(nanosPerPacket);
    bytes.computeIfAbsent(benchmark, _ -> new ArrayList<>()).add(bytesPerPacket);
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
    double[] java = values(nanos, row.javaName());
    double[] peer = values(nanos, row.peerName());
    double[] ratios =
        IntStream.range(0, Math.min(java.length, peer.length))
            .mapToDouble(i -> peer[i] / java[i])
            .sorted()
            .toArray();
    double ratio = median(ratios);
    double allocated = median(values(bytes, row.javaName()));
    boolean slow = ratio < row.must();
    boolean allocates = !(allocated <= NO_BYTES);
    if (slow || allocates) {
      missed++;
    }
    if (ratios.length == 0) {
      skipped++;
    }
    String speed =
        ratios.length == 0
            ? "skipped: no C peer"
            : slow ? "MISSED" : ratio < row.reach() ? "ok" : "reached";
    String span =
        ratios.length == 0
            ? ""
            : String.format(Locale.ROOT, "%.2f-%.2f", ratios[0], ratios[ratios.length - 1]);
    return String.format(
        Locale.ROOT,
        "%-31s %8.2f %8.2f %6.2f %11s %5.2f %6.2f %8.4f  %s%n",
        row.text(),
        median(java),
        median(peer),
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

  private static double[] values(Map<String, List<Double>> of, String benchmark) {
    return of.getOrDefault(benchmark, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** The middle one; NaN of none. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
