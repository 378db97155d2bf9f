package org.netmap4j.top.model;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Sums over rings of one way, or over ports. */
public record Totals(
    double packetsPerSecond,
    double bytesPerSecond,
    double dropsPerSecond,
    long packets,
    long bytes,
    long drops) {
  /** Nothing at all. */
  public static final Totals ZERO = new Totals(0, 0, 0, 0, 0, 0);

  /** The sum of this and {@code other}. */
  public Totals plus(Totals other) {
    return new Totals(
        packetsPerSecond + other.packetsPerSecond,
        bytesPerSecond + other.bytesPerSecond,
        dropsPerSecond + other.dropsPerSecond,
        packets + other.packets,
        bytes + other.bytes,
        drops + other.drops);
  }

  /**
   * The sum over ports, of one direction. What another process taps from an interface that is among
   * them is there already.
   */
  static Totals over(Collection<PortSnapshot> ports, Direction direction) {
    Set<String> own =
        ports.stream()
            .filter(port -> port.owner().isEmpty())
            .map(PortSnapshot::name)
            .collect(Collectors.toSet());
    Totals sum = ZERO;
    for (PortSnapshot port : ports) {
      if (!(port.taps() && own.contains(port.name()))) {
        sum = sum.plus(port.totals(direction));
      }
    }
    return sum;
  }

  /** What leaves is sent through transmit rings, or by the host's stack, which host rings show. */
  private static boolean counts(Direction ring, Direction way) {
    return ring == way || (way == Direction.TX && ring == Direction.HOST_RX);
  }

  /** The sum over one port's rings of one direction. */
  static Totals of(Collection<RingSnapshot> rings, Direction direction) {
    Totals sum = ZERO;
    for (RingSnapshot ring : rings) {
      RingReading reading = ring.reading();
      if (counts(reading.direction(), direction)) {
        sum =
            sum.plus(
                new Totals(
                    ring.packetsPerSecond(),
                    ring.bytesPerSecond(),
                    ring.dropsPerSecond(),
                    reading.packets(),
                    reading.bytes(),
                    reading.drops()));
      }
    }
    return sum;
  }
}
