package org.netmap4j.top.ui;

import java.util.List;
import java.util.Map;

/** The lines of every page. */
public final class Pages {
  private final Map<Page, Sheet> sheets;

  /** The pages with the looks of this run. */
  public Pages(Look look) {
    Charts charts = new Charts(look.glyphs());
    sheets =
        Map.of(
            Page.PORT, new PortSheet(charts),
            Page.RING, new RingSheet(charts),
            Page.HOST, new HostSheet(charts),
            Page.DROPS, new DropsSheet(),
            Page.MEMORY, new MemorySheet(charts),
            Page.DOCTOR, new DoctorSheet(),
            Page.PACKETS, new PacketsSheet(look.zone()),
            Page.TALKERS, new TalkersSheet());
  }

  /** The lines of the page that is shown, {@code width} cells wide. */
  List<Row> rows(Shown shown, UiState state, int width) {
    Page page = state.place().page();
    Sheet sheet = sheets.get(page);
    if (sheet == null) {
      return Rows.of(shown.snapshot(), state.order());
    }
    Lines lines = new Lines(page, width);
    sheet.write(shown, state, Focus.of(shown.snapshot(), state.place().focus()), lines);
    String filter = state.filter();
    return filter.isEmpty() || page.taps() // those filter packets by it
        ? lines.rows()
        : lines.rows().stream().filter(row -> row.contains(filter)).toList();
  }

  /** Whether a line of a sheet is that of a ring, which can be opened. */
  static boolean standsForRing(Row.Text row) {
    return !row.id().line().equals(Lines.LINE) && !row.id().line().equals(PacketsSheet.PACKET);
  }
}
