package org.netmap4j.top.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns readings into snapshots: the rates are the differences of two readings. Counters start at
 * zero when a port is opened, so a ring's first reading counts from there; one that went backwards
 * was started anew. What another process has counted before we looked is no rate. For one thread.
 */
public final class RateMeter {
  private final long startNanos;
  private long lastNanos;
  private long sequence;
  private History history = History.EMPTY;
  private Map<RingKey, Known> last = new HashMap<>();

  /**
   * A meter that counts from {@code startNanos} on.
   *
   * @param startNanos the moment of opening, by {@link System#nanoTime}
   */
  public RateMeter(long startNanos) {
    this.startNanos = startNanos;
    this.lastNanos = startNanos;
  }

  /** A port's name alone may be that of several. */
  private record PortKey(String name, String owner) {}

  /** A ring across readings; {@code nth} tells ports of one name apart. */
  private record RingKey(PortKey port, int nth, Direction direction, int ring) {}

  /** What is known of a ring: its last reading, and its past. */
  private record Known(RingReading reading, RingPast past) {}

  /** The snapshot that follows from {@code reading} and the one before. */
  public Snapshot next(Reading reading, Cost cost) {
    long elapsedNanos = Math.max(0, reading.nanos() - lastNanos);
    double seconds = elapsedNanos / 1e9;
    if (reading.anew()) {
      last = Map.of();
    }
    Map<RingKey, Known> now = new HashMap<>();
    Map<PortKey, Integer> seen = new HashMap<>();
    List<PortSnapshot> ports = new ArrayList<>();
    for (PortReading port : reading.ports()) {
      PortKey of = new PortKey(port.name(), port.owner());
      int nth = seen.merge(of, 1, Integer::sum);
      List<RingSnapshot> rings = new ArrayList<>();
      for (RingReading ring : port.rings()) {
        RingKey key = new RingKey(of, nth, ring.direction(), ring.ring());
        @Nullable Known before = last.get(key);
        boolean joined = before == null && !port.owner().isEmpty();
        RingPast past =
            before == null ? new RingPast(joined ? reading.nanos() : lastNanos) : before.past;
        now.put(key, new Known(ring, past));
        RingReading base = before == null ? null : before.reading;
        rings.add(rated(ring, joined ? ring : base, seconds, past, reading.nanos()));
      }
      ports.add(
          new PortSnapshot(
              port.name(), port.kind(), rings, port.trouble(), port.owner(), port.facts()));
    }
    last = now;
    lastNanos = reading.nanos();
    sequence++;
    history = history.with(Totals.over(ports, Direction.RX), Totals.over(ports, Direction.TX));
    return new Snapshot(
        sequence,
        reading.time(),
        Duration.ofNanos(Math.max(0, reading.nanos() - startNanos)),
        Duration.ofNanos(elapsedNanos),
        reading.engine(),
        ports,
        reading.notes(),
        reading.regions(),
        reading.findings(),
        cost,
        history);
  }

  private static RingSnapshot rated(
      RingReading now, @Nullable RingReading before, double seconds, RingPast past, long nanos) {
    long packets = more(now.packets(), before == null ? 0 : before.packets());
    double packetsPerSecond = rate(packets, seconds);
    past.add(nanos, packets, packetsPerSecond);
    return new RingSnapshot(
        now,
        packetsPerSecond,
        rate(more(now.bytes(), before == null ? 0 : before.bytes()), seconds),
        rate(more(now.drops(), before == null ? 0 : before.drops()), seconds),
        past.trend());
  }

  private static long more(long now, long before) {
    return now >= before ? now - before : now;
  }

  private static double rate(long more, double seconds) {
    return seconds <= 0 ? 0 : more / seconds;
  }
}
