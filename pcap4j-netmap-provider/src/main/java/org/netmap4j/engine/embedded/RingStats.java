package org.netmap4j.engine.embedded;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingCounters;

/**
 * A ring's counters: written under the ring's lock, so without atomic additions; read by anyone at
 * any time.
 */
final class RingStats {
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong forwarded = new AtomicLong();
  private final Map<DropCause, AtomicLong> drops = new EnumMap<>(DropCause.class);

  RingStats() {
    for (DropCause cause : DropCause.values()) {
      drops.put(cause, new AtomicLong());
    }
  }

  private static void add(AtomicLong counter, long more) {
    counter.setOpaque(counter.getPlain() + more);
  }

  void passed(long morePackets, long moreBytes) {
    add(packets, morePackets);
    add(bytes, moreBytes);
  }

  /** A marked packet went on. */
  void forwarded() {
    add(forwarded, 1);
  }

  void dropped(DropCause cause, long count) {
    AtomicLong counter = drops.get(cause);
    if (counter != null && count > 0) {
      add(counter, count);
    }
  }

  RingCounters read(Accuracy accuracy) {
    Map<DropCause, Long> lost = new EnumMap<>(DropCause.class);
    drops.forEach((cause, counter) -> {
      long count = counter.getOpaque();
      if (count > 0) {
        lost.put(cause, count);
      }
    });
    return new RingCounters(
        packets.getOpaque(), bytes.getOpaque(), forwarded.getOpaque(), lost, accuracy);
  }
}
