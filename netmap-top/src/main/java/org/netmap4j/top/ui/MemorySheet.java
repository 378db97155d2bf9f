package org.netmap4j.top.ui;

import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.units.Si;

/** Memory regions, what their pools have, and what the ports in them need. */
final class MemorySheet implements Sheet {
  private static final double NEARLY_ALL = 0.9;

  private final Charts charts;

  MemorySheet(Charts charts) {
    this.charts = charts;
  }

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    Snapshot snapshot = shown.snapshot();
    if (snapshot.regions().isEmpty()) {
      to.line(" no memory regions are known", Role.DIM);
    }
    for (RegionReading region : snapshot.regions()) {
      to.heading("%s region %d".formatted(region.engine(), region.id()));
      to.fact("size", Si.exact(region.bytes()) + " bytes", Role.TEXT);
      to.fact("held by", region.owner().isEmpty() ? "netmap-top" : region.owner(), Role.TEXT);
      if (!region.ports().isEmpty()) {
        to.fact("ports", String.join(", ", region.ports()), Role.TEXT);
      }
      region.pools().forEach(pool -> pool(pool, to));
    }
  }

  private void pool(RegionReading.Pool pool, Lines to) {
    double share = pool.total() <= 0 ? 0 : Math.min(1, (double) pool.used() / pool.total());
    Role role = share >= NEARLY_ALL ? Role.BAR_FULL : Role.BAR;
    to.add(" %-14s ".formatted(pool.name()), Role.DIM)
        .right(40, Si.exact(pool.used()) + " of " + Si.exact(pool.total()), Role.TEXT)
        .add(" x %s bytes ".formatted(Si.exact(pool.objectBytes())), Role.DIM);
    if (to.room() > 12) {
      charts.bar(to, Math.min(40, to.room() - 1), share, role);
    }
    to.end();
  }
}
