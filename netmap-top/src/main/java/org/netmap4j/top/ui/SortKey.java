package org.netmap4j.top.ui;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;

/** What the table can be sorted by: ports by the sum of their rings, rings within their port. */
public enum SortKey {
  /** The order they were asked for. */
  RING("ring", 'N'),
  /** Packets per second. */
  PACKET_RATE("pkt/s", 'P'),
  /** Bits per second. */
  BIT_RATE("bit/s", 'B'),
  /** Packets so far. */
  PACKETS("packets", 'T'),
  /** Bytes so far. */
  BYTES("bytes", 'Y'),
  /** Drops so far. */
  DROPS("drops", 'D'),
  /** Slots in use. */
  USED("used", 'U');

  private static final List<SortKey> ALL = List.of(values());

  private final String text;
  private final char key;

  SortKey(String text, char key) {
    this.text = text;
    this.key = key;
  }

  /** The name for the status line. */
  public String text() {
    return text;
  }

  /** The key that chooses it. */
  public char key() {
    return key;
  }

  /** The key {@code steps} further on, around in a circle. */
  public SortKey step(int steps) {
    return ALL.get(Math.floorMod(ALL.indexOf(this) + steps, ALL.size()));
  }

  private double value(RingSnapshot ring) {
    return switch (this) {
      case RING -> 0;
      case PACKET_RATE -> ring.packetsPerSecond();
      case BIT_RATE -> ring.bytesPerSecond();
      case PACKETS -> ring.reading().packets();
      case BYTES -> ring.reading().bytes();
      case DROPS -> ring.reading().drops();
      case USED -> ring.fill();
    };
  }

  /** Largest first; equal ones stay where they are. */
  Comparator<RingSnapshot> rings() {
    return Comparator.comparingDouble(this::value).reversed();
  }

  /** Largest sum first; equal ones stay where they are. */
  Comparator<PortSnapshot> ports() {
    ToDoubleFunction<PortSnapshot> sum =
        port -> port.rings().stream().mapToDouble(this::value).sum();
    return Comparator.comparingDouble(sum).reversed();
  }
}
