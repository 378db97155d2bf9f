package org.netmap4j.pcap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortFlag;
import org.netmap4j.PortSpec;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** The ports that handles have open. */
final class Stations {
  private static final List<Station> OPEN = new ArrayList<>();

  /**
   * What opens a port of its own: monitors have rings of their own, and others nobody may share.
   */
  private static final Set<PortFlag> NOT_SHARED =
      Set.of(PortFlag.EXCLUSIVE, PortFlag.MONITOR_RX, PortFlag.MONITOR_TX, PortFlag.ZCOPY_MON);

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
      boolean alone = !Collections.disjoint(spec.flags(), NOT_SHARED);
      for (Station station : OPEN) {
        boolean same = station.engine().equals(engine) && station.spec().equals(spec);
        if (same && !alone && station.pumped() == name.inline()) {
          return join(station, Station.rings(station.port()), options);
        }
      }
      NetmapPort port = PortOpener.open(name, engine, options.bufferSize());
      try {
        List<RingId> rings = Station.rings(port);
        Station shared = alone ? null : overlapping(port, rings, name, engine);
        if (shared != null) {
          port.close();
          return join(shared, rings, options);
        }
        PortOpener.warn(name, engine, port);
        Station station = new Station(engine, spec, port, name.inline() && !port.taps());
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
      NetmapPort port, List<RingId> rings, CaptureName name, Engine engine) throws NetmapException {
    for (Station station : OPEN) {
      boolean same =
          station.engine().equals(engine)
              && station.spec().name().equals(name.spec().name())
              && station.port().kind() != PortKind.MONITOR;
      List<RingId> have = Station.rings(station.port());
      boolean pumps = station.pumped() || !name.inline() || port.taps();
      if (same && pumps && have.containsAll(rings)) {
        return station;
      }
      if (same && !Collections.disjoint(have, rings)) {
        throw new NetmapException(
            new NetmapError.CannotOpen(
                name.name(),
                "this process captures on %s, and the two would take each other's packets"
                    .formatted(station.spec().format()),
                "open the one with more rings, or inline, first; or close the other"));
      }
    }
    return null;
  }

  /** Leaves; the last one closes the port. */
  static void leave(Member member) {
    synchronized (OPEN) {
      if (member.station.remove(member.intake)) {
        OPEN.remove(member.station);
        member.station.close();
      }
    }
  }
}
