package org.netmap4j.top.ui;

import java.util.List;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Imbalance;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Totals;
import org.netmap4j.top.units.RateUnit;
import org.netmap4j.top.units.Si;

/** The table: a header, then a line per port, per fault and per ring. */
final class TablePane {
  private static final int ROOM_FOR_UNITS = 76;
  private static final int ROOM_FOR_BITS = 56;

  private final Glyphs glyphs;
  private final RingGauge gauge;

  TablePane(Glyphs glyphs) {
    this.glyphs = glyphs;
    this.gauge = new RingGauge(glyphs);
  }

  void render(List<Row> rows, UiState state, Layout layout, Canvas canvas) {
    List<Columns.Placed> columns = Columns.fit(canvas.width());
    header(columns, state, layout.header(), canvas);
    if (rows.isEmpty()) {
      boolean chosen = state.order().hideIdle() || !state.order().filter().isEmpty();
      String why = chosen ? "nothing left: Esc ends the filter, e shows idle rings" : "no ports";
      canvas.putWithin(1, layout.listTop(), canvas.width() - 1, why, Role.DIM);
      return;
    }
    int top = state.cursor().top();
    int cursor = Keys.at(state.cursor(), rows);
    for (int i = 0; i < layout.listRows() && top + i < rows.size(); i++) {
      int y = layout.listTop() + i;
      switch (rows.get(top + i)) {
        case Row.Port row -> port(row.port(), state.unit(), y, canvas);
        case Row.Trouble row ->
            canvas.putWithin(1, y, canvas.width() - 1, "! " + row.message(), Role.ALERT);
        case Row.Ring row -> {
          ring(row.ring(), columns, state.unit(), y, canvas);
          if (hot(row)) {
            canvas.put(columns.getFirst().right() - 1, y, "*", Role.WARN);
          }
        }
        case Row.Text _ -> throw new IllegalStateException("a line of a sheet in the table");
      }
      if (top + i == cursor) {
        canvas.paintRow(y, Role.SELECTED);
      }
    }
  }

  private void header(List<Columns.Placed> columns, UiState state, int y, Canvas canvas) {
    canvas.paintRow(y, Role.HEADER);
    Order order = state.order();
    boolean marked = false;
    for (Columns.Placed place : columns) {
      Column column = place.column();
      String text = column.header(state.unit(), place.width());
      boolean sorted = !marked && column.sortKey() == order.key();
      if (sorted) {
        marked = true;
        boolean natural = order.key() == SortKey.RING;
        text += natural == order.reversed() ? glyphs.descending() : glyphs.ascending();
      }
      Role role = sorted ? Role.HEADER_SORTED : Role.HEADER;
      if (column.leftAligned()) {
        canvas.put(place.left(), y, column == Column.RING ? " " + text : text, role);
      } else {
        canvas.putRight(place.right(), y, text, role);
      }
    }
  }

  private void port(PortSnapshot port, RateUnit unit, int y, Canvas canvas) {
    int width = canvas.width();
    int end = width;
    for (Direction direction : List.of(Direction.TX, Direction.RX)) {
      String name = direction == Direction.RX ? "RX" : "TX";
      String sums = sums(port.totals(direction), unit, width);
      boolean has = port.rings().stream().anyMatch(ring -> ring.reading().direction() == direction);
      end -= sums.length() + name.length();
      if (has) {
        int x = canvas.put(end, y, name, direction == Direction.RX ? Role.RX : Role.TX);
        canvas.put(x, y, sums, Role.TEXT);
      }
      end -= 2;
    }
    int room = end;
    int x = canvas.putWithin(0, y, room, port.name(), Role.PORT);
    if (x + 1 + port.kind().text().length() <= room) {
      x = canvas.put(x + 1, y, port.kind().text(), Role.DIM);
      if (!port.owner().isEmpty() && x + 1 < room) {
        canvas.putWithin(x + 1, y, room - x - 1, port.owner(), Role.TEXT);
      }
    }
  }

  private static String sums(Totals totals, RateUnit unit, int width) {
    double amount = unit.of(totals.bytesPerSecond(), totals.packetsPerSecond());
    if (width >= ROOM_FOR_UNITS) {
      return " "
          + Si.field(totals.packetsPerSecond(), "pkt/s")
          + " "
          + Si.field(amount, unit.text());
    }
    String packets = "%7s".formatted(Si.rate(totals.packetsPerSecond()));
    return width >= ROOM_FOR_BITS ? packets + "%7s".formatted(Si.rate(amount)) : packets;
  }

  private void ring(
      RingSnapshot ring, List<Columns.Placed> columns, RateUnit unit, int y, Canvas canvas) {
    for (Columns.Placed place : columns) {
      Column column = place.column();
      switch (column) {
        case BAR -> gauge.bar(canvas, place.left(), y, place.width(), ring);
        case MAP -> gauge.map(canvas, place.left(), y, place.width(), ring.reading());
        default -> {
          String text = column.text(ring, unit, place.width());
          Role role = role(column, ring, text);
          if (column.leftAligned()) {
            canvas.putWithin(place.left(), y, place.width(), text, role);
          } else {
            canvas.putRight(place.right(), y, text, role);
          }
        }
      }
    }
  }

  /** Whether it gets much more than the other receive rings of its port. */
  private static boolean hot(Row.Ring row) {
    Integer hot = Imbalance.of(row.port()).hot();
    return hot != null
        && row.ring().reading().direction() == Direction.RX
        && row.ring().reading().ring() == hot;
  }

  private static Role role(Column column, RingSnapshot ring, String text) {
    return switch (column) {
      case RING ->
          switch (ring.reading().direction()) {
            case RX, HOST_RX -> Role.RX;
            case TX, HOST_TX -> Role.TX;
          };
      case DROPS ->
          ring.dropsPerSecond() > 0
              ? Role.ALERT
              : ring.reading().drops() > 0 ? Role.WARN : Role.DIM;
      case PERCENT -> RingGauge.role(ring);
      case LABEL, HEAD, CUR, TAIL, USED -> Role.DIM;
      default -> text.strip().equals("0") ? Role.DIM : Role.TEXT;
    };
  }
}
