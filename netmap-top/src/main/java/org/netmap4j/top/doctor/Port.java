package org.netmap4j.top.doctor;

import java.util.List;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.PortKind;

/**
 * A port that somebody has open.
 *
 * @param name its name
 * @param kind what stands behind it
 * @param kernel whether it is the module's
 * @param owner who has it, or those of whom one has
 * @param stopped the processes among them that are stopped
 * @param rings its rings that are bound
 */
public record Port(
    String name,
    PortKind kind,
    boolean kernel,
    String owner,
    List<Long> stopped,
    List<Ring> rings) {
  /** Copies the lists. */
  public Port {
    stopped = List.copyOf(stopped);
    rings = List.copyOf(rings);
  }

  /** Whether a ring of this direction is bound. */
  boolean has(Direction direction) {
    return rings.stream().anyMatch(ring -> ring.direction() == direction);
  }

  /**
   * A ring.
   *
   * @param direction which way its packets go
   * @param index its number
   * @param slots its size
   * @param head as it was at the second look, and so are the others
   * @param cur the user's wake-up point
   * @param tail the first slot that the kernel side owns
   * @param used slots that hold packets
   * @param legal whether the indices made sense at one of the looks at least
   * @param moved whether they moved between the looks
   */
  public record Ring(
      Direction direction,
      int index,
      int slots,
      int head,
      int cur,
      int tail,
      int used,
      boolean legal,
      boolean moved) {
    /** Whether nothing fits, and nobody does anything about it. */
    boolean stuck() {
      return legal && !moved && slots > 1 && used >= slots - 1;
    }

    String text() {
      return direction.text() + " " + index;
    }
  }
}
