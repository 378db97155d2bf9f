package org.netmap4j.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingId;
import org.netmap4j.observe.RegionImage.If;
import org.netmap4j.observe.RegionImage.Place;
import org.netmap4j.observe.RegionImage.Ring;

/**
 * A region of the kernel module, mapped through a NULL port. The module leaves the netmap_ifs of
 * closed ports where they were: what moved is alive, of the others {@link Liveness} knows.
 */
final class KernelRegion implements AutoCloseable {
  private static final int MOST_RINGS = 1 << 14;

  private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Registration port;
  private final int id;
  private final RegionImage image;
  private final Followed followed;
  private Map<Integer, State> states = new HashMap<>();
  private PoolUse.Need need = new PoolUse.Need();
  private long neededNanos;

  /** What a netmap_if looked like, and when it last moved; 0 for never seen to. */
  private record State(If nifp, int print, long movedNanos) {}

  /** A netmap_if, with what its rings say. */
  private record Candidate(State state, Map<Place, Ring> rings) {}

  private KernelRegion(Registration port, int id, RegionImage image, long now) {
    this.port = port;
    neededNanos = now;
    this.id = id;
    this.image = image;
    followed = new Followed(port.region(), image);
  }

  /**
   * A region.
   *
   * @param port a NULL port of it, which is closed with it
   * @param interfaces its netmap_ifs. Where its rings are is not asked for: each netmap_if says so,
   *     and what it leads to is looked at
   */
  static Optional<KernelRegion> of(Registration port, int id, PoolsInfo.Pool interfaces, long now) {
    long bytes = port.region().byteSize();
    PoolsInfo.Pool anywhere = new PoolsInfo.Pool(0, (int) Math.min(bytes >> 12, 1 << 24), 1 << 12);
    int most = (int) Math.min(interfaces.objects(), bytes / Math.max(1, interfaces.size()));
    PoolsInfo.Pool ifs = new PoolsInfo.Pool(interfaces.offset(), most, interfaces.size());
    PoolsInfo pools = new PoolsInfo(id, bytes, ifs, anywhere, anywhere);
    return RegionImage.of(port.region(), pools)
        .map(image -> new KernelRegion(port, id, image, now));
  }

  int id() {
    return id;
  }

  long bytes() {
    return port.region().byteSize();
  }

  /** The ports in it that are alive. */
  List<ObservedPort> look(Liveness liveness, long now) {
    followed.begin();
    need = new PoolUse.Need();
    Map<Integer, State> states = new HashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < image.ifs() && followed.size() < MOST_RINGS; i++) {
      Optional<If> nifp = image.netmapIf(i);
      if (nifp.isPresent() && !nifp.get().rings().isEmpty()) {
        Map<Place, Ring> rings = rings(nifp.get());
        State state = state(this.states.get(i), nifp.get(), rings, now);
        states.put(i, state);
        candidates.add(new Candidate(state, rings));
      }
    }
    this.states = states;
    // where two have the same name, one of them may be what is left of an earlier port
    candidates.sort(Comparator.comparingLong((Candidate c) -> -c.state.movedNanos));
    PortList ports = new PortList();
    for (Candidate candidate : candidates) {
      If nifp = candidate.state.nifp;
      PortKind kind = kind(nifp.name());
      if (liveness.isAlive(nifp.name(), kind, candidate.state.movedNanos)) {
        add(
            kind,
            ports.port(liveness.wholeName(nifp.name(), kind), kind, liveness.emulated(kind)),
            candidate.rings);
      }
    }
    List<ObservedPort> alive = ports.ports();
    if (!alive.isEmpty()) {
      neededNanos = now;
    }
    return alive;
  }

  /** What the ports of the last look need of its pools. */
  PoolUse.Need need() {
    return need;
  }

  /** Whether there has been no port in it for some time. */
  boolean isIdle(long now) {
    return now - neededNanos > IDLE_NANOS;
  }

  private Map<Place, Ring> rings(If nifp) {
    Map<Place, Ring> rings = new HashMap<>();
    for (Place place : nifp.rings()) {
      image.ring(place).ifPresent(ring -> rings.put(place, ring));
    }
    return rings;
  }

  private static State state(@Nullable State before, If nifp, Map<Place, Ring> rings, long now) {
    int print = rings.hashCode();
    if (before == null || !before.nifp.equals(nifp)) {
      return new State(nifp, print, 0);
    }
    return new State(nifp, print, before.print == print ? before.movedNanos : now);
  }

  private void add(PortKind kind, Map<RingId, ObservedRing> port, Map<Place, Ring> rings) {
    need.port();
    rings.forEach((place, ring) -> {
      need.ring(place.offset(), kind, place.id().kind(), ring.slots());
      if (!port.containsKey(place.id()) && followed.size() < MOST_RINGS) {
        port.put(
            place.id(),
            new ObservedRing(
                place.id(),
                ring.slots(),
                ring.head(),
                ring.cur(),
                ring.tail(),
                ring.flags(),
                ring.timestampMicros(),
                Optional.empty(),
                followed.found(place, 0, Followed.UNCOUNTED, ring)));
      }
    });
  }

  /** By the module's names for its ports. */
  private static PortKind kind(String name) {
    if (name.indexOf('/') >= 0) {
      return PortKind.MONITOR;
    }
    if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      return PortKind.PIPE;
    }
    return name.startsWith("vale") && name.indexOf(':') > 0 ? PortKind.VALE : PortKind.NIC;
  }

  void sample(long nanos) {
    followed.sample(nanos);
  }

  @Override
  public void close() {
    port.close();
  }
}
