package org.netmap4j;

import java.util.Optional;

/**
 * The flags a port name can carry after its slash; the bits are {@code nr_flags} of net/netmap.h.
 */
public enum PortFlag {
  /** {@code x}: nobody else may bind these rings. */
  EXCLUSIVE('x', 0x800),
  /** {@code z}: monitor by passing buffers on; the kernel adds both directions. */
  ZCOPY_MON('z', 0x400),
  /** {@code t}: monitor what the port sends. */
  MONITOR_TX('t', 0x100),
  /** {@code r}: monitor what the port receives. */
  MONITOR_RX('r', 0x200),
  /** {@code R}: bind no transmit rings. */
  RX_RINGS_ONLY('R', 0x2000),
  /** {@code T}: bind no receive rings. */
  TX_RINGS_ONLY('T', 0x4000);

  private final char letter;
  private final int bit;

  PortFlag(char letter, int bit) {
    this.letter = letter;
    this.bit = bit;
  }

  /** The letter that stands for this flag in a port name. */
  public char letter() {
    return letter;
  }

  /** The bit of {@code nr_flags}. */
  public int bit() {
    return bit;
  }

  static Optional<PortFlag> of(char letter) {
    for (PortFlag flag : values()) {
      if (flag.letter == letter) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }
}
