package org.netmap4j.top.ui;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;

/** The table's lines, sorted and filtered: a port, what is wrong with it, its rings. */
public final class Rows {
  private Rows() {}

  private record Group(PortSnapshot port, int nth) {}

  /** The lines of a snapshot in an order. */
  public static List<Row> of(Snapshot snapshot, Order order) {
    List<Row> rows = new ArrayList<>();
    Comparator<Group> byPort = Comparator.comparing(Group::port, order.key().ports());
    for (Group group : sorted(groups(snapshot), byPort, it -> id(it, ""), order)) {
      add(rows, group, order);
    }
    for (int i = 0; i < snapshot.notes().size(); i++) {
      Row note = new Row.Trouble(new Row.Id("", i, "note"), snapshot.notes().get(i));
      if (order.filter().isEmpty() || note.contains(order.filter())) {
        rows.add(note);
      }
    }
    return rows;
  }

  /** Where a line is; -1 when it is not among them. */
  static int indexOf(List<Row> rows, Row.@Nullable Id id) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static List<Group> groups(Snapshot snapshot) {
    Map<String, Integer> seen = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    for (PortSnapshot port : snapshot.ports()) {
      groups.add(new Group(port, seen.merge(name(port), 1, Integer::sum)));
    }
    return groups;
  }

  private static void add(List<Row> rows, Group group, Order order) {
    PortSnapshot port = group.port();
    Row.Port head = new Row.Port(id(group, ""), port);
    boolean wholePort = order.filter().isEmpty() || head.contains(order.filter());
    List<Row> rings = new ArrayList<>();
    for (RingSnapshot ring :
        sorted(port.rings(), order.key().rings(), it -> id(group, it), order)) {
      Row row = new Row.Ring(id(group, ring), port, ring);
      boolean wanted = wholePort || row.contains(order.filter());
      if (wanted && !(order.hideIdle() && ring.idle())) {
        rings.add(row);
      }
    }
    boolean troubled = port.trouble() != null && wholePort;
    boolean shownEmpty = wholePort && !order.hideIdle();
    if (rings.isEmpty() && !troubled && !shownEmpty) {
      return;
    }
    rows.add(head);
    if (port.trouble() != null) {
      rows.add(new Row.Trouble(id(group, "!"), port.trouble()));
    }
    rows.addAll(rings);
  }

  private static Row.Id id(Group group, String line) {
    return new Row.Id(name(group.port()), group.nth(), line);
  }

  private static Row.Id id(Group group, RingSnapshot ring) {
    return id(group, Row.nameOf(ring.reading()));
  }

  /** Two processes may have ports of one name. */
  private static String name(PortSnapshot port) {
    return port.owner().isEmpty() ? port.name() : port.name() + " " + port.owner();
  }

  private static <T> List<T> sorted(
      List<T> list, Comparator<T> largestFirst, Function<T, Row.Id> id, Order order) {
    List<T> copy = new ArrayList<>(list);
    if (!order.frozen().isEmpty()) {
      copy.sort(Comparator.comparingInt(it -> place(order.frozen(), id.apply(it))));
    } else if (order.key() == SortKey.RING) {
      if (order.reversed()) {
        Collections.reverse(copy);
      }
    } else {
      copy.sort(order.reversed() ? largestFirst.reversed() : largestFirst);
    }
    return copy;
  }

  /** What was not there when the order was frozen comes last. */
  private static int place(List<Row.Id> frozen, Row.Id id) {
    int at = frozen.indexOf(id);
    return at >= 0 ? at : frozen.size();
  }
}
