package org.netmap4j.top.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.export.Page.PortId;
import org.netmap4j.top.export.Page.PortRow;
import org.netmap4j.top.export.Page.RingId;
import org.netmap4j.top.export.Page.RingRow;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;

/**
 * Keeps counters from going back for as long as the tool runs. A ring that begins anew, and a port
 * that comes back, go on from where they were; so does an owner that was started again. Of another
 * process's ring that joins a series that was there before, only what is counted from then on is
 * added: what it had counted unseen would look like a burst. For one thread.
 */
final class Ledger {
  /** What servers take of one target without a thought. */
  static final int MAX_SERIES = 50_000;

  static final int MAX_PORTS = 1000;

  /** How many rings that are gone are remembered. */
  private static final int MAX_SETTLED = 8192;

  private final int maxSeries;
  private Map<AccountId, Account> accounts = new HashMap<>();
  private final SequencedMap<RingId, Counts> settled = new LinkedHashMap<>();

  Ledger() {
    this(MAX_SERIES);
  }

  Ledger(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  /** Ports of one process and name: which of them is which, only their order tells. */
  private record Group(PortId port, String process) {}

  /** A ring of one process; with another number of ports in the group, none is known any more. */
  private record AccountId(Group group, int of, int nth, RingId ring) {}

  /**
   * The books of one ring.
   *
   * @param base what it had counted when it joined
   * @param done what it counted before it began anew, for the last time
   * @param last its counters when last seen
   */
  private record Account(Counts base, Counts done, Counts last) {
    Counts total() {
      return done.plus(last.minus(base));
    }

    Account then(Counts now) {
      return now.isBehind(last)
          ? new Account(Counts.ZERO, total(), now)
          : new Account(base, done, now.max(last));
    }
  }

  /** Books a sample and says what is to be exported of it. */
  Page next(Snapshot snapshot) {
    Map<Group, Integer> sizes = new HashMap<>();
    for (PortSnapshot port : snapshot.ports()) {
      sizes.merge(group(port), 1, Integer::sum);
    }
    Map<AccountId, RingReading> seen = new LinkedHashMap<>();
    Map<PortId, PortRow> ports = new LinkedHashMap<>();
    Map<Group, Integer> nths = new HashMap<>();
    int leftOut = 0;
    for (PortSnapshot port : snapshot.ports()) {
      Group group = group(port);
      int nth = nths.merge(group, 1, Integer::sum);
      if (ports.size() >= MAX_PORTS && !ports.containsKey(group.port())) {
        leftOut += 1 + port.rings().size();
        continue;
      }
      ports.merge(group.port(), row(group.port(), port), Ledger::together);
      for (RingSnapshot ring : port.rings()) {
        RingReading reading = ring.reading();
        RingId id = new RingId(group.port(), reading.direction(), reading.ring());
        seen.put(new AccountId(group, sizes.getOrDefault(group, 1), nth, id), reading);
      }
    }
    book(seen);
    Map<RingId, RingRow> rows = new LinkedHashMap<>();
    seen.forEach((id, reading) -> rows.merge(id.ring(), row(id, reading), RingRow::plus));
    List<RingRow> kept = new ArrayList<>();
    int series = 0;
    for (RingRow row : rows.values()) {
      series += Families.seriesOf(row);
      if (series > maxSeries) {
        leftOut++;
      } else {
        Counts before = settled.get(row.id());
        kept.add(before == null ? row : row.with(row.counts().plus(before)));
      }
    }
    return new Page(snapshot, List.copyOf(ports.values()), kept, leftOut);
  }

  private static Group group(PortSnapshot port) {
    String owner = LabelText.owner(port.owner());
    PortId id = new PortId(LabelText.of(port.name()), port.kind(), owner);
    return new Group(id, LabelText.of(port.owner()));
  }

  private void book(Map<AccountId, RingReading> seen) {
    Map<RingId, Boolean> known = new HashMap<>();
    accounts.forEach((id, account) -> {
      known.put(id.ring(), true);
      if (!seen.containsKey(id)) {
        settle(id.ring(), account.total());
      }
    });
    Map<AccountId, Account> now = new HashMap<>();
    seen.forEach((id, reading) -> {
      Counts counts = Counts.of(reading);
      @Nullable Account before = accounts.get(id);
      boolean joins =
          !id.ring().port().owner().isEmpty()
              && (known.containsKey(id.ring()) || settled.containsKey(id.ring()));
      now.put(
          id,
          before == null
              ? new Account(joins ? counts : Counts.ZERO, Counts.ZERO, counts)
              : before.then(counts));
    });
    accounts = now;
  }

  private void settle(RingId ring, Counts total) {
    Counts before = settled.remove(ring);
    settled.putLast(ring, before == null ? total : before.plus(total));
    if (settled.size() > MAX_SETTLED) {
      settled.pollFirstEntry();
    }
  }

  private RingRow row(AccountId id, RingReading reading) {
    Account account = accounts.get(id);
    Counts counts = account == null ? Counts.ZERO : account.total();
    return new RingRow(
        id.ring(), counts, reading.slots(), reading.used(), reading.activity().highWater());
  }

  private static PortRow row(PortId id, PortSnapshot port) {
    TreeSet<String> accuracy = new TreeSet<>();
    port.rings().forEach(ring -> accuracy.add(ring.reading().label().text()));
    PortFacts facts = port.facts();
    return new PortRow(
        id,
        accuracy,
        facts.mode() == null ? "" : LabelText.of(facts.mode()),
        facts.driver() == null ? "" : LabelText.of(facts.driver()),
        port.trouble() != null);
  }

  private static PortRow together(PortRow a, PortRow b) {
    TreeSet<String> accuracy = new TreeSet<>(a.accuracy());
    accuracy.addAll(b.accuracy());
    return new PortRow(a.id(), accuracy, a.mode(), a.driver(), a.troubled() || b.troubled());
  }
}
