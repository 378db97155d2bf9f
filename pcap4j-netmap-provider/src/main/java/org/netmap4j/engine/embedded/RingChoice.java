package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The rings that a request binds, by its mode and flags: netmap_interp_ringid. */
final class RingChoice {
  private final RegisterRequest request;
  private final PortShape shape;
  private final List<RingId> rings = new ArrayList<>();

  private RingChoice(RegisterRequest request, PortShape shape) {
    this.request = request;
    this.shape = shape;
  }

  static List<RingId> of(RegisterRequest request, PortShape shape) throws NetmapException {
    RingChoice choice = new RingChoice(request, shape);
    boolean receive = (request.flags() & NetmapAbi.NR_TX_RINGS_ONLY) == 0;
    boolean transmit = (request.flags() & NetmapAbi.NR_RX_RINGS_ONLY) == 0;
    for (RingKind kind : RingKind.values()) {
      if (kind.receives() ? receive : transmit) {
        choice.add(kind);
      }
    }
    return choice.rings;
  }

  private void add(RingKind kind) throws NetmapException {
    int count = shape.rings(kind);
    int hostRings = Math.max(shape.hostTxRings(), shape.hostRxRings());
    switch (request.mode()) {
      case NetmapAbi.REG_ALL_NIC -> addAll(kind, kind.host() ? 0 : count);
      case NetmapAbi.REG_SW, NetmapAbi.REG_NIC_SW -> {
        if (hostRings == 0) {
          throw noSuchRing("host rings", "no host rings");
        }
        boolean wanted = kind.host() || request.mode() == NetmapAbi.REG_NIC_SW;
        addAll(kind, wanted ? count : 0);
      }
      case NetmapAbi.REG_ONE_NIC -> {
        int ring = request.ringId();
        if (ring >= shape.txRings() && ring >= shape.rxRings()) {
          throw noSuchRing(
              "ring " + ring, shape.txRings() + " tx and " + shape.rxRings() + " rx rings");
        }
        if (!kind.host() && count > 0) {
          // as in the module: beyond the rings of one direction, that direction gets ring 0
          rings.add(new RingId(kind, ring < count ? ring : 0));
        }
      }
      case NetmapAbi.REG_ONE_SW -> {
        int ring = request.ringId();
        if (ring >= hostRings) {
          throw noSuchRing("host ring " + ring, shape.hostRxRings() + " host rx rings");
        }
        if (kind.host() && ring < count) {
          rings.add(new RingId(kind, ring));
        }
      }
      case NetmapAbi.REG_NULL -> {}
      default ->
          throw new NetmapException(
              new NetmapError.Unsupported(
                  "open " + request.name() + ": mode " + request.mode(),
                  "netmap's register call",
                  "use one of ALL_NIC, SW, NIC_SW, ONE_NIC, ONE_SW, NULL"));
    }
  }

  private void addAll(RingKind kind, int count) {
    for (int i = 0; i < count; i++) {
      rings.add(new RingId(kind, i));
    }
  }

  private NetmapException noSuchRing(String ring, String have) {
    return new NetmapException(new NetmapError.NoSuchRing(request.name(), ring, have));
  }
}
