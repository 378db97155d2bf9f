package org.netmap4j.top.ui;

import java.util.List;
import java.util.Locale;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Imbalance;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Trend;
import org.netmap4j.top.units.Si;

/** One port: what the machine says of it, and its rings' past. */
final class PortSheet implements Sheet {
  private static final int NAME = 11;
  private static final int CELL = 7;
  private static final List<String> NUMBERS =
      List.of("NOW", "1 S", "10 S", "60 S", "P50", "P95", "P99", "MAX", "BURST");

  private final Charts charts;

  PortSheet(Charts charts) {
    this.charts = charts;
  }

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    PortSnapshot port = focus.port();
    if (port == null) {
      to.line(" no ports", Role.DIM);
      return;
    }
    if (port.trouble() != null) {
      to.add(" ! ", Role.ALERT).wrapped(port.trouble(), Role.ALERT);
    }
    if (!port.owner().isEmpty()) {
      to.fact("held by", port.owner(), Role.TEXT);
    }
    to.fact("received", Charts.sums(port.totals(Direction.RX)), Role.RX);
    to.fact("sent", Charts.sums(port.totals(Direction.TX)), Role.TX);
    spread(port, to);
    facts(port.facts(), to);
    rings(focus, port, to);
    counters(port.facts().counters(), to);
  }

  /** How evenly its receive rings are used, where it has several. */
  private static void spread(PortSnapshot port, Lines to) {
    long rings =
        port.rings().stream().filter(it -> it.reading().direction() == Direction.RX).count();
    if (rings < 2) {
      return;
    }
    Imbalance now = Imbalance.of(port);
    Imbalance before = Imbalance.ofTenSeconds(port);
    String text =
        String.format(
            Locale.ROOT,
            "max/mean %.2f, Jain %.2f   10 s: %.2f, %.2f",
            now.maxToMean(),
            now.jain(),
            before.maxToMean(),
            before.jain());
    to.fact(
        "RX rings",
        now.hot() == null ? text : text + "   hot: rx " + now.hot(),
        now.hot() == null ? Role.TEXT : Role.WARN);
  }

  private static void facts(PortFacts facts, Lines to) {
    if (facts.mode() != null) {
      to.fact("moved by", facts.mode() + driver(facts), Role.TEXT);
    }
    if (facts.up() != null) {
      String rate =
          facts.bitsPerSecond() == null ? "" : ", " + Si.rate(facts.bitsPerSecond(), "bit/s");
      String mtu = facts.mtu() == null ? "" : ", MTU " + facts.mtu();
      to.fact(
          "link", (facts.up() ? "up" : "down") + rate + mtu, facts.up() ? Role.TEXT : Role.ALERT);
    }
    if (facts.receiveQueues() != null && facts.transmitQueues() != null) {
      to.fact(
          "queues",
          "%d receive, %d send".formatted(facts.receiveQueues(), facts.transmitQueues()),
          Role.TEXT);
    }
    if (!facts.offloads().isEmpty()) {
      to.fact("offloads on", String.join(", ", facts.offloads()), Role.WARN);
    }
    if (facts.pause() != null) {
      to.fact("flow control", facts.pause(), facts.pause().equals("off") ? Role.TEXT : Role.WARN);
    }
  }

  private static String driver(PortFacts facts) {
    return facts.driver() == null ? "" : " (driver " + facts.driver() + ")";
  }

  /** As many numbers a ring as there is room for, packets per second all of them. */
  private void rings(Focus focus, PortSnapshot port, Lines to) {
    if (port.rings().isEmpty()) {
      return;
    }
    to.end();
    int numbers = Math.clamp((to.width() - NAME) / CELL, 1, NUMBERS.size());
    to.add(" PKT/S", Role.DIM).to(NAME);
    for (int i = 0; i < numbers; i++) {
      to.right(NAME + (i + 1) * CELL - 1, NUMBERS.get(i), Role.DIM);
    }
    to.end();
    for (RingSnapshot ring : port.rings()) {
      Role role = RingSheet.role(ring);
      to.add(" " + Row.nameOf(ring.reading()), role).to(NAME);
      List<Double> values = numbers(ring);
      for (int i = 0; i < numbers; i++) {
        String text = Si.rate(values.get(i));
        to.right(NAME + (i + 1) * CELL, text, text.equals("0 ") ? Role.DIM : Role.TEXT);
      }
      to.add("  ", Role.TEXT);
      charts.sparkline(to, to.room() - 1, ring.trend().past(), role);
      to.end(focus.idOf(ring));
    }
  }

  private static List<Double> numbers(RingSnapshot ring) {
    Trend trend = ring.trend();
    return List.of(
        ring.packetsPerSecond(),
        trend.seconds1(),
        trend.seconds10(),
        trend.seconds60(),
        trend.p50(),
        trend.p95(),
        trend.p99(),
        trend.max(),
        ring.reading().activity().burst().packetsPerSecond());
  }

  private static void counters(List<PortFacts.Counter> counters, Lines to) {
    if (counters.isEmpty()) {
      return;
    }
    to.heading("counters of the driver");
    for (PortFacts.Counter counter : counters) {
      Role role = counter.loss() && counter.value() > 0 ? Role.WARN : Role.TEXT;
      to.add(" ", Role.TEXT)
          .add("%-32s".formatted(counter.name()), Role.DIM)
          .line(String.format(Locale.ROOT, "%20s", Si.exact(counter.value())), role);
    }
  }
}
