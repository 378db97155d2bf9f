package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A port of a VALE switch, or a persistent one that may be on none. What it sends is forwarded in
 * its own sync; what it receives was put there by the senders'.
 */
final class SwitchPort extends Port implements Outlet {
  private static final int MAX_RINGS = 16;
  private static final int MAX_SLOTS = 4096;
  private static final int SLOTS = 1024;
  private static final int BUFFER = 2048;

  private final Place place = new Place();
  private final AtomicReferenceArray<@Nullable Inbox> inboxes;
  private int holds;

  SwitchPort(String name, Region region, PortShape shape, boolean strict) {
    super(name, region, shape, strict);
    inboxes = new AtomicReferenceArray<>(shape.rxRings());
  }

  /** What a port asked for with these numbers looks like. */
  static PortShape shape(Geometry asked) {
    return new PortShape(
        PortKind.VALE,
        Numbers.bound(asked.txRings(), 1, MAX_RINGS),
        Numbers.bound(asked.rxRings(), 1, MAX_RINGS),
        0,
        0,
        Numbers.bound(asked.txSlots(), SLOTS, MAX_SLOTS),
        Numbers.bound(asked.rxSlots(), SLOTS, MAX_SLOTS),
        NetmapAbi.MAX_FRAGS * BUFFER);
  }

  Place place() {
    return place;
  }

  @Override
  List<Bound> open(List<RingId> rings) throws NetmapException {
    List<Kring> krings = new ArrayList<>();
    try {
      for (RingId ring : rings) {
        krings.add(
            ring.kind().receives() ? new RxKring(this, ring, null) : new TxKring(this, ring, null));
      }
    } catch (NetmapException e) {
      krings.forEach(Kring::free);
      throw e;
    }
    List<Bound> opened = new ArrayList<>();
    for (Kring kring : krings) {
      opened.add(new Bound(kring, queue(kring)));
    }
    return opened;
  }

  private RingQueue queue(Kring kring) {
    return switch (kring) {
      case RxKring rx -> {
        Inbox inbox = new Inbox(rx);
        inboxes.set(rx.id().index(), inbox);
        yield new Reader(inbox, place);
      }
      case TxKring tx -> new Sender(new Forwarder(tx, place, true), place);
    };
  }

  private record Sender(Forwarder forwarder, Place place) implements RingQueue {
    @Override
    public void transmit(TxKring ring) {
      place.pump();
      forwarder.forward(ring.hwcur, ring.head);
      ring.hwcur = ring.head; // nothing is ever held back: what finds no room is lost
      ring.hwtail = RingIndices.prev(ring.head, ring.slots);
    }
  }

  /** An inbox, and NICs on the switch whose frames are looked for first. */
  private record Reader(Inbox inbox, Place place) implements RingQueue {
    @Override
    public void receive(RxKring ring) {
      place.pump();
      inbox.receive(ring);
    }

    @Override
    public List<WaitSource> sources() throws NetmapException {
      List<WaitSource> all = new ArrayList<>(inbox.sources());
      all.addAll(place.sources());
      return all;
    }

    @Override
    public long nextEventNanos() {
      return Math.min(inbox.nextEventNanos(), place.nextEventNanos());
    }

    @Override
    public void close() {
      inbox.close();
    }
  }

  @Override
  void shut(Bound ring) {
    if (ring.kring() instanceof RxKring rx) {
      inboxes.set(rx.id().index(), null);
    }
    ring.queue().close();
    ring.kring().free();
  }

  @Override
  public int receivers() {
    return inboxes.length();
  }

  @Override
  public @Nullable Receiver receiver(int number) {
    return inboxes.get(number);
  }

  /** The port is kept though nobody has it open: for its pipes, or because it is persistent. */
  void hold() {
    holds++;
  }

  void unhold() {
    holds--;
  }

  @Override
  boolean idle() {
    return !active() && holds == 0;
  }
}
