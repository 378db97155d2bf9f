package org.netmap4j.top.ui;

/**
 * Which rows are shown, and in which order.
 *
 * @param key what they are sorted by
 * @param reversed whether the order is the other way round
 * @param hideIdle whether rings without traffic are left out
 * @param filter what a row has to contain; empty for anything
 */
public record Order(SortKey key, boolean reversed, boolean hideIdle, String filter) {
  /** Everything, as it was asked for. */
  public static final Order NATURAL = new Order(SortKey.RING, false, false, "");

  Order by(SortKey newKey) {
    return new Order(newKey, reversed, hideIdle, filter);
  }

  Order reverse() {
    return new Order(key, !reversed, hideIdle, filter);
  }

  Order toggleIdle() {
    return new Order(key, reversed, !hideIdle, filter);
  }

  Order filteredBy(String newFilter) {
    return new Order(key, reversed, hideIdle, newFilter);
  }
}
