package org.netmap4j.top.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.PortMode;
import org.netmap4j.RxRing;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterface;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.source.Feed.Lane;

/** Packets of an interface that the host has, by packet sockets: the host keeps every frame. */
final class Sockets {
  /** Holds what comes while the reader is away. */
  private static final int SLOTS = 4096;

  private final Engine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final Target target;
  private final NetInterface device;
  private final boolean promiscuous;

  private Sockets(Target target, NetInterface device, boolean promiscuous) {
    this.target = target;
    this.device = device;
    this.promiscuous = promiscuous;
  }

  /** Opens the rings of an interface that are asked for. */
  static Feed open(Target target, NetInterface device, boolean promiscuous) throws NetmapException {
    return new Sockets(target, device, promiscuous).open();
  }

  private Feed open() throws NetmapException {
    Set<Direction> ways = ways();
    List<PortBuilder> builders = new ArrayList<>();
    if (target.ring().isPresent()) {
      int ring = target.ring().getAsInt();
      for (Direction way : ways) {
        builders.add(builder(way == Direction.RX ? PortMode.ONE_NIC : PortMode.ONE_SW, ring));
      }
    } else if (ways.size() == 2) {
      builders.add(builder(PortMode.NIC_SW, 0));
    } else {
      builders.add(builder(ways.contains(Direction.RX) ? PortMode.ALL_NIC : PortMode.SW, 0));
    }
    List<Lane> lanes = new ArrayList<>();
    try {
      for (PortBuilder builder : builders) {
        NetmapPort port = builder.open();
        for (RxRing ring : port.rxRings()) {
          lanes.add(new Lane(port, ring, Terms.direction(ring.id().kind())));
        }
      }
    } catch (NetmapException e) {
      lanes.forEach(lane -> lane.port().close());
      throw e;
    }
    return new Feed("packet socket", lanes, false);
  }

  /** What such an interface sends is what its host sends. */
  private Set<Direction> ways() throws NetmapException {
    EnumSet<Direction> ways = EnumSet.noneOf(Direction.class);
    for (Direction way : target.waysOr(Direction.RX, Direction.HOST_RX)) {
      switch (way) {
        case RX -> ways.add(Direction.RX);
        case TX, HOST_RX -> ways.add(Direction.HOST_RX);
        case HOST_TX -> {
          if (target.ways().size() == 1) {
            throw new NetmapException(
                new NetmapError.CannotOpen(
                    target.shown(),
                    "nobody has it in netmap mode, so nothing is injected into its host",
                    "ask for rx, which is what the host gets"));
          }
        }
      }
    }
    return ways;
  }

  private PortBuilder builder(PortMode mode, int ring) {
    return Netmap.port(device.name())
        .engine(engine)
        .mode(mode, ring)
        .receiveOnly()
        .hostRings(device.txQueues())
        .rxSlots(SLOTS)
        .promiscuous(promiscuous);
  }
}
