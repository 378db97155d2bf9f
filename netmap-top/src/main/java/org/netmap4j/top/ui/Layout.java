package org.netmap4j.top.ui;

/**
 * Which rows of the screen are whose.
 *
 * @param compact whether the totals share one line
 * @param graphRows the height of the graphs; 0 for totals with a sparkline beside them
 * @param header the row of the table's header
 * @param listTop the first row of the table
 * @param listRows how many rows the table has
 * @param footer the last row
 */
record Layout(boolean compact, int graphRows, int header, int listTop, int listRows, int footer) {
  private static final int MIN_WIDTH = 20;
  private static final int MIN_HEIGHT = 4;

  /** Whether anything can be shown at all. */
  static boolean fits(int width, int height) {
    return width >= MIN_WIDTH && height >= MIN_HEIGHT;
  }

  /** The layout of a page for a size. */
  static Layout of(Page page, int width, int height) {
    if (page != Page.OVERVIEW) {
      return new Layout(true, 0, 1, 2, height - 3, height - 1);
    }
    boolean compact = height < 16 || width < 60;
    int graphRows = height >= 36 && width >= 100 ? Math.min(8, height / 8) : 0;
    int header;
    if (compact) {
      header = height >= 6 ? 2 : 1;
    } else {
      header = graphRows > 0 ? graphRows + 3 : 4;
    }
    int footer = height - 1;
    return new Layout(compact, graphRows, header, header + 1, footer - header - 1, footer);
  }
}
