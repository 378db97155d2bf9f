package org.netmap4j.top.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/**
 * All that is counted of a ring, for sums and differences. Immutable.
 *
 * @param packets packets
 * @param bytes their bytes
 * @param drops drops by reason; together all drops
 * @param looks how often it was looked at
 * @param fullLooks how many of them found it full
 * @param stalls as {@link RingActivity#stalls}
 * @param batches as {@link RingActivity#batches}
 * @param sizes as {@link RingActivity#sizes}
 */
record Counts(
    long packets,
    long bytes,
    Map<String, Long> drops,
    long looks,
    long fullLooks,
    long stalls,
    List<Long> batches,
    List<Long> sizes) {
  static final Counts ZERO = new Counts(0, 0, Map.of(), 0, 0, 0, List.of(), List.of());

  /** The reason of drops of which no more is known. */
  static final String UNSPECIFIED = "unspecified";

  /** More reasons than these are added up as {@link #UNSPECIFIED}. */
  private static final int MAX_REASONS = 16;

  /** What {@code ring} has counted. */
  static Counts of(RingReading ring) {
    RingActivity activity = ring.activity();
    return new Counts(
        ring.packets(),
        ring.bytes(),
        drops(ring),
        activity.looks(),
        activity.fullLooks(),
        activity.stalls(),
        activity.batches(),
        activity.sizes());
  }

  private static Map<String, Long> drops(RingReading ring) {
    Map<String, Long> drops = new TreeMap<>();
    long explained = 0;
    for (Map.Entry<String, Long> loss : new TreeMap<>(ring.losses()).entrySet()) {
      if (drops.size() < MAX_REASONS) {
        drops.merge(LabelText.of(loss.getKey()), loss.getValue(), Long::sum);
        explained += loss.getValue();
      }
    }
    // there from the start, so that the first drop is an increase
    drops.merge(UNSPECIFIED, Math.max(0, ring.drops() - explained), Long::sum);
    return drops;
  }

  /** Whether a counter that only grows is less than in {@code before}: all began anew. */
  boolean isBehind(Counts before) {
    return packets < before.packets
        || bytes < before.bytes
        || looks < before.looks
        || allDrops() < before.allDrops();
  }

  private long allDrops() {
    return drops.values().stream().mapToLong(Long::longValue).sum();
  }

  Counts plus(Counts other) {
    return with(other, Long::sum);
  }

  /** The difference; nothing is less than zero. */
  Counts minus(Counts other) {
    return with(other, (a, b) -> Math.max(0, a - b));
  }

  /** The larger of each. */
  Counts max(Counts other) {
    return with(other, Math::max);
  }

  private Counts with(Counts other, LongBinaryOperator join) {
    Map<String, Long> joined = new TreeMap<>(drops);
    other.drops.forEach(
        (reason, n) -> joined.put(reason, join.applyAsLong(drops.getOrDefault(reason, 0L), n)));
    return new Counts(
        join.applyAsLong(packets, other.packets),
        join.applyAsLong(bytes, other.bytes),
        joined,
        join.applyAsLong(looks, other.looks),
        join.applyAsLong(fullLooks, other.fullLooks),
        join.applyAsLong(stalls, other.stalls),
        join(batches, other.batches, join),
        join(sizes, other.sizes, join));
  }

  private static List<Long> join(List<Long> a, List<Long> b, LongBinaryOperator join) {
    List<Long> joined = new ArrayList<>();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      joined.add(join.applyAsLong(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0));
    }
    return joined;
  }
}
