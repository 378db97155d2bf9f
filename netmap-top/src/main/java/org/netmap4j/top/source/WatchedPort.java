package org.netmap4j.top.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.NetmapPort;
import org.netmap4j.Poller;
import org.netmap4j.Poller.Interest;
import org.netmap4j.RxRing;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RingReading;

/**
 * A port that is looked at: what arrives is counted by the engine and given back unread.
 *
 * <p>While something is wrong with it, it is not waited on, keeps its last numbers, and is asked
 * again at each reading.
 */
final class WatchedPort implements AutoCloseable {
  private final String name;
  private final NetmapPort port;
  private final Poller poller;
  private final List<WatchedRing> rings = new ArrayList<>();
  private List<RingReading> last = List.of();
  private @Nullable NetmapError trouble;

  /** Watches {@code port}, by the name that the user knows it by. */
  WatchedPort(String name, NetmapPort port, Poller poller) throws NetmapException {
    this.name = name;
    this.port = port;
    this.poller = poller;
    poller.set(port, Set.of(Interest.RECEIVE));
    port.rxRings().forEach(ring -> rings.add(new WatchedRing(ring)));
    port.txRings().forEach(ring -> rings.add(new WatchedRing(ring)));
    rings.sort(
        Comparator.comparing((WatchedRing ring) -> Terms.direction(ring.id().kind()))
            .thenComparingInt(ring -> ring.id().index()));
  }

  String name() {
    return name;
  }

  /** The interface behind it; empty where there is none. */
  String device() {
    return port.kind() == PortKind.NIC ? port.name() : "";
  }

  boolean is(NetmapPort other) {
    return port == other;
  }

  @Nullable NetmapError trouble() {
    return trouble;
  }

  /** Stops waiting on the port until it has recovered. */
  void suspend(NetmapError cause) {
    trouble = cause;
    poller.remove(port);
  }

  /** Gives back what is there; answers how full the fullest ring was, 0 to 1. */
  double drain() throws NetmapException {
    double fullest = 0;
    for (WatchedRing ring : rings) {
      fullest = Math.max(fullest, ring.drain());
    }
    return fullest;
  }

  /** Nothing has come since the last look at its rings until {@code nanos}. */
  void quietUntil(long nanos) {
    rings.forEach(ring -> ring.quietUntil(nanos));
  }

  /** Whether nothing more will come and all that came was seen. */
  boolean ended() throws NetmapException {
    if (!port.exhausted()) {
      return false;
    }
    for (RxRing ring : port.rxRings()) {
      if (ring.available() > 0) {
        return false;
      }
    }
    return true;
  }

  /** What the port looks like now. */
  PortReading read(MachineWatch machine) {
    try {
      Optional<NetmapError> now = port.trouble();
      if (now.isEmpty() && trouble != null) {
        trouble = null;
        poller.set(port, Set.of(Interest.RECEIVE));
      } else if (now.isPresent()) {
        suspend(now.get());
      }
      if (trouble == null) {
        port.rxsync();
      }
    } catch (NetmapException e) {
      suspend(e.error());
    }
    try {
      last = readings();
    } catch (NetmapException e) {
      suspend(e.error());
    }
    return new PortReading(
        name,
        Terms.kind(port.kind()),
        last,
        trouble == null ? null : trouble.message(),
        "",
        device().isEmpty() ? PortFacts.NONE : machine.embedded(device()));
  }

  private List<RingReading> readings() throws NetmapException {
    List<RingReading> readings = new ArrayList<>();
    for (WatchedRing ring : rings) {
      readings.add(
          ring.read(
              port.counters(ring.id())
                  .orElse(new RingCounters(0, 0, 0, Map.of(), Accuracy.INFERRED))));
    }
    return readings;
  }

  @Override
  public void close() {
    port.close();
  }
}
