package org.netmap4j.top.ui;

import java.util.List;
import java.util.Objects;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;

/** A sheet: which page it is and what it is about, and its lines below. */
final class SheetPane {
  private SheetPane() {}

  static void render(
      Snapshot snapshot, List<Row> rows, UiState state, Layout layout, Canvas canvas) {
    heading(snapshot, state, layout.header(), canvas);
    if (rows.isEmpty()) {
      canvas.put(1, layout.listTop(), "nothing left: Esc ends the filter", Role.DIM);
    }
    int top = state.cursor().top();
    int cursor = Keys.at(state.cursor(), rows);
    for (int i = 0; i < layout.listRows() && top + i < rows.size(); i++) {
      int y = layout.listTop() + i;
      if (rows.get(top + i) instanceof Row.Text row) {
        int x = 0;
        for (Span span : row.spans()) {
          x = canvas.putWithin(x, y, canvas.width() - x, span.text(), span.role());
        }
      }
      if (top + i == cursor && state.cursor().id() != null) {
        canvas.paintRow(y, Role.SELECTED);
      }
    }
  }

  private static void heading(Snapshot snapshot, UiState state, int y, Canvas canvas) {
    canvas.paintRow(y, Role.HEADER);
    Page page = state.place().page();
    int x = canvas.put(0, y, " %c %s ".formatted(page.key(), page.title()), Role.HEADER_SORTED);
    String about = about(state, Focus.of(snapshot, state.place().focus()));
    if (!state.filter().isEmpty()) {
      about += "   only '" + state.filter() + "'";
    }
    canvas.putWithin(x + 1, y, canvas.width() - x - 1, about, Role.HEADER);
  }

  private static String about(UiState state, Focus focus) {
    if (focus.port() == null) {
      return "";
    }
    String port = focus.port().name() + " " + focus.port().kind().text();
    return switch (state.place().page()) {
      case PORT -> port;
      case RING ->
          focus.ring() == null
              ? port
              : ring(focus.port(), focus.ring()) + "   " + focus.ring().reading().label().text();
      case PACKETS, TALKERS ->
          focus.ring() == null || !Objects.equals(focus.ringId(), state.place().focus())
              ? port
              : ring(focus.port(), focus.ring());
      case OVERVIEW, HOST, DROPS, MEMORY, DOCTOR -> "";
    };
  }

  private static String ring(PortSnapshot port, RingSnapshot ring) {
    return port.name() + " " + Row.nameOf(ring.reading());
  }
}
