package org.netmap4j.observe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.Printable;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * Reads netmap's image in a region that somebody else writes, at the same time and whatever he
 * likes: each number is read once and checked before it leads anywhere, and no loop is longer than
 * the region's pools.
 */
final class RegionImage {
  private static final int TRIES = 4;
  private static final long MICROS = 1_000_000;
  private static final long LAST_SECOND = Long.MAX_VALUE / MICROS - 1;

  private final MemorySegment memory;
  private final PoolsInfo.Pool ifs;
  private final PoolsInfo.Pool rings;

  private RegionImage(MemorySegment memory, PoolsInfo pools) {
    this.memory = memory;
    ifs = pools.interfaces();
    rings = pools.rings();
  }

  /** A netmap_if: its name as it says, and its rings that are bound. */
  record If(String name, List<Place> rings) {}

  /** Where a ring is. */
  record Place(RingId id, long offset) {}

  /** A ring's own words; {@code slots} is such that all of it is in the region. */
  record Ring(int slots, int head, int cur, int tail, int flags, long timestampMicros) {}

  /** The image in {@code memory}; nothing where the pools do not fit into it. */
  static Optional<RegionImage> of(MemorySegment memory, PoolsInfo pools) {
    return fits(memory, pools.interfaces(), NetmapAbi.IF_RING_OFS)
            && fits(memory, pools.rings(), NetmapAbi.RING_SLOTS)
        ? Optional.of(new RegionImage(memory, pools))
        : Optional.empty();
  }

  private static boolean fits(MemorySegment memory, PoolsInfo.Pool pool, int least) {
    return pool.objects() > 0
        && pool.size() >= least
        && pool.offset() >= 0
        && (pool.offset() | pool.size()) % Long.BYTES == 0
        && pool.offset() <= memory.byteSize()
        && (long) pool.objects() * pool.size() <= memory.byteSize() - pool.offset();
  }

  /** How many netmap_ifs there may be. */
  int ifs() {
    return ifs.objects();
  }

  /** The netmap_if of a number; nothing when it is none, or cannot be. */
  Optional<If> netmapIf(int index) {
    long at = ifs.offset() + (long) index * ifs.size();
    if (memory.get(JAVA_BYTE, at + NetmapAbi.IF_NAME) == 0) {
      return Optional.empty();
    }
    int[] counts = new int[RingKind.values().length];
    long entries = 0;
    for (RingKind kind : RingKind.values()) {
      int count = memory.get(JAVA_INT, at + count(kind));
      if (count < 0) {
        return Optional.empty();
      }
      counts[place(kind)] = count;
      entries += count;
    }
    if (entries > (ifs.size() - NetmapAbi.IF_RING_OFS) / 8) {
      return Optional.empty();
    }
    List<Place> places = new ArrayList<>();
    long entry = at + NetmapAbi.IF_RING_OFS;
    for (RingKind kind : RingKind.values()) {
      for (int i = 0; i < counts[place(kind)]; i++) {
        long offset = memory.get(JAVA_LONG, entry);
        entry += 8;
        if (offset != 0 && isRing(at + offset)) {
          places.add(new Place(new RingId(kind, i), at + offset));
        }
      }
    }
    String name = text(memory, at + NetmapAbi.IF_NAME, NetmapAbi.IF_NAME_SIZE);
    return Optional.of(new If(name, places));
  }

  private static int count(RingKind kind) {
    return switch (kind) {
      case TX -> NetmapAbi.IF_TX_RINGS;
      case HOST_TX -> NetmapAbi.IF_HOST_TX_RINGS;
      case RX -> NetmapAbi.IF_RX_RINGS;
      case HOST_RX -> NetmapAbi.IF_HOST_RX_RINGS;
    };
  }

  /** In the order of a netmap_if's ring offsets. */
  private static int place(RingKind kind) {
    return switch (kind) {
      case TX -> 0;
      case HOST_TX -> 1;
      case RX -> 2;
      case HOST_RX -> 3;
    };
  }

  private boolean isRing(long offset) {
    long end = rings.offset() + (long) rings.objects() * rings.size();
    return offset >= rings.offset()
        && offset <= end - NetmapAbi.RING_SLOTS
        && offset % Long.BYTES == 0;
  }

  /** Which of the ring objects is there; -1 when none begins there. */
  int ringIndex(Place place) {
    long from = place.offset() - rings.offset();
    return from % rings.size() == 0 ? (int) (from / rings.size()) : -1;
  }

  /** A ring; nothing when it cannot be one. */
  Optional<Ring> ring(Place place) {
    long at = place.offset();
    int slots = memory.get(JAVA_INT, at + NetmapAbi.RING_NUM_SLOTS);
    int direction = memory.get(JAVA_SHORT, at + NetmapAbi.RING_DIR);
    boolean receives = place.id().kind().receives();
    long most = (memory.byteSize() - at - NetmapAbi.RING_SLOTS) / NetmapAbi.SLOT_SIZE;
    if (slots < 1
        || slots > most
        || direction != (receives ? NetmapAbi.DIR_RX : NetmapAbi.DIR_TX)) {
      return Optional.empty();
    }
    int head = head(at);
    int tail = tail(at);
    int cur = memory.get(JAVA_INT, at + NetmapAbi.RING_CUR);
    for (int i = 0; i < TRIES && (head != head(at) || tail != tail(at)); i++) {
      head = head(at);
      tail = tail(at);
      cur = memory.get(JAVA_INT, at + NetmapAbi.RING_CUR);
    }
    int flags = memory.get(JAVA_INT, at + NetmapAbi.RING_FLAGS);
    return Optional.of(new Ring(slots, head, cur, tail, flags, timestamp(at)));
  }

  /** The head of the ring at {@code offset}. */
  int head(long offset) {
    return SharedMemory.getAcquire(memory, offset + NetmapAbi.RING_HEAD);
  }

  /** The tail of the ring at {@code offset}. */
  int tail(long offset) {
    return SharedMemory.getAcquire(memory, offset + NetmapAbi.RING_TAIL);
  }

  private long timestamp(long at) {
    long seconds = memory.get(JAVA_LONG, at + NetmapAbi.RING_TS);
    long micros = memory.get(JAVA_LONG, at + NetmapAbi.RING_TS + 8);
    boolean time = seconds >= 0 && seconds < LAST_SECOND && micros >= 0 && micros < MICROS;
    return time ? seconds * MICROS + micros : 0;
  }

  /** Text of at most {@code size} bytes up to its NUL, made printable. */
  static String text(MemorySegment memory, long at, int size) {
    byte[] bytes = new byte[size];
    MemorySegment.copy(memory, JAVA_BYTE, at, bytes, 0, size);
    int length = 0;
    while (length < size && bytes[length] != 0) {
      length++;
    }
    return Printable.text(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }
}
