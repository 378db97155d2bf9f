package org.netmap4j.bpf;

import org.jspecify.annotations.Nullable;

/**
 * What is known to be in the registers.
 *
 * @param a the accumulator; null when that is not known
 * @param x the index register; null when that is not known
 */
record Registers(@Nullable Value a, @Nullable Value x) {
  static final Registers UNKNOWN = new Registers(null, null);

  /** What is so in both. */
  Registers common(Registers other) {
    return new Registers(
        a != null && a.equals(other.a) ? a : null, x != null && x.equals(other.x) ? x : null);
  }
}
