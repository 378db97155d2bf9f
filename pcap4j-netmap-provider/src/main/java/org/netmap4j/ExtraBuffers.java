package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The extra buffers of a port: with them a packet is taken out of its ring and kept, without a
 * copy, while the ring goes on. See {@link PortBuilder#extraBuffers}.
 *
 * <p>Those that are free are always chained from ni_bufs_head, for whoever frees them when the port
 * ends, also if it ends by kill -9: that one cannot have a buffer that a ring has too. Those held
 * then are lost to the region until its last user has gone, and are given back by {@code close}.
 *
 * <p>It is used by the thread that owns the rings.
 */
public final class ExtraBuffers {
  private static final long INDEX = 0xffff_ffffL;
  private static final long CHANGED = (long) NetmapAbi.NS_BUF_CHANGED << 48;
  private static final long MORE = (long) NetmapAbi.NS_MOREFRAG << 48;
  private static final long KEPT = INDEX | 0xffffL << 32 | MORE;

  private final NetmapPort port;

  /** Any ring of the port's: it knows where the buffers are. */
  private final Ring ring;

  private final long bufsHead;

  /** Those that are free, in the order of the chain: its head is the last. */
  private final int[] chain;

  private int free;
  private final Set<HeldPacket> held = new HashSet<>();

  ExtraBuffers(NetmapPort port, Ring ring, RegisterReply reply) {
    this.port = port;
    this.ring = ring;
    bufsHead = reply.nifpOffset() + NetmapAbi.IF_BUFS_HEAD;
    chain = granted(reply.extraBuffers());
    free = chain.length;
  }

  /** Goes along the chain, as far as it names buffers. */
  private int[] granted(int count) {
    int[] found = new int[Math.min(count, ring.buffers)];
    int length = 0;
    int index = ring.memory.get(JAVA_INT, bufsHead);
    while (length < found.length && ring.validBuffer(index)) {
      found[found.length - ++length] = index;
      index = ring.memory.get(JAVA_INT, ring.bufferAt(index));
    }
    return Arrays.copyOfRange(found, found.length - length, found.length);
  }

  /** How many the port has, free or held. */
  public int total() {
    return chain.length;
  }

  /** How many are free. */
  public int free() {
    return free;
  }

  /**
   * Takes the next packet out of a receive ring of this region and holds it; the slots get free
   * buffers instead, and are given back at the next sync.
   *
   * @return null when the ring has no packet, or the packet lies in more buffers than are {@link
   *     #free}
   * @throws IllegalArgumentException the ring is of another region
   * @throws NetmapException a port is closed
   */
  public @Nullable HeldPacket hold(RxRing from) throws NetmapException {
    requireRegion(from);
    port.enter();
    try {
      from.ensureOpen();
      int slots = from.nextGood();
      if (slots == 0 || slots > free) {
        return null;
      }
      long[] taken = new long[slots];
      int first = from.head();
      for (int i = 0; i < slots; i++) {
        taken[i] = from.slot(RingIndices.plus(first, i, from.slots));
        if (!from.good(taken[i])) {
          return null; // it was good a moment ago: someone else writes to the slot
        }
      }
      for (int i = 0; i < slots; i++) {
        from.slot(RingIndices.plus(first, i, from.slots), (taken[i] & ~INDEX) | pop() | CHANGED);
        taken[i] &= KEPT;
      }
      from.release(RingIndices.plus(first, slots, from.slots));
      HeldPacket packet = new HeldPacket(this, taken);
      held.add(packet);
      return packet;
    } finally {
      port.exit();
    }
  }

  /** {@link HeldPacket#send}. */
  boolean send(HeldPacket packet, long[] slots, TxRing to) throws NetmapException {
    requireRegion(to);
    port.enter();
    try {
      to.ensureOpen();
      if (to.room() < slots.length || !to.goodBuffers(slots.length)) {
        return false;
      }
      held.remove(packet);
      int slot = to.head();
      for (long full : slots) {
        int empty = (int) to.slot(slot);
        to.slot(slot, full | CHANGED);
        push(empty);
        slot = RingIndices.next(slot, to.slots);
      }
      to.queued(slot);
      return true;
    } finally {
      port.exit();
    }
  }

  /** {@link HeldPacket#release}; once the port is closed they have been given back. */
  void release(HeldPacket packet, long[] slots) {
    if (!port.entered()) {
      return;
    }
    try {
      held.remove(packet);
      for (long slot : slots) {
        push((int) slot);
      }
    } finally {
      port.exit();
    }
  }

  /** What a slot names. */
  MemorySegment memory(long slot) throws NetmapException {
    port.ensureOpen();
    return ring.memory.asSlice(ring.bufferAt((int) slot), slot >>> 32 & 0xffff);
  }

  /** Before the port is given up: nobody is in it, and nobody comes. */
  void giveBack() {
    for (HeldPacket packet : held) {
      for (long slot : packet.slots()) {
        push((int) slot);
      }
    }
    held.clear();
  }

  /** Takes a free one off the chain, before it is put anywhere else. */
  private long pop() {
    free--;
    ring.memory.set(JAVA_INT, bufsHead, free == 0 ? 0 : chain[free - 1]);
    return chain[free];
  }

  /** Chains one that is nowhere else any more; what someone else wrote there instead is lost. */
  private void push(int index) {
    if (!ring.validBuffer(index)) {
      return;
    }
    ring.memory.set(JAVA_INT, ring.bufferAt(index), free == 0 ? 0 : chain[free - 1]);
    ring.memory.set(JAVA_INT, bufsHead, index);
    chain[free++] = index;
  }

  private void requireRegion(Ring other) {
    if (!ring.sharesBuffers(other)) {
      throw new IllegalArgumentException(
          other.port.name() + " is in another memory region than " + port.name());
    }
  }
}
