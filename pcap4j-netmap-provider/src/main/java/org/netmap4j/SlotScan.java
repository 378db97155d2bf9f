package org.netmap4j;

import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.RawMemory;

/**
 * Reads runs of receive slots into a batch: the one loop that every packet goes through.
 *
 * <p>It reads slots by address, so its caller must be in the port. A slot is taken only if its
 * buffer is one of the region's and its length fits into it: what is gathered can be read as long
 * as the region is mapped, whatever is written into the slots meanwhile.
 */
final class SlotScan {
  /** A slot without the flags that do not matter here: what is left is that it has a next one. */
  private static final long PLAIN = (NetmapAbi.NS_MOREFRAG << 16 | 0xffffL) << 32 | 0xffff_ffffL;

  /** Where a slot may be in the region; as in {@link RawMemory}, it saves a check per slot. */
  private static final long SLOT = (1L << 40) - 1;

  private final long base;
  private final long slotBase;
  private final int bufferSize;
  private final int bufferLimit;

  SlotScan(Ring ring) {
    base = ring.memory.address();
    slotBase = ring.slotBase;
    bufferSize = ring.bufferSize;
    bufferLimit = ring.buffers - NetmapAbi.FIRST_BUFFER;
  }

  /**
   * Lists the packets of {@code count} neighbouring slots from {@code slot} on, behind the {@code
   * before} packets that {@code into} has.
   *
   * @return how many slots were good: all, or those before the first that is not one whole packet
   */
  int run(int slot, int count, PacketBatch into, int before) {
    long[] words = into.words;
    long address = base;
    long first = (slotBase + (long) slot * NetmapAbi.SLOT_SIZE) & SLOT;
    // flags are above the length: a slot with any of them is more than this, and rare
    long most = Bytes.word(-1, bufferSize);
    int limit = bufferLimit;
    for (int i = 0; i < count; i++) {
      long word = RawMemory.word(address, first + (long) i * NetmapAbi.SLOT_SIZE, 0);
      if (Long.compareUnsigned(word, most) > 0) {
        word &= PLAIN;
        if (Long.compareUnsigned(word, most) > 0) {
          return i;
        }
      }
      if (Integer.compareUnsigned((int) word - NetmapAbi.FIRST_BUFFER, limit) >= 0) {
        return i;
      }
      words[before + i] = word;
    }
    return count;
  }
}
