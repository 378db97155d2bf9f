package org.netmap4j.engine.embedded;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which port of a switch an address was last seen at: 1,024 entries, each for one of the addresses
 * that fall on it, the last one. Entries do not age.
 *
 * <p>Addresses are the frame's bytes, the first one lowest. Senders on several threads write and
 * read entries as they like: an entry is one word, and which of two writers was last does not
 * matter.
 */
final class LearningTable {
  /** No entry for the address. */
  static final int UNKNOWN = -1;

  private static final int BITS = 10;
  private static final long ADDRESS = (1L << 48) - 1;

  private final AtomicLongArray entries = new AtomicLongArray(1 << BITS);

  /**
   * Whether an empty entry is told from one for address 0 and port 0, which the module does not.
   */
  private final boolean strict;

  LearningTable(boolean strict) {
    this.strict = strict;
  }

  private static int slot(long address) {
    return (int) ((address * 0x9E37_79B9_7F4A_7C15L) >>> (64 - BITS));
  }

  void learn(long address, int port) {
    entries.setOpaque(slot(address), address | ((long) (port + 1) << 48));
  }

  /** The port, or {@link #UNKNOWN}. */
  int find(long address) {
    long entry = entries.getOpaque(slot(address));
    int port = (int) (entry >>> 48) - 1;
    if ((entry & ADDRESS) != address) {
      return UNKNOWN;
    }
    return port >= 0 || strict ? port : 0;
  }
}
