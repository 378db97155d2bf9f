package org.netmap4j.top.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Trend;

/**
 * A header, then a record per ring and sample. New columns are only ever added on the right. A port
 * without rings has a record of its own, its ring columns empty.
 */
final class CsvFormat implements SampleFormat {
  private static final List<String> COLUMNS =
      List.of(
          "time",
          "engine",
          "port",
          "kind",
          "ring",
          "direction",
          "slots",
          "head",
          "cur",
          "tail",
          "packets",
          "bytes",
          "drops",
          "packetsPerSecond",
          "bitsPerSecond",
          "label",
          "trouble",
          "owner",
          "losses",
          "fullLooks",
          "stalls",
          "highWater",
          "burstPacketsPerSecond",
          "average1",
          "average10",
          "average60",
          "p50",
          "p95",
          "p99",
          "max");
  private static final int RING_COLUMNS = COLUMNS.indexOf("trouble") - COLUMNS.indexOf("ring");
  private static final int MORE_COLUMNS = COLUMNS.size() - COLUMNS.indexOf("losses");

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  @Override
  public String begin() {
    return String.join(",", COLUMNS) + "\n";
  }

  @Override
  public String sample(Snapshot snapshot) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      for (PortSnapshot port : snapshot.ports()) {
        for (RingSnapshot ring : port.rings()) {
          csv.printRecord(row(snapshot, port, ringValues(ring), moreValues(ring)));
        }
        if (port.rings().isEmpty()) {
          csv.printRecord(row(snapshot, port, empty(RING_COLUMNS), empty(MORE_COLUMNS)));
        }
      }
    }
    return text.toString();
  }

  private static List<String> empty(int columns) {
    return Collections.nCopies(columns, "");
  }

  private static List<Object> row(
      Snapshot snapshot, PortSnapshot port, List<?> ringValues, List<?> moreValues) {
    List<Object> row = new ArrayList<>(COLUMNS.size());
    row.add(Formats.time(snapshot.time()));
    row.add(snapshot.engine());
    row.add(port.name());
    row.add(port.kind().text());
    row.addAll(ringValues);
    row.add(port.trouble() == null ? "" : port.trouble());
    row.add(port.owner());
    row.addAll(moreValues);
    return row;
  }

  private static List<?> ringValues(RingSnapshot ring) {
    RingReading reading = ring.reading();
    return List.of(
        reading.ring(),
        reading.direction().text(),
        reading.slots(),
        reading.head(),
        reading.cur(),
        reading.tail(),
        reading.packets(),
        reading.bytes(),
        reading.drops(),
        rate(ring.packetsPerSecond()),
        rate(ring.bitsPerSecond()),
        reading.label().text());
  }

  private static List<?> moreValues(RingSnapshot ring) {
    RingActivity activity = ring.reading().activity();
    Trend trend = ring.trend();
    return List.of(
        losses(ring.reading().losses()),
        activity.fullLooks(),
        activity.stalls(),
        activity.highWater(),
        rate(activity.burst().packetsPerSecond()),
        rate(trend.seconds1()),
        rate(trend.seconds10()),
        rate(trend.seconds60()),
        rate(trend.p50()),
        rate(trend.p95()),
        rate(trend.p99()),
        rate(trend.max()));
  }

  private static String rate(double value) {
    return Formats.rate(value).toPlainString();
  }

  /** As {@code queue full=3;too long=1}. */
  private static String losses(Map<String, Long> losses) {
    return new TreeMap<>(losses)
        .entrySet().stream()
            .map(loss -> loss.getKey() + "=" + loss.getValue())
            .collect(Collectors.joining(";"));
  }
}
