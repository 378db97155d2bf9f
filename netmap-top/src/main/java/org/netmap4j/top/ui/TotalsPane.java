package org.netmap4j.top.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.History;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Totals;
import org.netmap4j.top.ui.Graph.Curve;
import org.netmap4j.top.units.RateUnit;
import org.netmap4j.top.units.Si;

/** The sums over all ports, with their past, and the line that says what the table shows. */
final class TotalsPane {
  private final Glyphs glyphs;
  private final Graph graph;

  TotalsPane(Glyphs glyphs) {
    this.glyphs = glyphs;
    this.graph = new Graph(glyphs);
  }

  void render(Snapshot snapshot, UiState state, Layout layout, Canvas canvas) {
    if (layout.compact()) {
      if (layout.header() > 1) {
        compact(snapshot, state, canvas);
      }
      return;
    }
    boolean graphs = layout.graphRows() > 0;
    int half = canvas.width() / 2;
    for (Direction way : List.of(Direction.RX, Direction.TX)) {
      boolean rx = way == Direction.RX;
      Part part = part(snapshot, way, graphs && !rx ? half + 1 : 1, state);
      if (graphs) {
        withGraph(part, half - 2, state, layout, canvas);
      } else {
        withSparkline(part, rx ? 1 : 2, state, canvas);
      }
    }
    status(snapshot, state, layout.header() - 1, canvas);
  }

  /** One direction's sums, their past, and where they are drawn. */
  private record Part(String name, Totals totals, Curve curve, int left) {}

  private static Part part(Snapshot snapshot, Direction way, int left, UiState state) {
    boolean rx = way == Direction.RX;
    History history = snapshot.history();
    RateUnit unit = state.unit();
    List<Double> values =
        (rx ? history.rx() : history.tx())
            .stream()
                .map(point -> unit.of(point.bytesPerSecond(), point.packetsPerSecond()))
                .toList();
    double link = state.scale().link() ? unit.of(linkBits(snapshot) / 8, 0) : 0;
    double top = link > 0 ? link : Graph.scale(values);
    Curve curve = new Curve(values, top, state.scale().log(), rx ? Role.RX : Role.TX);
    return new Part(rx ? "RX" : "TX", snapshot.totals(way), curve, left);
  }

  /** The rate of all links together; 0 where none is known. */
  private static double linkBits(Snapshot snapshot) {
    Map<String, Long> rates = new HashMap<>();
    for (PortSnapshot port : snapshot.ports()) {
      if (port.facts().bitsPerSecond() != null) {
        rates.put(port.name(), port.facts().bitsPerSecond());
      }
    }
    return rates.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  private void compact(Snapshot snapshot, UiState state, Canvas canvas) {
    int x = 0;
    for (Direction direction : List.of(Direction.RX, Direction.TX)) {
      Totals totals = snapshot.totals(direction);
      Role role = direction == Direction.RX ? Role.RX : Role.TX;
      String text = " %6s %6s".formatted(Si.rate(totals.packetsPerSecond()), amount(totals, state));
      x = canvas.put(x, 1, direction == Direction.RX ? "RX" : "TX", role);
      x = canvas.put(x, 1, text, Role.TEXT) + 2;
    }
  }

  private void withSparkline(Part part, int y, UiState state, Canvas canvas) {
    int x = numbers(part, y, state, canvas) + 2;
    int width = Math.min(canvas.width() - 1 - x, History.LENGTH);
    graph.draw(canvas, x, y, width, 1, part.curve());
  }

  private void withGraph(Part part, int width, UiState state, Layout layout, Canvas canvas) {
    numbers(part, 1, state, canvas);
    int bottom = layout.header() - 2;
    String scale = Graph.caption(part.curve(), state.unit().text());
    canvas.put(part.left(), bottom, String.valueOf(glyphs.rule()).repeat(width), Role.DIM);
    canvas.putRight(part.left() + width - 1, bottom, scale, Role.DIM);
    graph.draw(canvas, part.left(), 2, width, layout.graphRows() - 1, part.curve());
  }

  private static int numbers(Part part, int y, UiState state, Canvas canvas) {
    Totals totals = part.totals();
    int x = canvas.put(part.left(), y, part.name(), part.curve().role());
    double amount = state.unit().of(totals.bytesPerSecond(), totals.packetsPerSecond());
    String rates =
        "  "
            + Si.field(totals.packetsPerSecond(), "pkt/s")
            + "  "
            + Si.field(amount, state.unit().text());
    x = canvas.put(x, y, rates, Role.TEXT);
    boolean rising = totals.dropsPerSecond() > 0;
    Role role = rising ? Role.ALERT : totals.drops() > 0 ? Role.WARN : Role.DIM;
    String drops = (rising ? "!" : " ") + Si.count(totals.drops()).strip() + " drops";
    return canvas.put(x + 2, y, "%-13s".formatted(drops), role);
  }

  private void status(Snapshot snapshot, UiState state, int y, Canvas canvas) {
    UiState.Notice notice = state.notice();
    if (notice != null) {
      Role role = notice.alert() ? Role.ALERT : Role.WARN;
      canvas.putWithin(1, y, canvas.width() - 2, notice.text(), role);
      return;
    }
    Order order = state.order();
    StringBuilder text = new StringBuilder();
    text.append(counted(snapshot.ports().size(), "port"))
        .append(", ")
        .append(counted(snapshot.ringCount(), "ring"))
        .append("   sorted by ")
        .append(order.key().text());
    if (order.reversed()) {
      text.append(", reversed");
    }
    if (order.hideIdle()) {
      text.append("   idle rings hidden");
    }
    if (!order.filter().isEmpty()) {
      text.append("   only '").append(order.filter()).append('\'');
    }
    canvas.putWithin(1, y, canvas.width() - 2, text.toString(), Role.DIM);
  }

  private static String counted(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private static String amount(Totals totals, UiState state) {
    return Si.rate(state.unit().of(totals.bytesPerSecond(), totals.packetsPerSecond()));
  }
}
