package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.engine.RegisterRequest.Offsets;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * A port, from its first registration to its last: the rings that are bound now, and who shares
 * them. Guarded by the engine's lock, but for {@link Bound}, which the syncs use.
 */
abstract sealed class Port permits MonitorPort, NicPort, NullPort, PipeEnd, SwitchPort {
  private final String name;
  private final Region region;
  private final PortShape shape;
  private final boolean strict;
  private final Map<RingId, Bound> bound = new HashMap<>();
  private final List<MonitorPort> monitors = new ArrayList<>();
  private int registrations;
  private int monitorNumbers;

  /** A ring that at least one registration has bound. */
  static final class Bound {
    private final Kring kring;
    private final RingQueue queue;
    private boolean exclusive;

    Bound(Kring kring, RingQueue queue) {
      this.kring = kring;
      this.queue = queue;
    }

    Kring kring() {
      return kring;
    }

    RingQueue queue() {
      return queue;
    }

    void sync() throws NetmapException {
      kring.sync(queue);
    }
  }

  Port(String name, Region region, PortShape shape, boolean strict) {
    this.name = name;
    this.region = region;
    this.shape = shape;
    this.strict = strict;
  }

  final String name() {
    return name;
  }

  final Region region() {
    return region;
  }

  final PortShape shape() {
    return shape;
  }

  /** Whether illegal indices throw, which the module lets pass. */
  final boolean strict() {
    return strict;
  }

  /**
   * Rings become bound that were not; receive rings come first.
   *
   * @throws NetmapException one of them cannot be had; then none is
   */
  abstract List<Bound> open(List<RingId> rings) throws NetmapException;

  /** A ring is bound no longer. */
  abstract void shut(Bound ring);

  /** Frames for others too, until the port ends; only NICs get frames that are filtered. */
  void promiscuous() throws NetmapException {}

  /** Asks whether something is wrong with what stands behind the port. */
  Optional<NetmapError> trouble() {
    return Optional.empty();
  }

  /** Whether no packet will ever arrive again. */
  boolean exhausted() {
    return false;
  }

  /** Whether the host's stack goes on with every frame. */
  boolean taps() {
    return false;
  }

  /** The last registration goes, with its rings still there. */
  void leave() {}

  /** Binds the rings, which may be none, for one more registration. */
  final List<Bound> bind(List<RingId> rings, boolean exclusive) throws NetmapException {
    for (RingId ring : rings) {
      Bound held = bound.get(ring);
      if (held != null && (exclusive || held.exclusive)) {
        throw new NetmapException(
            new NetmapError.CannotOpen(
                name,
                ring + " is in use" + (held.exclusive ? ", exclusively" : ""),
                "close the other port, or open without /x"));
      }
    }
    List<RingId> fresh =
        rings.stream()
            .filter(ring -> !bound.containsKey(ring))
            .sorted(Comparator.comparing(ring -> !ring.kind().receives()))
            .toList();
    for (Bound ring : open(fresh)) {
      region.directory().ringCounts(ring.kring.base, ring.queue.accuracy());
      bound.put(ring.kring.id(), ring);
      monitors.forEach(monitor -> monitor.watch(ring.kring));
    }
    List<Bound> result = new ArrayList<>();
    for (RingId ring : rings) {
      Bound held = held(ring);
      held.exclusive = exclusive;
      held.kring.retain();
      result.add(held);
    }
    registrations++;
    return List.copyOf(result);
  }

  /** Whether packets need not begin with their buffers: NAF_OFFSETS. */
  boolean canOffset() {
    return true;
  }

  /** Packets of the rings are to begin where a registration that binds them says. */
  final void offset(List<Bound> rings, Offsets asked) throws NetmapException {
    if (!canOffset()) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "open " + name + ": option @offset", "this kind of port", "leave the option out"));
    }
    SlotOffsets wanted = SlotOffsets.of(name, asked, region.layout().bufferSize());
    for (Bound ring : rings) {
      if (!ring.kring.canHave(wanted)) {
        throw Ports.cannotOpen(
            name,
            ring.kring.id() + " is in use with other offsets",
            "ask for no more than those, or close the other ports on it");
      }
    }
    for (Bound ring : rings) {
      ring.kring.have(wanted, (int) asked.initial());
    }
  }

  private Bound held(RingId ring) {
    Bound held = bound.get(ring);
    if (held == null) {
      throw new AssertionError(name + ": " + ring + " was not opened");
    }
    return held;
  }

  /** Gives the rings up for one registration. */
  final void unbind(List<Bound> rings) {
    registrations--;
    if (!active()) {
      leave();
    }
    for (Bound ring : rings) {
      ring.exclusive = false;
      if (ring.kring.release()) {
        bound.remove(ring.kring.id());
        ring.kring.monitors.clear(ring.kring);
        shut(ring);
      }
    }
    if (!active()) {
      monitors.forEach(MonitorPort::orphan);
      monitors.clear();
    }
  }

  /** Whether the port is in netmap mode: somebody has it open, if only without rings. */
  boolean active() {
    return registrations > 0;
  }

  /** Whether nothing needs the port any more. */
  boolean idle() {
    return !active();
  }

  /** The number of the next monitor: no two of a port have the same. */
  final int nextMonitor() {
    return monitorNumbers++;
  }

  /** A monitor sees what goes through the rings, also those bound later. */
  final void watchedBy(MonitorPort monitor) {
    monitors.add(monitor);
    bound.values().forEach(ring -> monitor.watch(ring.kring));
  }

  final void unwatchedBy(MonitorPort monitor) {
    if (monitors.remove(monitor)) {
      bound.values().forEach(ring -> monitor.unwatch(ring.kring));
    }
  }
}
