package org.netmap4j.top.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;

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
          "owner");
  private static final int RING_COLUMNS = COLUMNS.indexOf("trouble") - COLUMNS.indexOf("ring");

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
          csv.printRecord(row(snapshot, port, ringValues(ring)));
        }
        if (port.rings().isEmpty()) {
          csv.printRecord(row(snapshot, port, Collections.nCopies(RING_COLUMNS, "")));
        }
      }
    }
    return text.toString();
  }

  private static List<Object> row(Snapshot snapshot, PortSnapshot port, List<?> ringValues) {
    List<Object> row = new ArrayList<>(COLUMNS.size());
    row.add(Formats.time(snapshot.time()));
    row.add(snapshot.engine());
    row.add(port.name());
    row.add(port.kind().text());
    row.addAll(ringValues);
    row.add(port.trouble() == null ? "" : port.trouble());
    row.add(port.owner());
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
        Formats.rate(ring.packetsPerSecond()).toPlainString(),
        Formats.rate(ring.bitsPerSecond()).toPlainString(),
        reading.label().text());
  }
}
