package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * A NIC port, from its first registration to its last: a driver, and the rings that are bound now.
 * Guarded by the engine's lock, but for {@link Bound}, which the syncs use.
 */
final class NicPort {
  private final String name;
  private final Region region;
  private final NicDriver driver;
  private final NicShape shape;
  private final Map<RingId, Bound> bound = new HashMap<>();
  private int registrations;

  /** A ring that at least one registration has bound. */
  static final class Bound {
    private final Kring kring;
    private final NicQueue queue;
    private boolean exclusive;

    private Bound(Kring kring, NicQueue queue) {
      this.kring = kring;
      this.queue = queue;
    }

    Kring kring() {
      return kring;
    }

    NicQueue queue() {
      return queue;
    }

    void sync() throws NetmapException {
      kring.sync(queue);
    }
  }

  NicPort(String name, Region region, NicDriver driver) {
    this.name = name;
    this.region = region;
    this.driver = driver;
    shape = driver.shape();
  }

  String name() {
    return name;
  }

  NicDriver driver() {
    return driver;
  }

  NicShape shape() {
    return shape;
  }

  /** Binds the rings, which may be none, for one more registration. */
  List<Bound> bind(List<RingId> rings, boolean exclusive) throws NetmapException {
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
    List<RingId> fresh = rings.stream().filter(ring -> !bound.containsKey(ring)).toList();
    activate(fresh);
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

  private Bound held(RingId ring) {
    @Nullable Bound held = bound.get(ring);
    if (held == null) {
      throw new AssertionError(name + ": " + ring + " was not activated");
    }
    return held;
  }

  private void activate(List<RingId> rings) throws NetmapException {
    List<Kring> krings = new ArrayList<>();
    try {
      for (RingId ring : rings) {
        krings.add(newKring(ring));
      }
      Map<RingId, NicQueue> queues = driver.activate(rings);
      for (Kring kring : krings) {
        NicQueue queue = queues.get(kring.id());
        if (queue == null) {
          throw new AssertionError(name + ": no queue for " + kring.id());
        }
        bound.put(kring.id(), new Bound(kring, queue));
      }
    } catch (NetmapException e) {
      krings.forEach(Kring::free);
      throw e;
    }
  }

  private Kring newKring(RingId ring) throws NetmapException {
    RingKind kind = ring.kind();
    // host rings come after the NIC's in ringid, as in the module
    int first =
        switch (kind) {
          case TX, RX -> 0;
          case HOST_TX -> shape.txRings();
          case HOST_RX -> shape.rxRings();
        };
    return kind.receives()
        ? new RxKring(ring, region, first + ring.index(), shape.rxSlots())
        : new TxKring(ring, region, first + ring.index(), shape.txSlots());
  }

  /** Gives the rings up for one registration. */
  void unbind(List<Bound> rings) {
    registrations--;
    for (Bound ring : rings) {
      ring.exclusive = false;
      if (ring.kring.release()) {
        bound.remove(ring.kring.id());
        ring.queue.close();
        ring.kring.free();
      }
    }
  }

  /** Whether no registration is left, not even one that binds no ring. */
  boolean idle() {
    return registrations == 0;
  }
}
