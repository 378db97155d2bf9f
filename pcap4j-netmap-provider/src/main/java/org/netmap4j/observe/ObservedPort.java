package org.netmap4j.observe;

import java.util.List;
import java.util.Optional;
import org.netmap4j.engine.PortKind;

/**
 * A port that somebody has open.
 *
 * @param name its name, made printable
 * @param kind what stands behind it
 * @param emulated whether the module emulates it, where that can be told
 * @param rings its rings that are bound, by kind and number
 */
public record ObservedPort(
    String name, PortKind kind, Optional<Boolean> emulated, List<ObservedRing> rings) {
  /** Copies the list. */
  public ObservedPort {
    rings = List.copyOf(rings);
  }
}
