package org.netmap4j.top.batch;

import java.util.List;
import java.util.Locale;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Totals;
import org.netmap4j.top.units.Printable;
import org.netmap4j.top.units.Si;

/** Aligned columns for reading and for {@code awk}: a block per sample, a line per ring. */
final class TextFormat implements SampleFormat {
  private static final int MIN_PORT_WIDTH = 12;

  private boolean first = true;

  @Override
  public String sample(Snapshot snapshot) {
    StringBuilder text = new StringBuilder(first ? "" : "\n");
    first = false;
    text.append("netmap-top  ")
        .append(Formats.time(snapshot.time()))
        .append("  engine ")
        .append(snapshot.engine())
        .append("  ")
        .append(totals("rx", snapshot.totals(Direction.RX)))
        .append("  ")
        .append(totals("tx", snapshot.totals(Direction.TX)))
        .append('\n');
    int portWidth =
        snapshot.ports().stream()
            .mapToInt(port -> port.name().length())
            .reduce(MIN_PORT_WIDTH, Math::max);
    text.append(pad("PORT", portWidth))
        .append(
            row(
                List.of(
                    "KIND",
                    "DIRECTION",
                    "RING",
                    "PKT/S",
                    "BIT/S",
                    "PACKETS",
                    "BYTES",
                    "DROPS",
                    "USED",
                    "SLOTS",
                    "LABEL",
                    "OWNER")));
    for (PortSnapshot port : snapshot.ports()) {
      String name = pad(Printable.of(port.name()), portWidth);
      for (RingSnapshot ring : port.rings()) {
        text.append(name).append(row(values(port, ring)));
      }
      if (port.rings().isEmpty() && port.trouble() == null) {
        text.append(name).append("no rings\n");
      }
      if (port.trouble() != null) {
        text.append(name).append("! ").append(Printable.of(port.trouble())).append('\n');
      }
    }
    for (String note : snapshot.notes()) {
      text.append("! ").append(Printable.of(note)).append('\n');
    }
    return text.toString();
  }

  private static List<String> values(PortSnapshot port, RingSnapshot ring) {
    RingReading reading = ring.reading();
    return List.of(
        port.kind().text(),
        reading.direction().text(),
        Integer.toString(reading.ring()),
        Si.rate(ring.packetsPerSecond()).strip(),
        Si.rate(ring.bitsPerSecond()).strip(),
        Long.toString(reading.packets()),
        Long.toString(reading.bytes()),
        Long.toString(reading.drops()),
        Integer.toString(reading.used()),
        Integer.toString(reading.slots()),
        reading.label().text(),
        Printable.of(port.owner()));
  }

  private static String row(List<String> values) {
    String line =
        String.format(
            Locale.ROOT, "%-9s %-10s %4s %7s %8s %15s %18s %12s %6s %6s %-8s %s", values.toArray());
    return line.stripTrailing() + "\n";
  }

  private static String totals(String name, Totals totals) {
    return name
        + " "
        + Si.rate(totals.packetsPerSecond(), "pkt/s")
        + " "
        + Si.rate(totals.bytesPerSecond() * 8, "bit/s");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()) + 1);
  }
}
