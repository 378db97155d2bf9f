package org.netmap4j.top.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port as it was found.
 *
 * @param name the port's name as the user would write it
 * @param kind what stands behind it
 * @param rings its rings, in the order of direction and number
 * @param trouble what is wrong with the port just now, in one line; null when nothing is
 */
public record PortReading(
    String name, PortKind kind, List<RingReading> rings, @Nullable String trouble) {
  /** Copies the list. */
  public PortReading {
    rings = List.copyOf(rings);
  }
}
