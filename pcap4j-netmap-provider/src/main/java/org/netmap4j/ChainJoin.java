package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.ffi.NetmapAbi;

/**
 * Deals with what is not just one good slot: joins the packets of a receive ring that take several,
 * copies those that do not begin with their buffer, and passes over what cannot be delivered.
 *
 * <p>What it joined is shown by a batch and a cursor of its own, so that no length of a chain ever
 * stands beside the address of a buffer.
 */
final class ChainJoin {
  private static final int LONGEST = NetmapAbi.MAX_FRAGS;

  private final Ring ring;
  private final MemorySegment joined;
  private final PacketBatch batch;
  private final Packet packet;
  private long malformed;
  private int first;
  private int after;

  ChainJoin(RxRing ring) {
    this.ring = ring;
    joined = Arena.ofAuto().allocate((long) LONGEST * ring.bufferSize, 64);
    batch = new PacketBatch(ring, 1, joined, 0);
    packet = new Packet(ring, batch, joined, 0);
  }

  /** The packet joined last. */
  PacketBatch batch() {
    return batch;
  }

  /** The packet joined last. */
  Packet packet() {
    return packet;
  }

  /** The first slot of the packet dealt with last. */
  int first() {
    return first;
  }

  /** The slot after the packet dealt with last. */
  int after() {
    return after;
  }

  /** Packets that could not be delivered. */
  long malformed() {
    return malformed;
  }

  /**
   * Joins the packet at {@code head}; its slots end before {@code end}. Afterwards {@link #after}
   * is the slot behind it.
   *
   * @return whether it is there to be delivered, whole
   */
  boolean join(int head, int end) {
    MemorySegment memory = ring.memory;
    int size = ring.bufferSize;
    int total = 0;
    int i = head;
    first = head;
    boolean bad = false;
    boolean more = true;
    for (int fragments = 1; more; fragments++) {
      long at = ring.slotBase + (long) i * NetmapAbi.SLOT_SIZE;
      long slot = memory.get(JAVA_LONG, at);
      int index = (int) slot;
      int length = (int) (slot >>> 32) & 0xffff;
      more = (slot >>> 48 & NetmapAbi.NS_MOREFRAG) != 0;
      i = RingIndices.next(i, ring.slots);
      int offset = ring.offset(at);
      bad |= !ring.validBuffer(index) || offset + length > size || fragments > LONGEST;
      if (!bad) {
        long from = ring.bufferBase + (long) index * size + offset;
        MemorySegment.copy(memory, from, joined, total, length);
        total += length;
      }
      if (more && i == end) { // the rest has not come, and netmap publishes whole packets only
        bad = true;
        break;
      }
    }
    after = i;
    if (bad) {
      malformed++;
      return false;
    }
    batch.words[0] = Bytes.word(0, total);
    packet.gathered(1);
    packet.advance();
    return true;
  }
}
