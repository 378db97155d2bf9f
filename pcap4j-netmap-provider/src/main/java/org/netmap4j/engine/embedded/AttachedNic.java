package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapException;

/**
 * A NIC on a switch. The module moves its frames when they arrive; here, without threads of its
 * own, they are moved in the syncs of the switch's other ports, who are woken for them.
 *
 * <p>The host's rings may stand on the switch too, as a port of their own. A NIC that is tapped has
 * sent what the host sends already, and the host has got what the NIC receives: so nothing is
 * forwarded from one to the other.
 */
final class AttachedNic {
  private final NicPort port;
  private final List<Bound> rings;
  private final Place place = new Place();
  private final @Nullable Place hostPlace;
  private final NicOutlet outlet;
  private final NicOutlet hostOutlet;
  private final List<Source> sources = new ArrayList<>();
  private int number;

  /** A ring that frames come from. */
  private static final class Source {
    private final RxKring ring;
    private final RingQueue queue;
    private final Forwarder forwarder;

    /** Under the ring's lock: a sync that comes later must find nothing to do. */
    private boolean closed;

    Source(RxKring ring, RingQueue queue, Forwarder forwarder) {
      this.ring = ring;
      this.queue = queue;
      this.forwarder = forwarder;
    }

    void pump() {
      ring.unlessBusy(() -> {
        if (!closed) {
          ring.pump(queue, forwarder);
        }
      });
    }

    void close() {
      ring.exclusively(() -> closed = true);
    }
  }

  /** Over rings that are bound for it alone. */
  AttachedNic(NicPort port, List<Bound> rings, boolean host) {
    this.port = port;
    this.rings = rings;
    hostPlace = host ? new Place() : null;
    List<Bound> transmitters = new ArrayList<>();
    List<Bound> hostTransmitters = new ArrayList<>();
    for (Bound ring : rings) {
      RingId id = ring.kring().id();
      if (ring.kring() instanceof RxKring rx) {
        Place from = id.kind() == RingKind.HOST_RX && hostPlace != null ? hostPlace : place;
        sources.add(new Source(rx, ring.queue(), new Forwarder(rx, from, false)));
      } else {
        (id.kind().host() ? hostTransmitters : transmitters).add(ring);
      }
    }
    outlet = new NicOutlet(transmitters);
    hostOutlet = new NicOutlet(hostTransmitters);
  }

  NicPort port() {
    return port;
  }

  List<Bound> rings() {
    return rings;
  }

  /** Takes places on a switch: one, or two with the host's rings. */
  void stand(String name, ValeSwitch vale) throws NetmapException {
    number = place.take(vale, name, outlet);
    if (hostPlace != null) {
      int _ = hostPlace.take(vale, name + "^", hostOutlet, number);
    }
  }

  /** The number on the switch, or the one that it had. */
  int number() {
    return number;
  }

  @Nullable ValeSwitch vale() {
    return place.vale();
  }

  /** Leaves the switch: nothing goes through it any more, also not by a sync that is under way. */
  void leave() {
    if (hostPlace != null) {
      hostPlace.leave();
    }
    place.leave();
    sources.forEach(Source::close);
    outlet.close();
    hostOutlet.close();
  }

  /** Forwards the frames that have arrived. A ring that another thread is at is left to it. */
  void pump() {
    sources.forEach(Source::pump);
  }

  List<WaitSource> waitSources() throws NetmapException {
    List<WaitSource> all = new ArrayList<>();
    for (Source source : sources) {
      all.addAll(source.queue.sources());
    }
    return all;
  }

  long nextEventNanos() {
    long next = Long.MAX_VALUE;
    for (Bound ring : rings) {
      next = Math.min(next, ring.queue().nextEventNanos());
    }
    return next;
  }
}
