package org.netmap4j.top.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole screen: the title, the page that is shown, the keys at the bottom. The overview has the
 * totals on top and the table below; every other page is a sheet.
 */
public final class MainView implements View {
  private final Pages pages;
  private final TitlePane title;
  private final TotalsPane totals;
  private final TablePane table;
  private final FooterPane footer;
  private final HelpPane help;

  /** The view with the looks of this run. */
  public MainView(Look look) {
    this.pages = new Pages(look);
    this.title = new TitlePane(look);
    this.totals = new TotalsPane(look.glyphs());
    this.table = new TablePane(look.glyphs());
    this.footer = new FooterPane();
    this.help = new HelpPane(look);
  }

  @Override
  public List<Row> rows(Shown shown, UiState state, int width) {
    return pages.rows(shown, state, width);
  }

  @Override
  public void render(@Nullable Shown shown, UiState state, Canvas canvas) {
    if (!Layout.fits(canvas.width(), canvas.height())) {
      canvas.put(0, 0, "terminal too small", Role.TEXT);
      return;
    }
    Page page = state.place().page();
    Layout layout = Layout.of(page, canvas.width(), canvas.height());
    title.render(shown, state, canvas);
    List<Row> rows = List.of();
    if (shown == null) {
      canvas.put(1, layout.listTop(), "waiting for the first sample", Role.DIM);
    } else {
      rows = rows(shown, state, canvas.width());
      if (page == Page.OVERVIEW) {
        totals.render(shown.snapshot(), state, layout, canvas);
        table.render(rows, state, layout, canvas);
      } else {
        SheetPane.render(shown.snapshot(), rows, state, layout, canvas);
      }
    }
    footer.render(rows, state, layout, canvas);
    if (state.help()) {
      help.render(canvas);
    }
  }
}
