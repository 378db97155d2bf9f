package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The packets of one sync, and where each of them goes: the first of the two passes over a sender's
 * slots. What the slots say is read here once; the second pass uses what was found.
 */
final class Batch {
  /** Goes to everybody but the sender. */
  static final int BROADCAST = ValeSwitch.PORTS;

  /** Goes to nobody. */
  static final int NONE = BROADCAST + 1;

  private static final long GROUP = 1; // the lowest bit of an address's first byte
  private static final long ADDRESS = (1L << 48) - 1;

  private final Kring ring;
  private final boolean indirect;

  /** By slot of the ring: how long it is, and where its bytes are. */
  private final int[] lengths;

  private final long[] places;
  private final boolean[] outside;

  /** By packet: its first slot, how many it has, and the number of the port that it goes to. */
  private final int[] firsts;

  private final int[] counts;
  private final int[] targets;
  private int packets;

  /** Where the addresses of a packet are brought that is not in a buffer; made when needed. */
  private @Nullable MemorySegment header;

  /** For one ring; NS_INDIRECT counts only in those that a user sends from. */
  Batch(Kring ring, boolean indirect) {
    this.ring = ring;
    this.indirect = indirect;
    lengths = new int[ring.slots];
    places = new long[ring.slots];
    outside = new boolean[ring.slots];
    firsts = new int[ring.slots];
    counts = new int[ring.slots];
    targets = new int[ring.slots];
  }

  int packets() {
    return packets;
  }

  int first(int packet) {
    return firsts[packet];
  }

  int count(int packet) {
    return counts[packet];
  }

  int target(int packet) {
    return targets[packet];
  }

  int length(int slot) {
    return lengths[slot];
  }

  /** Where a slot's bytes are: in the region, or for an indirect one in this process. */
  long place(int slot) {
    return places[slot];
  }

  boolean outside(int slot) {
    return outside[slot];
  }

  /** Finds the packets in the slots, and where they go. */
  void collect(int from, int to, Place place, ValeSwitch vale) {
    packets = 0;
    int first = from;
    int count = 0;
    boolean sound = true;
    for (int i = from; i != to; ) {
      long slot = ring.slot(i);
      int flags = ring.flags(slot);
      sound &= look(i, slot, flags);
      count++;
      i = RingIndices.next(i, ring.slots);
      // a chain that ends nowhere ends here
      if ((flags & NetmapAbi.NS_MOREFRAG) == 0 || i == to) {
        add(first, count, sound, flags, place, vale);
        first = i;
        count = 0;
        sound = true;
      }
    }
  }

  /** Notes what a slot says; false when it names nothing that could be sent. */
  private boolean look(int i, long slot, int flags) {
    int buffer = ring.buffer(slot);
    int begin = ring.offset(slot);
    int most = ring.bufferSize - begin;
    lengths[i] = ring.length(slot);
    outside[i] = indirect && (flags & NetmapAbi.NS_INDIRECT) != 0;
    ring.mark(slot, lengths[i], flags & ~NetmapAbi.NS_BUF_CHANGED);
    if (outside[i]) {
      places[i] = ring.memory.get(JAVA_LONG, slot + NetmapAbi.SLOT_PTR);
      return places[i] != 0 && lengths[i] <= most;
    }
    boolean valid = ring.validBuffer(buffer) && lengths[i] <= most;
    places[i] = valid ? ring.region.bufferOffset(buffer) + begin : 0;
    return valid;
  }

  private void add(int first, int count, boolean sound, int flags, Place place, ValeSwitch vale) {
    DropCause cause = null;
    if (!sound) {
      cause = DropCause.BAD_SLOT;
    } else if (count > NetmapAbi.MAX_FRAGS) {
      cause = DropCause.TOO_LONG;
    } else if (lengths[first] < LinuxAbi.ETH_HLEN) {
      cause = DropCause.TOO_SHORT;
    }
    if (cause != null) {
      ring.stats.dropped(cause, 1);
      return;
    }
    int target = target(first, flags, place, vale);
    if (target == NONE) {
      return;
    }
    int bytes = 0;
    for (int i = 0, at = first; i < count; i++, at = RingIndices.next(at, ring.slots)) {
      bytes += lengths[at];
    }
    ring.stats.passed(1, bytes);
    firsts[packets] = first;
    counts[packets] = count;
    targets[packets] = target;
    packets++;
  }

  /** Learns where the packet came from, and finds where it goes. */
  private int target(int slot, int flags, Place place, ValeSwitch vale) {
    MemorySegment memory = ring.memory;
    long at = places[slot];
    if (outside[slot]) {
      memory = header();
      if (Libc.copyIn(at, memory, LinuxAbi.ETH_HLEN) < LinuxAbi.ETH_HLEN) {
        ring.stats.dropped(DropCause.BAD_SLOT, 1);
        return NONE;
      }
      at = 0;
    }
    long destination = memory.get(JAVA_LONG_UNALIGNED, at) & ADDRESS;
    long source = memory.get(JAVA_LONG_UNALIGNED, at + 4) >>> 16;
    if ((source & GROUP) == 0 && source != place.lastSource && vale.learns(flags)) {
      place.lastSource = source;
      vale.table().learn(source, place.number());
    }
    int known = (destination & GROUP) == 0 ? vale.table().find(destination) : LearningTable.UNKNOWN;
    return known == LearningTable.UNKNOWN ? BROADCAST : known;
  }

  private MemorySegment header() {
    MemorySegment made = header;
    if (made == null) {
      made = Arena.ofAuto().allocate(16, 8);
      header = made;
    }
    return made;
  }
}
