package org.netmap4j.pcap;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.netmap4j.engine.DropCause;

/**
 * What came of a handle's packets since it was opened.
 *
 * @param received packets that its filter accepted, whether they were read yet or not
 * @param lostCopies of these, lost because the handle's own queue was full; always 0 while it is
 *     the only one on its port
 * @param ringDrops packets that were lost before the filter, on the way into the rings, by cause;
 *     empty where the engine does not count, as the module does not
 * @param interfaceDrops packets that the interface lost; empty where that is not known
 */
public record Statistics(
    long received,
    long lostCopies,
    Optional<Map<DropCause, Long>> ringDrops,
    OptionalLong interfaceDrops) {
  /** Copies the map. */
  public Statistics {
    ringDrops = ringDrops.map(Map::copyOf);
  }

  /**
   * All that is known to be lost, the interface's own losses aside; empty if rings do not count.
   */
  public OptionalLong dropped() {
    return ringDrops
        .map(drops -> OptionalLong.of(lostCopies + sum(drops)))
        .orElse(OptionalLong.empty());
  }

  private static long sum(Map<DropCause, Long> drops) {
    return drops.values().stream().mapToLong(Long::longValue).sum();
  }
}
