package org.netmap4j.top.ui;

import java.util.List;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.units.Si;

/** Host rings: what the stack and its interfaces exchange, and what stands in the way. */
final class HostSheet implements Sheet {
  private final Charts charts;

  HostSheet(Charts charts) {
    this.charts = charts;
  }

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    Snapshot snapshot = shown.snapshot();
    boolean any = false;
    for (PortSnapshot port : snapshot.ports()) {
      List<RingSnapshot> rings = port.rings().stream().filter(HostSheet::isHost).toList();
      if (!rings.isEmpty()) {
        to.add(port.name(), Role.PORT).add(" " + port.owner(), Role.TEXT).end();
        rings.forEach(ring -> ring(ring, to));
        any = true;
      }
    }
    if (!any) {
      to.line(" no port has host rings bound", Role.DIM);
      to.wrapped(
          " (a port with ^ at the end of its name binds them alone, one with * binds all)",
          Role.DIM);
    }
    List<Finding> findings =
        snapshot.findings().stream().filter(it -> it.check().contains("host")).toList();
    if (!findings.isEmpty()) {
      to.heading("what the doctor says of them");
      DoctorSheet.write(findings, to);
    }
  }

  private static boolean isHost(RingSnapshot ring) {
    Direction direction = ring.reading().direction();
    return direction == Direction.HOST_RX || direction == Direction.HOST_TX;
  }

  private void ring(RingSnapshot ring, Lines to) {
    RingReading now = ring.reading();
    String way = now.direction() == Direction.HOST_RX ? "from the stack" : "to the stack";
    to.add(" %-11s".formatted(Row.nameOf(now)), RingSheet.role(ring));
    to.add("%-15s".formatted(way), Role.DIM);
    to.right(40, Si.field(ring.packetsPerSecond(), "pkt/s"), Role.TEXT);
    to.add(" ", Role.TEXT);
    charts.fill(to, Math.clamp(to.room() - 1, 8, 24), ring);
    to.end();
    if (now.drops() > 0) {
      to.add("   ", Role.TEXT)
          .wrapped(
              "%s packets lost".formatted(Si.exact(now.drops())),
              Charts.drops(ring.dropsPerSecond(), now.drops()));
    }
    diagnosis(ring, to);
  }

  /** What its indices alone say. */
  private static void diagnosis(RingSnapshot ring, Lines to) {
    RingReading now = ring.reading();
    boolean full = now.slots() > 0 && now.used() >= now.slots() - 1;
    if (now.direction() == Direction.HOST_RX && full && ring.packetsPerSecond() == 0) {
      to.add("   ! ", Role.ALERT)
          .wrapped(
              "nobody reads it: what the stack sends through this interface is lost; have the owner"
                  + " read its host rings, or close the port",
              Role.ALERT);
    } else if (now.direction() == Direction.HOST_TX && full) {
      to.add("   ! ", Role.ALERT)
          .wrapped(
              "full: its owner has queued packets for the stack and not synced (txsync)",
              Role.ALERT);
    }
  }
}
