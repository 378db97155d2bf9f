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
 * @param owner the process that has the port, or those of which one has; empty when it is this one
 * @param facts what the machine says of it
 */
public record PortReading(
    String name,
    PortKind kind,
    List<RingReading> rings,
    @Nullable String trouble,
    String owner,
    PortFacts facts) {
  /** A port of this process. */
  public PortReading(
      String name, PortKind kind, List<RingReading> rings, @Nullable String trouble) {
    this(name, kind, rings, trouble, "");
  }

  /** A port of which the machine says nothing. */
  public PortReading(
      String name, PortKind kind, List<RingReading> rings, @Nullable String trouble, String owner) {
    this(name, kind, rings, trouble, owner, PortFacts.NONE);
  }

  /** Copies the list. */
  public PortReading {
    rings = List.copyOf(rings);
  }
}
