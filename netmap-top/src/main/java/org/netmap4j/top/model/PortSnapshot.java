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
 * @param owner the process that has the port, or those of which one has; empty when it is this one
 * @param facts what the machine says of it
 */
public record PortSnapshot(
    String name,
    PortKind kind,
    List<RingSnapshot> rings,
    @Nullable String trouble,
    String owner,
    PortFacts facts) {
  /** Copies the list. */
  public PortSnapshot {
    rings = List.copyOf(rings);
  }

  /**
   * Whether another process sees copies of what goes through an interface. Rings without counters
   * are the kernel module's: through them the packets themselves go.
   */
  boolean taps() {
    return !owner.isEmpty()
        && kind == PortKind.NIC
        && rings.stream().noneMatch(ring -> ring.reading().label() == Label.SAMPLED);
  }

  /** The sum of the port's rings of one direction. */
  public Totals totals(Direction direction) {
    return Totals.of(rings, direction);
  }
}
