package org.netmap4j.engine;

import java.util.Map;

/**
 * What went through a ring since its port was opened.
 *
 * @param packets packets that got through
 * @param bytes their bytes, layer 2 without the frame check sequence
 * @param forwarded those of them that went on their way in transparent mode (NR_FORWARD)
 * @param drops packets lost, by cause; causes without a loss are left out
 * @param accuracy how far the numbers can be trusted
 */
public record RingCounters(
    long packets, long bytes, long forwarded, Map<DropCause, Long> drops, Accuracy accuracy) {
  /** Copies the map. */
  public RingCounters {
    drops = Map.copyOf(drops);
  }

  /** All drops together. */
  public long dropped() {
    return drops.values().stream().mapToLong(Long::longValue).sum();
  }
}
