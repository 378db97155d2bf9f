package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which columns a width has room for: the richest of a row of sets, each a step up. */
final class Columns {
  private static final int WIDEST_BAR = 24;

  private Columns() {}

  /** A column in its place; {@code right} is the first column after it. */
  record Placed(Column column, int left, int width) {
    int right() {
      return left + width;
    }
  }

  private record Want(Column column, int width) {}

  /** A set of columns; {@code gap} cells lie between two of them. */
  private record Step(int gap, List<Want> wants) {
    int width() {
      int sum = gap * (wants.size() - 1);
      for (Want want : wants) {
        sum += want.width();
      }
      return sum;
    }
  }

  private static final Want NARROW_RING = new Want(Column.RING, 10);
  private static final Want RING = new Want(Column.RING, 11);
  private static final Want PACKET_RATE = new Want(Column.PACKET_RATE, 6);
  private static final Want BIT_RATE = new Want(Column.BIT_RATE, 6);
  private static final Want DROPS = new Want(Column.DROPS, 7);
  private static final Want PERCENT = new Want(Column.PERCENT, 4);
  private static final Want LETTER = new Want(Column.LABEL, 1);
  private static final Want LABEL = new Want(Column.LABEL, 8);
  private static final Want PACKETS = new Want(Column.PACKETS, 6);
  private static final Want BYTES = new Want(Column.BYTES, 6);
  private static final Want ALL_PACKETS = new Want(Column.PACKETS, 17);
  private static final Want ALL_BYTES = new Want(Column.BYTES, 19);
  private static final Want USED = new Want(Column.USED, 9);
  private static final Want BAR = new Want(Column.BAR, 10);
  private static final Want HEAD = new Want(Column.HEAD, 5);
  private static final Want CUR = new Want(Column.CUR, 5);
  private static final Want TAIL = new Want(Column.TAIL, 5);
  private static final Want MAP = new Want(Column.MAP, 24);

  private static final List<Step> STEPS =
      List.of(
          step(1, NARROW_RING, PACKET_RATE),
          step(1, NARROW_RING, PACKET_RATE, BIT_RATE),
          step(1, NARROW_RING, PACKET_RATE, BIT_RATE, DROPS),
          step(1, NARROW_RING, PACKET_RATE, BIT_RATE, DROPS, PERCENT),
          step(1, NARROW_RING, PACKET_RATE, BIT_RATE, DROPS, PERCENT, LETTER),
          step(1, NARROW_RING, PACKET_RATE, BIT_RATE, PACKETS, DROPS, PERCENT, LETTER),
          step(1, RING, PACKET_RATE, BIT_RATE, PACKETS, BYTES, DROPS, PERCENT, LETTER),
          step(1, RING, PACKET_RATE, BIT_RATE, PACKETS, BYTES, DROPS, BAR, LETTER),
          step(1, RING, PACKET_RATE, BIT_RATE, PACKETS, BYTES, DROPS, USED, BAR, LABEL),
          step(2, RING, PACKET_RATE, BIT_RATE, PACKETS, BYTES, DROPS, USED, BAR, LABEL),
          step(
              2,
              RING,
              PACKET_RATE,
              BIT_RATE,
              PACKETS,
              BYTES,
              DROPS,
              USED,
              HEAD,
              CUR,
              TAIL,
              BAR,
              LABEL),
          step(
              2,
              RING,
              PACKET_RATE,
              BIT_RATE,
              ALL_PACKETS,
              ALL_BYTES,
              DROPS,
              USED,
              HEAD,
              CUR,
              TAIL,
              BAR,
              LABEL),
          step(
              2,
              RING,
              PACKET_RATE,
              BIT_RATE,
              ALL_PACKETS,
              ALL_BYTES,
              DROPS,
              USED,
              HEAD,
              CUR,
              TAIL,
              BAR,
              MAP,
              LABEL));

  private static Step step(int gap, Want... wants) {
    return new Step(gap, List.of(wants));
  }

  /** The columns for a width; what is left over goes to bars and maps. */
  static List<Placed> fit(int width) {
    Step step = STEPS.getFirst();
    for (Step richer : STEPS) {
      if (richer.width() <= width) {
        step = richer;
      }
    }
    int spare = Math.max(0, width - step.width());
    boolean map = step.wants().contains(MAP);
    int toBar = step.wants().contains(BAR) ? Math.min(spare, map ? 6 : WIDEST_BAR) : 0;
    Map<Column, Integer> extra = Map.of(Column.BAR, toBar, Column.MAP, map ? spare - toBar : 0);
    List<Placed> placed = new ArrayList<>();
    int x = 0;
    for (Want want : step.wants()) {
      int columns = want.width() + extra.getOrDefault(want.column(), 0);
      placed.add(new Placed(want.column(), x, columns));
      x += columns + step.gap();
    }
    return placed;
  }
}
