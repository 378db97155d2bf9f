package org.netmap4j.top.ui;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.units.RateUnit;
import org.netmap4j.top.units.Si;

/** A column of the table: its header and what a ring has in it. */
enum Column {
  RING("RING", SortKey.RING),
  PACKET_RATE("PKT/S", SortKey.PACKET_RATE),
  BIT_RATE("BIT/S", SortKey.BIT_RATE),
  PACKETS("PACKETS", SortKey.PACKETS),
  BYTES("BYTES", SortKey.BYTES),
  DROPS("DROPS", SortKey.DROPS),
  USED("USED", SortKey.USED),
  PERCENT("FILL", SortKey.USED),
  BAR("FILL", SortKey.USED),
  HEAD("HEAD", null),
  CUR("CUR", null),
  TAIL("TAIL", null),
  MAP("RING MAP", null),
  LABEL("LABEL", null);

  private final String header;
  private final @Nullable SortKey sortKey;

  Column(String header, @Nullable SortKey sortKey) {
    this.header = header;
    this.sortKey = sortKey;
  }

  /** The header's text where there are {@code width} cells. */
  String header(RateUnit unit, int width) {
    String text =
        switch (this) {
          case BIT_RATE ->
              switch (unit) {
                case BITS -> "BIT/S";
                case BYTES -> "BYTE/S";
                case WIRE_BITS -> "L1 B/S";
              };
          case PACKETS -> width < 7 ? "PKTS" : header;
          default -> header;
        };
    return text.length() > width ? text.substring(0, width) : text;
  }

  /** What sorting by this column means; null where it cannot be sorted by. */
  @Nullable SortKey sortKey() {
    return sortKey;
  }

  /** Whether its text starts at the left. */
  boolean leftAligned() {
    return this == RING || this == LABEL || this == MAP || this == BAR;
  }

  /** A ring's text where there are {@code width} cells; bars and maps are drawn, not written. */
  String text(RingSnapshot ring, RateUnit unit, int width) {
    RingReading reading = ring.reading();
    return switch (this) {
      case RING -> " " + Row.nameOf(reading);
      case PACKET_RATE -> Si.rate(ring.packetsPerSecond());
      case BIT_RATE -> Si.rate(unit.of(ring.bytesPerSecond(), ring.packetsPerSecond()));
      case PACKETS -> count(reading.packets(), width);
      case BYTES -> count(reading.bytes(), width);
      case DROPS -> (ring.dropsPerSecond() > 0 ? "!" : "") + Si.count(reading.drops());
      case USED -> reading.used() + "/" + reading.slots();
      case PERCENT -> percent(ring);
      case HEAD -> Integer.toString(reading.head());
      case CUR -> Integer.toString(reading.cur());
      case TAIL -> Integer.toString(reading.tail());
      case LABEL -> label(reading.label(), width);
      case BAR, MAP -> "";
    };
  }

  static String percent(RingSnapshot ring) {
    return String.format(Locale.ROOT, "%.0f%%", ring.fill() * 100);
  }

  private static String count(long value, int width) {
    String exact = Si.exact(value);
    return width > 6 && exact.length() <= width ? exact : Si.count(value);
  }

  private static String label(Label label, int width) {
    String text = label.text();
    if (width >= text.length()) {
      return text;
    }
    if (width == 1) {
      return text.substring(0, 1);
    }
    return switch (label) {
      case EXACT -> "exact";
      case SAMPLED -> "sample";
      case DRIVER -> "driver";
      case INFERRED -> "infer";
    };
  }
}
