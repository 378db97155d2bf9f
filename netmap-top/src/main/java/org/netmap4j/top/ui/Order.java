package org.netmap4j.top.ui;

import java.util.List;

/**
 * Which rows are shown, and in which order.
 *
 * @param key what they are sorted by
 * @param reversed whether the order is the other way round
 * @param hideIdle whether rings without traffic are left out
 * @param filter what a row has to contain; empty for anything
 * @param frozen the lines in the order that they are to keep; empty when they may move
 */
public record Order(
    SortKey key, boolean reversed, boolean hideIdle, String filter, List<Row.Id> frozen) {
  /** Everything, as it was asked for. */
  public static final Order NATURAL = new Order(SortKey.RING, false, false, "", List.of());

  Order by(SortKey newKey) {
    return new Order(newKey, reversed, hideIdle, filter, List.of());
  }

  Order reverse() {
    return new Order(key, !reversed, hideIdle, filter, List.of());
  }

  Order toggleIdle() {
    return new Order(key, reversed, !hideIdle, filter, frozen);
  }

  Order filteredBy(String newFilter) {
    return new Order(key, reversed, hideIdle, newFilter, frozen);
  }

  /** The lines stay where they are; new ones come after them. */
  Order freeze(List<Row> rows) {
    return new Order(key, reversed, hideIdle, filter, rows.stream().map(Row::id).toList());
  }

  Order thaw() {
    return new Order(key, reversed, hideIdle, filter, List.of());
  }
}
