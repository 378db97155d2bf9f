package org.netmap4j.top.ui;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;

/**
 * The port and the ring that the user is looking at: those that were chosen, else the first ones.
 *
 * @param port the port; null when there is none
 * @param portId its line in the overview
 * @param ring the ring; null when the port has none
 * @param ringId its line in the overview
 */
record Focus(
    @Nullable PortSnapshot port,
    Row.@Nullable Id portId,
    @Nullable RingSnapshot ring,
    Row.@Nullable Id ringId) {
  static final Focus NOTHING = new Focus(null, null, null, null);

  /** What {@code chosen} stands for. */
  static Focus of(Snapshot snapshot, Row.@Nullable Id chosen) {
    List<Row> all = Rows.of(snapshot, Order.NATURAL);
    Focus focus = NOTHING;
    for (Row row : all) {
      boolean same = chosen != null && of(row.id(), chosen);
      if (row instanceof Row.Port(Row.Id id, PortSnapshot port) && (focus.port == null || same)) {
        focus = new Focus(port, id, null, null);
      } else if (row instanceof Row.Ring(Row.Id id, PortSnapshot port, RingSnapshot ring)
          && focus.portId != null
          && of(id, focus.portId)
          && (focus.ring == null || id.equals(chosen))) {
        focus = new Focus(port, focus.portId, ring, id);
      }
    }
    return focus;
  }

  /** The line of the overview that stands for a ring of the port. */
  Row.Id idOf(RingSnapshot other) {
    Row.Id of = Objects.requireNonNull(portId);
    return new Row.Id(of.port(), of.nth(), Row.nameOf(other.reading()));
  }

  /** Whether two lines are of one port. */
  private static boolean of(Row.Id line, Row.Id other) {
    return line.port().equals(other.port()) && line.nth() == other.nth();
  }

  /** What is {@code steps} further on: another ring if {@code rings}, else another port. */
  static Row.@Nullable Id step(
      Snapshot snapshot, Row.@Nullable Id chosen, boolean rings, int steps) {
    Focus now = of(snapshot, chosen);
    List<Row.Id> ids =
        Rows.of(snapshot, Order.NATURAL).stream()
            .filter(row -> rings ? row instanceof Row.Ring : row instanceof Row.Port)
            .map(Row::id)
            .toList();
    int at = ids.indexOf(rings ? now.ringId : now.portId);
    return ids.isEmpty() ? chosen : ids.get(Math.floorMod(at + steps, ids.size()));
  }
}
