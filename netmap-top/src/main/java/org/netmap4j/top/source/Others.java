package org.netmap4j.top.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.error.NetmapException;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ObservedPort;
import org.netmap4j.observe.ObservedRegion;
import org.netmap4j.observe.ObservedRing;
import org.netmap4j.observe.Observer;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/**
 * The ports of other processes, which are only looked at: all of them at each reading, and their
 * indices between, by a thread of its own. To be woken costs it more than the looks themselves; so
 * it does nothing else, and looks no oftener than the rings need.
 */
final class Others implements AutoCloseable {
  /** A ring of 1,024 slots is counted up to a quarter of a million packets per second so. */
  private static final long UNCOUNTED_NANOS = Duration.ofMillis(2).toNanos();

  /** Owners count for themselves: this is for bursts, whose window is as long, and stalls. */
  private static final long COUNTED_NANOS = RingActivity.BURST_MICROS * 1000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final @Nullable Observer observer;
  private final Thread sampler = Thread.ofPlatform().daemon().name("observer").unstarted(this::run);
  private volatile long pauseNanos = NEVER;
  private volatile boolean closed;
  private List<String> notes = List.of();
  private List<RegionReading> regions = List.of();
  private @Nullable Inventory latest;

  private Others(@Nullable Observer observer) {
    this.observer = observer;
    if (observer != null) {
      sampler.start();
    }
  }

  /** Those of all processes that can be read. */
  static Others all() throws NetmapException {
    return new Others(Observer.open());
  }

  /** None, where ports were asked for by name. */
  static Others none() {
    return new Others(null);
  }

  private void run() {
    while (!closed && observer != null) {
      LockSupport.parkNanos(this, pauseNanos);
      observer.sample(); // also when woken early: one look more
    }
  }

  /** What they look like now. */
  List<PortReading> read(MachineWatch machine) {
    List<PortReading> readings = new ArrayList<>();
    if (observer == null) {
      return readings;
    }
    Inventory inventory = observer.look();
    notes = inventory.notes();
    regions = RegionReadings.of(inventory);
    latest = inventory;
    machine.seen(inventory);
    long pause = NEVER;
    for (ObservedRegion region : inventory.regions()) {
      boolean here = PortLooks.here(region);
      for (ObservedPort port : region.ports()) {
        if (!region.own() && !port.rings().isEmpty()) {
          readings.add(reading(region, port, here ? facts(region, port, machine) : PortFacts.NONE));
          pause = Math.min(pause, pause(port));
        }
      }
    }
    pace(pause);
    return readings;
  }

  private static long pause(ObservedPort port) {
    boolean counted = port.rings().stream().noneMatch(ring -> ring.accuracy() == Accuracy.SAMPLED);
    return counted ? COUNTED_NANOS : UNCOUNTED_NANOS;
  }

  private void pace(long pause) {
    boolean sooner = pause < pauseNanos;
    pauseNanos = pause;
    if (sooner) {
      LockSupport.unpark(sampler);
    }
  }

  /** What could not be read at the last look, and what would help. */
  List<String> notes() {
    return notes;
  }

  /** The regions that the last look found; none where it does not look. */
  List<RegionReading> regions() {
    return regions;
  }

  /** The interfaces of this network namespace that the last look found in others' hands. */
  Set<String> devices() {
    Inventory last = latest;
    if (last == null) {
      return Set.of();
    }
    return last.regions().stream()
        .filter(PortLooks::here)
        .flatMap(region -> region.ports().stream())
        .filter(port -> port.kind() == PortKind.NIC)
        .map(ObservedPort::name)
        .collect(Collectors.toSet());
  }

  private static PortFacts facts(ObservedRegion region, ObservedPort port, MachineWatch machine) {
    if (port.kind() != PortKind.NIC) {
      return PortFacts.NONE;
    }
    return region.engine().equals(EmbeddedEngine.NAME)
        ? machine.embedded(port.name())
        : machine.kernel(port.name());
  }

  private PortReading reading(ObservedRegion region, ObservedPort port, PortFacts facts) {
    List<RingReading> rings = new ArrayList<>();
    List<String> uncounted = new ArrayList<>();
    for (ObservedRing ring : port.rings()) {
      rings.add(reading(ring));
      if (ring.accuracy() == Accuracy.SAMPLED && !ring.movement().countable()) {
        uncounted.add(ring.id().toString());
      }
    }
    rings.sort(Comparator.comparing(RingReading::direction).thenComparingInt(RingReading::ring));
    String trouble =
        uncounted.isEmpty()
            ? null
            : "%s: faster than can be looked at, so the packets are more than counted"
                .formatted(String.join(", ", uncounted));
    return new PortReading(
        port.name(),
        Terms.kind(port.kind()),
        rings,
        trouble,
        RegionReadings.owner(region.owners()),
        facts);
  }

  private static RingReading reading(ObservedRing ring) {
    RingCounters counters = ring.counters().orElse(null);
    return new RingReading(
        ring.id().index(),
        Terms.direction(ring.id().kind()),
        ring.slots(),
        ring.head(),
        ring.cur(),
        ring.tail(),
        counters == null ? ring.movement().slots() : counters.packets(),
        counters == null ? 0 : counters.bytes(),
        counters == null ? 0 : counters.dropped(),
        Terms.label(ring.accuracy()),
        counters == null ? Map.of() : Terms.losses(counters.drops()),
        Terms.activity(ring.movement(), List.of()));
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sampler);
    if (observer != null) {
      observer.close(); // samples after it look at nothing
    }
  }
}
