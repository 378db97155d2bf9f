package org.netmap4j.top.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.PortFlag;
import org.netmap4j.PortMode;
import org.netmap4j.PortSpec;
import org.netmap4j.RxRing;
import org.netmap4j.engine.Engine;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.source.Feed.Lane;

/**
 * Copies of what goes through rings that others have open in the kernel module. The module refuses
 * a monitor where nobody has the port open: so nothing is ever put into netmap mode from here.
 */
final class Monitors {
  /** The most that the module gives: the main defence against loss. */
  private static final int SLOTS = 4096;

  private final Engine kernel;
  private final Target target;

  private Monitors(Engine kernel, Target target) {
    this.kernel = kernel;
    this.target = target;
  }

  /**
   * Opens monitors.
   *
   * @return nothing where nobody has the port open
   * @throws NetmapException somebody has, but it cannot be watched
   */
  static Optional<Feed> open(Engine kernel, Target target) throws NetmapException {
    return new Monitors(kernel, target).open();
  }

  private Optional<Feed> open() throws NetmapException {
    if (!inUse()) {
      return Optional.empty();
    }
    List<Lane> lanes = new ArrayList<>();
    try {
      for (Direction way : target.waysOr(Direction.RX, Direction.TX)) {
        NetmapPort port = monitor(way);
        for (RxRing ring : port.rxRings()) {
          lanes.add(new Lane(port, ring, way));
        }
      }
    } catch (NetmapException e) {
      lanes.forEach(lane -> lane.port().close());
      throw e;
    }
    return Optional.of(new Feed("monitor", lanes, true));
  }

  /** Asking about a port of a switch would make it, so the list of them is asked. */
  private boolean inUse() throws NetmapException {
    PortSpec spec = target.spec();
    if (spec.isVale()
        && kernel.control().valeList().stream()
            .noneMatch(port -> port.name().equals(spec.name()))) {
      return false;
    }
    try {
      builder(Direction.RX, PortMode.ALL_NIC, 0).rxSlots(PROBE_SLOTS).open().close();
      return true;
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.CannotOpen
          || e.error() instanceof NetmapError.NoSuchPort) {
        return false;
      }
      throw e;
    }
  }

  private static final int PROBE_SLOTS = 64;

  private NetmapPort monitor(Direction way) throws NetmapException {
    boolean host = way == Direction.HOST_RX || way == Direction.HOST_TX;
    PortMode all = host ? PortMode.SW : PortMode.ALL_NIC;
    PortMode one = host ? PortMode.ONE_SW : PortMode.ONE_NIC;
    try {
      return builder(way, target.ring().isPresent() ? one : all, target.ring().orElse(0)).open();
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.CannotOpen && target.ring().isPresent()) {
        throw noSuchRing(way, all, e);
      }
      throw e;
    }
  }

  private NetmapException noSuchRing(Direction way, PortMode all, NetmapException cause)
      throws NetmapException {
    try (NetmapPort whole = builder(way, all, 0).open()) {
      return new NetmapException(
          new NetmapError.NoSuchRing(
              target.shown(),
              "%s ring %d".formatted(way.text(), target.ring().orElse(0)),
              "rings 0 to " + (whole.rxRings().size() - 1)),
          cause);
    }
  }

  private PortBuilder builder(Direction way, PortMode mode, int ring) {
    boolean received = way == Direction.RX || way == Direction.HOST_RX;
    PortFlag flag = received ? PortFlag.MONITOR_RX : PortFlag.MONITOR_TX;
    PortSpec spec = target.spec();
    String name = spec.isVale() ? spec.name() : "netmap:" + spec.name();
    return Netmap.port(name)
        .engine(kernel)
        .mode(mode, ring)
        .registerFlags(flag.bit())
        .rxSlots(SLOTS);
  }
}
