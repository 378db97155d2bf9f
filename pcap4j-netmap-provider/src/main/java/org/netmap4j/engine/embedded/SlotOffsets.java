package org.netmap4j.engine.embedded;

import org.netmap4j.engine.RegisterRequest.Offsets;
import org.netmap4j.error.NetmapException;

/**
 * What the ptr of a ring's slots says of where packets begin in their buffers:
 * NETMAP_REQ_OPT_OFFSETS.
 *
 * @param mask the bits of ptr that hold the offset; 0 when packets begin with their buffers
 * @param max the offset that a larger one counts as
 */
record SlotOffsets(long mask, int max) {
  /** Packets begin with their buffers. */
  static final SlotOffsets NONE = new SlotOffsets(0, 0);

  /** Those that a port asks for. */
  static SlotOffsets of(String port, Offsets asked, int bufferSize) throws NetmapException {
    int bits = asked.bits();
    if (bits < 0 || bits > Long.SIZE) {
      throw Ports.cannotOpen(port, "an offset of " + bits + " bits", "ask for 64 at most");
    }
    long mask = bits == 0 || bits == Long.SIZE ? -1L : (1L << bits) - 1;
    long max = asked.max();
    if (max < 0 || max > bufferSize) {
      throw Ports.cannotOpen(
          port,
          "an offset of %d is longer than a buffer, of %d bytes".formatted(max, bufferSize),
          "ask for a smaller one");
    }
    if ((max & mask) != max) {
      throw Ports.cannotOpen(
          port, "an offset of %d is longer than %d bits".formatted(max, bits), "ask for more bits");
    }
    if (asked.initial() < 0 || asked.initial() > max) {
      throw Ports.cannotOpen(
          port,
          "an initial offset of %d, with at most %d".formatted(asked.initial(), max),
          "ask for a smaller one");
    }
    return new SlotOffsets(mask, (int) max);
  }

  /** Whether packets begin with their buffers. */
  boolean none() {
    return mask == 0;
  }

  /** Whether a ring that has these can serve who asks for others. */
  boolean include(SlotOffsets others) {
    return (mask & others.mask) == others.mask && max >= others.max;
  }

  /** The offset in a slot's ptr. */
  int read(long ptr) {
    long offset = ptr & mask;
    return offset >= 0 && offset <= max ? (int) offset : max;
  }

  /** A slot's ptr with another offset in it. */
  long write(long ptr, int offset) {
    return (ptr & ~mask) | (offset & mask);
  }
}
