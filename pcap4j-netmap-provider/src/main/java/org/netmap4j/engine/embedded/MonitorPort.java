package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A monitor of another port: receive ring i shows what goes through its transmit and receive rings
 * i, host ring i likewise. Each registration is a monitor of its own. It has a transmit ring, as in
 * the module, from which nothing is sent.
 */
final class MonitorPort extends Port {
  static final long FLAGS =
      NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX | NetmapAbi.NR_ZCOPY_MON;

  private static final int MAX_SLOTS = 4096;

  private final Port parent;
  private final long flags;
  private final Map<RingId, MonitorRing> rings = new HashMap<>();
  private volatile boolean orphaned;

  /**
   * A monitor.
   *
   * @param flags those of {@link #FLAGS}; a zero-copy monitor watches both directions
   * @param region of its own, or for a zero-copy monitor its parent's
   */
  MonitorPort(Port parent, long flags, PortShape shape, Region region) {
    super(name(parent, flags), region, shape, parent.strict());
    this.parent = parent;
    this.flags = flags;
  }

  private static String name(Port parent, long flags) {
    return "%s/%s%s%s#%d"
        .formatted(
            parent.name(),
            (flags & NetmapAbi.NR_ZCOPY_MON) != 0 ? "z" : "",
            (flags & NetmapAbi.NR_MONITOR_RX) != 0 ? "r" : "",
            (flags & NetmapAbi.NR_MONITOR_TX) != 0 ? "t" : "",
            parent.nextMonitor());
  }

  /** The monitor flags of a request, completed. */
  static long flags(RegisterRequest request) {
    long flags = request.flags() & FLAGS;
    return (flags & NetmapAbi.NR_ZCOPY_MON) != 0 ? FLAGS : flags;
  }

  /** As many rings as the parent has in either direction; by default as many slots. */
  static PortShape shape(PortShape parent, RegisterRequest request) {
    return new PortShape(
        PortKind.MONITOR,
        1,
        Math.max(parent.txRings(), parent.rxRings()),
        0,
        Math.max(parent.hostTxRings(), parent.hostRxRings()),
        Numbers.bound(request.geometry().txSlots(), parent.txSlots(), MAX_SLOTS),
        Numbers.bound(request.geometry().rxSlots(), parent.rxSlots(), MAX_SLOTS),
        0);
  }

  @Override
  List<Bound> open(List<RingId> wanted) throws NetmapException {
    List<Bound> opened = new ArrayList<>();
    try {
      for (RingId ring : wanted) {
        if (ring.kind().receives()) {
          MonitorRing monitor =
              new MonitorRing(new RxKring(this, ring, null), (flags & NetmapAbi.NR_ZCOPY_MON) != 0);
          rings.put(ring, monitor);
          opened.add(new Bound(monitor.ring(), monitor.inbox()));
        } else {
          opened.add(new Bound(new TxKring(this, ring, null), new RingQueue() {}));
        }
      }
    } catch (NetmapException e) {
      opened.forEach(ring -> ring.kring().free());
      throw e;
    }
    parent.watchedBy(this);
    return opened;
  }

  /** Watches a ring of the parent that has become bound. */
  void watch(Kring ring) {
    MonitorRing monitor = watcher(ring.id());
    if (monitor == null) {
      return;
    }
    if ((flags & NetmapAbi.NR_ZCOPY_MON) != 0) {
      ring.monitors.addTaker(ring, monitor);
    } else {
      ring.monitors.addCopy(ring, monitor);
    }
  }

  void unwatch(Kring ring) {
    MonitorRing monitor = watcher(ring.id());
    if (monitor != null) {
      ring.monitors.remove(ring, monitor);
    }
  }

  private @Nullable MonitorRing watcher(RingId watched) {
    RingKind kind = watched.kind();
    long direction = kind.receives() ? NetmapAbi.NR_MONITOR_RX : NetmapAbi.NR_MONITOR_TX;
    return (flags & direction) == 0
        ? null
        : rings.get(new RingId(kind.host() ? RingKind.HOST_RX : RingKind.RX, watched.index()));
  }

  /** The buffers of a zero-copy monitor are its parent's. */
  @Override
  boolean canOffset() {
    return (flags & NetmapAbi.NR_ZCOPY_MON) == 0;
  }

  @Override
  void leave() {
    parent.unwatchedBy(this);
  }

  /** The parent was closed: what was not read yet is lost, and nothing comes any more. */
  void orphan() {
    orphaned = true;
    rings.values().forEach(ring -> ring.inbox().orphan());
  }

  @Override
  Optional<NetmapError> trouble() {
    return orphaned
        ? Optional.of(new NetmapError.InterfaceDown(parent.name(), true))
        : Optional.empty();
  }

  @Override
  void shut(Bound ring) {
    ring.queue().close();
    ring.kring().free();
  }
}
