package org.netmap4j.top.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.units.Si;

/** What was lost, by cause and by ring, and what drivers say that they lost. */
final class DropsSheet implements Sheet {
  private static final int COUNT_END = 16;
  private static final int RATE_END = 25;

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    Snapshot snapshot = shown.snapshot();
    causes(snapshot, to);
    rings(snapshot, to);
    drivers(snapshot, to);
  }

  private static void causes(Snapshot snapshot, Lines to) {
    Map<String, Long> sums = new TreeMap<>();
    for (PortSnapshot port : snapshot.ports()) {
      for (RingSnapshot ring : port.rings()) {
        ring.reading().losses().forEach((cause, count) -> sums.merge(cause, count, Long::sum));
      }
    }
    to.heading("by cause, all rings");
    if (sums.isEmpty()) {
      to.line(" none", Role.DIM);
    }
    sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(loss ->
            to.right(COUNT_END, Si.exact(loss.getValue()), Role.WARN)
                .line("  " + loss.getKey(), Role.TEXT));
  }

  private record Lossy(PortSnapshot port, RingSnapshot ring) {}

  private static void rings(Snapshot snapshot, Lines to) {
    List<Lossy> lossy =
        snapshot.ports().stream()
            .flatMap(port -> port.rings().stream().map(ring -> new Lossy(port, ring)))
            .filter(it -> it.ring().reading().drops() > 0)
            .sorted(Comparator.comparingLong((Lossy it) -> it.ring().reading().drops()).reversed())
            .toList();
    to.heading("by ring");
    if (lossy.isEmpty()) {
      to.line(" none", Role.DIM);
      return;
    }
    to.right(COUNT_END, "PACKETS", Role.DIM).right(RATE_END - 1, "/S", Role.DIM).end();
    for (Lossy it : lossy) {
      RingReading now = it.ring().reading();
      Role role = Charts.drops(it.ring().dropsPerSecond(), now.drops());
      to.right(COUNT_END, Si.exact(now.drops()), role)
          .right(RATE_END, Si.rate(it.ring().dropsPerSecond()), role)
          .add("  " + it.port().name() + " " + Row.nameOf(now), Role.TEXT)
          .add("  " + now.label().text(), Role.DIM)
          .add(it.port().owner().isEmpty() ? "" : "  " + it.port().owner(), Role.DIM)
          .end();
    }
  }

  /** Each interface once, however many have it open. */
  private static void drivers(Snapshot snapshot, Lines to) {
    Map<String, List<PortFacts.Counter>> losses = new TreeMap<>();
    for (PortSnapshot port : snapshot.ports()) {
      List<PortFacts.Counter> lost =
          port.facts().counters().stream().filter(it -> it.loss() && it.value() > 0).toList();
      if (!lost.isEmpty()) {
        losses.put(port.name(), lost);
      }
    }
    to.heading("by the drivers' own counters");
    if (losses.isEmpty()) {
      to.line(" none", Role.DIM);
    }
    losses.forEach((name, lost) ->
        lost.forEach(counter ->
            to.right(COUNT_END, Si.exact(counter.value()), Role.WARN)
                .add("  " + name + " " + counter.name(), Role.TEXT)
                .add("  driver", Role.DIM)
                .end()));
  }
}
