package org.netmap4j.top.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The totals of the latest samples, oldest first.
 *
 * @param rx received
 * @param tx transmitted
 */
public record History(List<Totals> rx, List<Totals> tx) {
  /** How many samples are kept. */
  public static final int LENGTH = 240;

  /** No samples yet. */
  public static final History EMPTY = new History(List.of(), List.of());

  /** Copies the lists. */
  public History {
    rx = List.copyOf(rx);
    tx = List.copyOf(tx);
  }

  /** This history with one sample more, the oldest left out where there are too many. */
  History with(Totals newRx, Totals newTx) {
    return new History(append(rx, newRx), append(tx, newTx));
  }

  private static List<Totals> append(List<Totals> old, Totals latest) {
    List<Totals> list = new ArrayList<>(old.size() + 1);
    list.addAll(old.size() < LENGTH ? old : old.subList(1, old.size()));
    list.add(latest);
    return list;
  }
}
