package org.netmap4j.top.source;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.netmap4j.PortFlag;
import org.netmap4j.PortSpec;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.TapRequest;

/**
 * Whose packets are asked for, by the port's name and beside it.
 *
 * @param shown the port as the user wrote it
 * @param spec its name, read
 * @param ways the ways of its rings; none where the name and the request say nothing
 * @param ring the ring's number; empty for all
 */
record Target(String shown, PortSpec spec, Set<Direction> ways, OptionalInt ring) {
  /** Reads a request; what it says goes before what the name says. */
  static Target of(TapRequest request) throws NetmapException {
    PortSpec spec = PortSpec.resolve(request.port());
    Set<Direction> named = ways(spec);
    Direction asked = request.direction();
    if (asked != null && !named.isEmpty() && !named.contains(asked)) {
      throw contradiction(request, "--direction " + asked.text());
    }
    OptionalInt number =
        switch (spec.mode()) {
          case ONE_NIC, ONE_SW -> OptionalInt.of(spec.ringId());
          case ALL_NIC, SW, NIC_SW, NULL -> OptionalInt.empty();
        };
    if (number.isPresent() && request.ring().isPresent() && !number.equals(request.ring())) {
      throw contradiction(request, "ring " + request.ring().getAsInt());
    }
    return new Target(
        request.port(),
        spec,
        asked == null ? named : EnumSet.of(asked),
        request.ring().isPresent() ? request.ring() : number);
  }

  private static NetmapException contradiction(TapRequest request, String asked) {
    return new NetmapException(
        new NetmapError.CannotOpen(
            request.port(),
            "its name asks for other rings than " + asked,
            "leave one of them out"));
  }

  private static Set<Direction> ways(PortSpec spec) {
    boolean received = spec.flags().contains(PortFlag.MONITOR_RX);
    boolean sent = spec.flags().contains(PortFlag.MONITOR_TX);
    boolean host =
        switch (spec.mode()) {
          case SW, ONE_SW -> true;
          case ALL_NIC, ONE_NIC, NIC_SW, NULL -> false;
        };
    EnumSet<Direction> ways = EnumSet.noneOf(Direction.class);
    if (received || (host && !sent)) {
      ways.add(host ? Direction.HOST_RX : Direction.RX);
    }
    if (sent || (host && !received)) {
      ways.add(host ? Direction.HOST_TX : Direction.TX);
    }
    return ways;
  }

  /** The ways asked for; {@code otherwise} where nothing is said. */
  Set<Direction> waysOr(Direction... otherwise) {
    return ways.isEmpty() ? EnumSet.of(otherwise[0], otherwise) : ways;
  }
}
