package org.netmap4j.top.ui;

import java.util.List;
import java.util.Locale;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;

/** A line of the table. */
public sealed interface Row {
  /** What stays the same when lines move: port, its place among those of its name, and line. */
  record Id(String port, int nth, String line) {}

  /** Which line it is. */
  Id id();

  /** What searches look at. */
  String text();

  /** A port: its name and sums. */
  record Port(Id id, PortSnapshot port) implements Row {
    @Override
    public String text() {
      return (port.name() + " " + port.kind().text() + " " + port.owner()).strip();
    }
  }

  /** What is wrong with the port above, or cannot be seen at all. */
  record Trouble(Id id, String message) implements Row {
    @Override
    public String text() {
      return message;
    }
  }

  /** A ring of the port above. */
  record Ring(Id id, PortSnapshot port, RingSnapshot ring) implements Row {
    /** Direction and number, as {@code rx 0}. */
    public String name() {
      return nameOf(ring.reading());
    }

    @Override
    public String text() {
      return port.name() + " " + name() + " " + ring.reading().label().text();
    }
  }

  /** A line of a sheet, which may stand for a port or a ring. */
  record Text(Id id, List<Span> spans) implements Row {
    /** Copies the list. */
    public Text {
      spans = List.copyOf(spans);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder();
      spans.forEach(span -> text.append(span.text()));
      return text.toString();
    }
  }

  /** Whether the line contains {@code part}, whatever the case. */
  default boolean contains(String part) {
    return text().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** The name of a ring within its port. */
  static String nameOf(RingReading reading) {
    return reading.direction().text() + " " + reading.ring();
  }
}
