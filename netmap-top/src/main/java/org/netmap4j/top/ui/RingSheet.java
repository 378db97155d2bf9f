package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Trend;
import org.netmap4j.top.units.Si;

/** One ring: where its indices are, what it was seen to do, and what it did before. */
final class RingSheet implements Sheet {
  private static final int HISTORY_ROWS = 4;

  private final Charts charts;

  RingSheet(Charts charts) {
    this.charts = charts;
  }

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    PortSnapshot port = focus.port();
    RingSnapshot ring = focus.ring();
    if (port == null || ring == null) {
      to.line(port == null ? " no ports" : " " + port.name() + " has no rings", Role.DIM);
      return;
    }
    if (port.trouble() != null) {
      to.add(" ! ", Role.ALERT).wrapped(port.trouble(), Role.ALERT);
    }
    charts.map(to, ring);
    indices(ring, to);
    rates(ring, to);
    to.heading("packets per second, until now");
    charts.history(to, HISTORY_ROWS, ring.trend().past(), state.scale().log(), "pkt/s", role(ring));
    activity(ring.reading().activity(), role(ring), to);
    drops(ring, to);
    to.heading("how far the numbers can be trusted");
    to.add(" " + ring.reading().label().text() + ": ", Role.TEXT);
    to.wrapped(meaning(ring.reading().label()), Role.DIM);
  }

  private void indices(RingSnapshot ring, Lines to) {
    RingReading now = ring.reading();
    RingActivity seen = now.activity();
    to.fact(
        "indices",
        "head %d  cur %d  tail %d  of %d slots"
            .formatted(now.head(), now.cur(), now.tail(), now.slots()),
        Role.TEXT);
    to.add(" ", Role.TEXT).add("%-14s ".formatted("in use"), Role.DIM);
    to.add("%d slots ".formatted(now.used()), Role.TEXT);
    charts.fill(to, Math.clamp(to.room() - 1, 8, 30), ring);
    to.end();
    if (seen.looks() > 0) {
      to.fact(
          "high water",
          "%d slots (%s) since the last sample"
              .formatted(seen.highWater(), share(seen.highWater(), now.slots() - 1)),
          seen.highWater() >= now.slots() - 1 ? Role.WARN : Role.TEXT);
      to.fact(
          "found full",
          "%s of looks; stalled %s times"
              .formatted(share(seen.fullLooks(), seen.looks()), Si.count(seen.stalls()).strip()),
          seen.stalls() > 0 ? Role.WARN : Role.TEXT);
    }
  }

  private static String share(long part, long whole) {
    return whole <= 0
        ? "0 %"
        : String.format(Locale.ROOT, "%.3g %%", Math.min(100.0, 100.0 * part / whole));
  }

  private static void rates(RingSnapshot ring, Lines to) {
    Trend trend = ring.trend();
    RingActivity.Burst burst = ring.reading().activity().burst();
    to.fact(
        "now",
        Si.rate(ring.packetsPerSecond(), "pkt/s")
            + ", "
            + Si.rate(ring.bitsPerSecond(), "bit/s")
            + size(ring),
        Role.TEXT);
    to.fact(
        "averages",
        "1 s %s  10 s %s  60 s %s"
            .formatted(rate(trend.seconds1()), rate(trend.seconds10()), rate(trend.seconds60())),
        Role.TEXT);
    to.fact(
        "last minute",
        "p50 %s  p95 %s  p99 %s  max %s"
            .formatted(rate(trend.p50()), rate(trend.p95()), rate(trend.p99()), rate(trend.max())),
        Role.TEXT);
    to.fact(
        "burst",
        burst.packets() == 0
            ? "none since the last sample"
            : "%d packets in %.1f ms: %s"
                .formatted(
                    burst.packets(),
                    burst.micros() / 1e3,
                    Si.rate(burst.packetsPerSecond(), "pkt/s")),
        Role.TEXT);
    to.fact(
        "so far",
        "%s packets, %s bytes"
            .formatted(Si.exact(ring.reading().packets()), Si.exact(ring.reading().bytes())),
        Role.TEXT);
  }

  private static String size(RingSnapshot ring) {
    return ring.packetsPerSecond() > 0 && ring.bytesPerSecond() > 0
        ? ", %.0f bytes a packet".formatted(ring.bytesPerSecond() / ring.packetsPerSecond())
        : "";
  }

  private static String rate(double value) {
    return Si.rate(value).strip();
  }

  private void activity(RingActivity seen, Role role, Lines to) {
    if (seen.batches().stream().anyMatch(count -> count > 0)) {
      to.heading("slots per sync, as far as it was seen");
      charts.histogram(to, powers(seen.batches().size()), seen.batches(), role);
    }
    if (seen.sizes().stream().anyMatch(count -> count > 0)) {
      to.heading("sizes of packets, of those that were looked at");
      charts.histogram(to, sizes(seen.sizes().size()), seen.sizes(), role);
    }
  }

  private static List<String> powers(int classes) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      long from = 1L << i;
      names.add(i == 0 ? "1" : from + "-" + (2 * from - 1));
    }
    return names;
  }

  private static List<String> sizes(int classes) {
    List<String> names = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < classes; i++) {
      boolean last = i >= RingActivity.SIZE_BOUNDS.size();
      int to = last ? 0 : RingActivity.SIZE_BOUNDS.get(i);
      names.add(last ? "over " + (from - 1) : from + "-" + to);
      from = to + 1;
    }
    return names;
  }

  private static void drops(RingSnapshot ring, Lines to) {
    RingReading now = ring.reading();
    to.heading("drops");
    to.add(
            " %s so far, %s".formatted(Si.exact(now.drops()), Si.rate(ring.dropsPerSecond(), "/s")),
            Charts.drops(ring.dropsPerSecond(), now.drops()))
        .end();
    now.losses().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(loss ->
            to.add(" ", Role.TEXT)
                .right(16, Si.exact(loss.getValue()), Role.WARN)
                .line("  " + loss.getKey(), Role.TEXT));
  }

  static Role role(RingSnapshot ring) {
    return switch (ring.reading().direction()) {
      case RX, HOST_RX -> Role.RX;
      case TX, HOST_TX -> Role.TX;
    };
  }

  private static String meaning(Label label) {
    return switch (label) {
      case EXACT -> "every packet was counted";
      case SAMPLED ->
          "slots that were seen to move; a ring that goes round between two looks does more";
      case DRIVER -> "the driver's own counter";
      case INFERRED -> "rests on an assumption: merged packets, or the queue's number";
    };
  }
}
