package org.netmap4j.top.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;

/** All ports and all rings: totals on top, the table, the keys at the bottom. */
public final class OverviewView implements View {
  private final TitlePane title;
  private final TotalsPane totals;
  private final TablePane table;
  private final FooterPane footer;
  private final HelpPane help;

  /** The view with the looks of this run. */
  public OverviewView(Look look) {
    this.title = new TitlePane(look);
    this.totals = new TotalsPane(look.glyphs());
    this.table = new TablePane(look.glyphs());
    this.footer = new FooterPane();
    this.help = new HelpPane(look);
  }

  @Override
  public void render(@Nullable Snapshot snapshot, UiState state, Canvas canvas) {
    if (!Layout.fits(canvas.width(), canvas.height())) {
      canvas.put(0, 0, "terminal too small", Role.TEXT);
      return;
    }
    Layout layout = Layout.of(canvas.width(), canvas.height());
    title.render(snapshot, state, canvas);
    List<Row> rows = snapshot == null ? List.of() : Rows.of(snapshot, state.order());
    if (snapshot == null) {
      canvas.put(1, layout.listTop(), "waiting for the first sample", Role.DIM);
    } else {
      totals.render(snapshot, state, layout, canvas);
      table.render(rows, state, layout, canvas);
    }
    footer.render(rows, state, layout, canvas);
    if (state.help()) {
      help.render(canvas);
    }
  }
}
