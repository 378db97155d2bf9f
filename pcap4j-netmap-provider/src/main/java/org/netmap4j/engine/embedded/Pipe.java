package org.netmap4j.engine.embedded;

import java.util.HashMap;
import java.util.Map;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A pipe: two ends, made together, each of whose transmit rings leads to the receive ring of the
 * same number at the other. It lives until both ends are closed, and with it what is queued in it.
 * Guarded by the engine's lock.
 */
final class Pipe {
  private static final int MAX_RINGS = 256;
  private static final int MAX_SLOTS = 4096;

  private final PipeBase base;
  private final String id;
  private final PipeEnd master;
  private final PipeEnd slave;

  /** By the master's ring: what it sends, and what it receives. */
  private final Map<RingId, Lane> lanes = new HashMap<>();

  /** A pipe whose rings are as asked for the master, and the other way round for the slave. */
  Pipe(PipeBase base, String id, Geometry asked, boolean strict) {
    this.base = base;
    this.id = id;
    int txRings = Numbers.bound(asked.txRings(), 1, MAX_RINGS);
    int rxRings = Numbers.bound(asked.rxRings(), 1, MAX_RINGS);
    int txSlots = Numbers.bound(asked.txSlots(), base.txSlots(), MAX_SLOTS);
    int rxSlots = Numbers.bound(asked.rxSlots(), base.rxSlots(), MAX_SLOTS);
    master =
        new PipeEnd(
            this, base.name() + "{" + id, shape(txRings, rxRings, txSlots, rxSlots), strict);
    slave =
        new PipeEnd(
            this, base.name() + "}" + id, shape(rxRings, txRings, rxSlots, txSlots), strict);
  }

  private PortShape shape(int txRings, int rxRings, int txSlots, int rxSlots) {
    int longest = NetmapAbi.MAX_FRAGS * base.region().layout().bufferSize();
    return new PortShape(PortKind.PIPE, txRings, rxRings, 0, 0, txSlots, rxSlots, longest);
  }

  PipeBase base() {
    return base;
  }

  String id() {
    return id;
  }

  PipeEnd end(boolean ofMaster) {
    return ofMaster ? master : slave;
  }

  /** The lane behind a ring of one end; made with both its rings when either is first bound. */
  Lane lane(PipeEnd end, RingId ring) throws NetmapException {
    RingId key = end == master ? ring : opposite(ring);
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = make(end, ring);
      lanes.put(key, lane);
    }
    return lane;
  }

  private Lane make(PipeEnd end, RingId ring) throws NetmapException {
    PipeEnd other = end == master ? slave : master;
    if (ring.kind().receives()) {
      RxKring rx = new RxKring(end, ring, null);
      try {
        return new Lane(new TxKring(other, opposite(ring), rx), rx);
      } catch (NetmapException e) {
        rx.free();
        throw e;
      }
    }
    TxKring tx = new TxKring(end, ring, null);
    try {
      return new Lane(tx, new RxKring(other, opposite(ring), tx));
    } catch (NetmapException e) {
      tx.free();
      throw e;
    }
  }

  private static RingId opposite(RingId ring) {
    return new RingId(ring.kind().receives() ? RingKind.TX : RingKind.RX, ring.index());
  }

  /** Whether both ends are closed. */
  boolean idle() {
    return !master.active() && !slave.active();
  }

  /** Both ends are closed, or neither could be opened. */
  void free() {
    lanes.values().forEach(Lane::free);
    lanes.clear();
  }
}
