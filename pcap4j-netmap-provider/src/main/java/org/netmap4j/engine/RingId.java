package org.netmap4j.engine;

/**
 * A ring of a port.
 *
 * @param kind its kind
 * @param index its number among the rings of that kind
 */
public record RingId(RingKind kind, int index) {
  @Override
  public String toString() {
    return kind.text() + " " + index;
  }
}
