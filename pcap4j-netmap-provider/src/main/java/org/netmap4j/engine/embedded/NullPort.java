package org.netmap4j.engine.embedded;

import java.util.List;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RingId;

/** A port without rings: with it a region can be mapped, whoever's it is. */
final class NullPort extends Port {
  NullPort(String name, Region region, Geometry asked, boolean strict) {
    super("null:" + name, region, shape(asked), strict);
  }

  private static PortShape shape(Geometry asked) {
    return new PortShape(
        PortKind.NULL, asked.txRings(), asked.rxRings(), 0, 0, asked.txSlots(), asked.rxSlots(), 0);
  }

  @Override
  List<Bound> open(List<RingId> rings) {
    return List.of();
  }

  @Override
  void shut(Bound ring) {}
}
