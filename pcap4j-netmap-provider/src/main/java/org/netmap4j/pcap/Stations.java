package org.netmap4j.pcap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortFlag;
import org.netmap4j.PortMode;
import org.netmap4j.PortSpec;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** The ports that handles have open. */
final class Stations {
  private static final List<Station> OPEN = new ArrayList<>();

  private Stations() {}

  /**
   * A handle's place on a port.
   *
   * @param station the port
   * @param intake what it takes of its packets
   * @param rings the rings that its name asks for
   */
  record Member(Station station, Intake intake, List<RingId> rings) {}

  /** Joins the handles on a port, or opens it. To be given to {@link #leave}. */
  static Member join(CaptureName name, Engine engine, HandleOptions options)
      throws NetmapException {
    synchronized (OPEN) {
      PortSpec spec = name.spec();
      boolean exclusive = spec.flags().contains(PortFlag.EXCLUSIVE);
      for (Station station : OPEN) {
        if (!exclusive && station.engine().equals(engine) && station.spec().equals(spec)) {
          return join(station, Station.rings(station.port()), options);
        }
      }
      NetmapPort port = open(name, engine);
      try {
        List<RingId> rings = Station.rings(port);
        Station shared = exclusive ? null : overlapping(port, rings, spec, engine);
        if (shared != null) {
          port.close();
          return join(shared, rings, options);
        }
        Station station = new Station(engine, spec, port);
        OPEN.add(station);
        return join(station, rings, options);
      } catch (NetmapException | RuntimeException e) {
        port.close();
        throw e;
      }
    }
  }

  private static Member join(Station station, List<RingId> rings, HandleOptions options) {
    Intake intake = new Intake(rings, options);
    station.add(intake);
    return new Member(station, intake, rings);
  }

  /** The port that has these rings bound already; null when nobody has. */
  private static @Nullable Station overlapping(
      NetmapPort port, List<RingId> rings, PortSpec spec, Engine engine) throws NetmapException {
    if (port.kind() == PortKind.MONITOR) {
      return null; // its rings are its own
    }
    for (Station station : OPEN) {
      boolean same =
          station.engine().equals(engine)
              && station.spec().name().equals(spec.name())
              && station.port().kind() != PortKind.MONITOR;
      List<RingId> have = Station.rings(station.port());
      if (same && have.containsAll(rings)) {
        return station;
      }
      if (same && !Collections.disjoint(have, rings)) {
        throw new NetmapException(
            new NetmapError.CannotOpen(
                spec.format(),
                "this process captures on %s, and the two would take each other's packets"
                    .formatted(station.spec().format()),
                "open the one with more rings first, or close the other"));
      }
    }
    return null;
  }

  /** Leaves; the last one closes the port. */
  static void leave(Member member) {
    synchronized (OPEN) {
      if (member.station.remove(member.intake)) {
        OPEN.remove(member.station);
        member.station.port().close();
      }
    }
  }

  /**
   * Where a port takes nothing from its host, an interface's name means what it means to pcap: what
   * arrives, and what the host sends.
   */
  private static NetmapPort open(CaptureName name, Engine engine) throws NetmapException {
    NetmapPort port = Netmap.port(name.port()).engine(engine).open();
    boolean wider;
    try {
      wider =
          port.kind() == PortKind.NIC
              && port.taps()
              && name.spec().mode() == PortMode.ALL_NIC
              && !port.rxRings().isEmpty();
    } catch (NetmapException e) {
      port.close();
      throw e;
    }
    if (!wider) {
      return port;
    }
    port.close();
    return Netmap.port(name.port()).engine(engine).mode(PortMode.NIC_SW).open();
  }
}
