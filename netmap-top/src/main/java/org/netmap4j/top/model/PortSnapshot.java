package org.netmap4j.top.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port with its rings' rates.
 *
 * @param name the port's name as the user would write it
 * @param kind what stands behind it
 * @param rings its rings, in the order of direction and number
 * @param trouble what is wrong with the port just now; null when nothing is
 */
public record PortSnapshot(
    String name, PortKind kind, List<RingSnapshot> rings, @Nullable String trouble) {
  /** Copies the list. */
  public PortSnapshot {
    rings = List.copyOf(rings);
  }

  /** The sum of the port's rings of one direction. */
  public Totals totals(Direction direction) {
    return Totals.of(rings, direction);
  }
}
