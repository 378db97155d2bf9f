package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** A receive ring: of the NIC, or of what the host's stack sends. */
public final class RxRing extends Ring {
  private static final int LONGEST = NetmapAbi.MAX_FRAGS;

  private final PacketBatch batch = new PacketBatch();
  private MemorySegment joined = MemorySegment.NULL;
  private int joinedLength;
  private long malformed;

  RxRing(NetmapPort port, RingId id, MemorySegment memory, long base, RegisterReply reply)
      throws NetmapException {
    super(port, id, memory, base, reply);
  }

  /** Slots with packets that can be read now; a packet may take several. */
  public int available() throws NetmapException {
    port.ensureOpen();
    return owned();
  }

  /**
   * Packets that could not be delivered, because a slot named no buffer of the region or a chain of
   * slots did not end: something else writes to the region.
   */
  public long malformed() {
    return malformed;
  }

  /**
   * Hands the packets that are there to {@code handler}, up to {@code limit}, in batches. Neither
   * syncs nor waits. The slots are given back at the next sync.
   *
   * @param limit the most packets to hand over, 0 or less for all that are there
   * @return how many were handed over
   */
  public int receive(int limit, BatchHandler handler) throws NetmapException {
    port.enter();
    int taken = 0;
    try {
      int most = limit <= 0 ? Integer.MAX_VALUE : limit;
      while (taken < most) {
        gather(Math.min(PacketBatch.CAPACITY, most - taken));
        if (batch.size == 0) {
          break;
        }
        taken += batch.size;
        handler.onBatch(batch);
      }
    } finally {
      batch.end();
      publishHead();
      port.exit();
    }
    return taken;
  }

  /** Lists the next packets in the batch and takes them; an empty batch says there are none. */
  private void gather(int most) {
    PacketBatch into = batch;
    MemorySegment region = memory;
    long[] starts = into.starts;
    int[] lengths = into.lengths;
    int end = end();
    int i = head;
    int n = 0;
    while (i != end && n < most) {
      long slot = region.get(JAVA_LONG, slotBase + (long) i * NetmapAbi.SLOT_SIZE);
      int index = (int) slot;
      int length = (int) (slot >>> 32) & 0xffff;
      if (!validBuffer(index)
          || length > bufferSize
          || (slot >>> 48 & NetmapAbi.NS_MOREFRAG) != 0) {
        if (n > 0) {
          break; // a batch of its own
        }
        head = i;
        i = odd(end);
        if (joinedLength > 0) {
          head = i;
          into.memory = joined;
          starts[0] = 0;
          lengths[0] = joinedLength;
          into.size = 1;
          return;
        }
        continue;
      }
      starts[n] = bufferBase + (long) index * bufferSize;
      lengths[n] = length;
      n++;
      i = RingIndices.next(i, slots);
    }
    head = i;
    into.memory = region;
    into.size = n;
  }

  /** Where the user's slots end; at head, so that there are none, when tail is nonsense. */
  private int end() {
    int tail = tail();
    return RingIndices.valid(tail, slots) ? tail : head;
  }

  /**
   * Deals with the packet at head that is not just one good slot. Joins a chain into {@link
   * #joined}, {@link #joinedLength} bytes; leaves that 0 when there is nothing to deliver.
   *
   * @return the slot after it
   */
  private int odd(int end) {
    joinedLength = 0;
    int i = head;
    boolean bad = false;
    for (int fragments = 1; ; fragments++) {
      long slot = memory.get(JAVA_LONG, slotBase + (long) i * NetmapAbi.SLOT_SIZE);
      int index = (int) slot;
      int length = (int) (slot >>> 32) & 0xffff;
      bad |= !validBuffer(index) || length > bufferSize || fragments > LONGEST;
      if (!bad) {
        if (joined.byteSize() == 0) {
          joined = Arena.ofAuto().allocate((long) LONGEST * bufferSize, 64);
        }
        long from = bufferBase + (long) index * bufferSize;
        MemorySegment.copy(memory, from, joined, joinedLength, length);
        joinedLength += length;
      }
      i = RingIndices.next(i, slots);
      if ((slot >>> 48 & NetmapAbi.NS_MOREFRAG) == 0) {
        break;
      }
      if (i == end) { // the rest has not come, and netmap publishes whole packets only
        bad = true;
        break;
      }
    }
    if (bad) {
      malformed++;
      joinedLength = 0;
    }
    return i;
  }

  /** Puts {@code packet} on the next packet and takes it; false when there is none. */
  boolean next(Packet packet) {
    int end = end();
    while (head != end) {
      long slot = memory.get(JAVA_LONG, slotBase + (long) head * NetmapAbi.SLOT_SIZE);
      int index = (int) slot;
      int length = (int) (slot >>> 32) & 0xffff;
      int flags = (int) (slot >>> 48);
      if (validBuffer(index) && length <= bufferSize && (flags & NetmapAbi.NS_MOREFRAG) == 0) {
        long start = bufferBase + (long) index * bufferSize;
        packet.set(this, memory, start, length, flags, syncMicros());
        head = RingIndices.next(head, slots);
        return true;
      }
      head = odd(end);
      if (joinedLength > 0) {
        packet.set(this, joined, 0, joinedLength, 0, syncMicros());
        return true;
      }
    }
    return false;
  }

  /** Gives back all packets that are there without looking at them; answers how many slots. */
  public int skip() throws NetmapException {
    port.ensureOpen();
    int count = owned();
    head = RingIndices.plus(head, count, slots);
    publishHead();
    return count;
  }
}
