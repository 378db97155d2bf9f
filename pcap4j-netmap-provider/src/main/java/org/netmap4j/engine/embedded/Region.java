package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A memory region with netmap's image in it: which netmap_ifs, rings and buffers are taken, and how
 * they look when they are.
 *
 * <p>Pages are allocated when an object is taken, not when it is first touched: running out of
 * memory is then an error of the open, not a SIGBUS of the data path. Not thread-safe: the engine's
 * lock guards the pools.
 */
final class Region {
  private final int id;
  private final RegionLayout layout;
  private final RegionFile file;
  private final MemorySegment memory;
  private final Directory directory;
  private final Pool ifs;
  private final Pool rings;
  private final Pool buffers;
  private int users;

  Region(int id, RegionLayout layout) throws NetmapException {
    this(
        id,
        layout,
        RegionFile.anonymous(name(id, layout), Directory.fileBytes(layout), layout.bytes()));
  }

  /** A region in a file of the user's, into which the layout fits. */
  Region(int id, RegionLayout layout, RegionFile file) {
    this.id = id;
    this.layout = layout;
    this.file = file;
    memory = file.external() ? file.whole() : file.whole().asSlice(0, layout.bytes());
    directory = file.external() ? Directory.none(layout) : Directory.of(id, layout, file.whole());
    ifs = new Pool(0, layout.ifs());
    rings = new Pool(0, layout.rings());
    buffers = new Pool(NetmapAbi.FIRST_BUFFER, layout.buffers());
  }

  private static String name(int id, RegionLayout layout) {
    return "%s%d:if=%dx%d,ring=%dx%d,buf=%dx%d"
        .formatted(
            DirectoryAbi.NAME,
            id,
            layout.ifs(),
            layout.ifSize(),
            layout.rings(),
            layout.ringSize(),
            layout.buffers(),
            layout.bufferSize());
  }

  int id() {
    return id;
  }

  /** Whether it is other than the one that NICs share. */
  boolean isPrivate() {
    return id != Regions.SHARED;
  }

  RegionLayout layout() {
    return layout;
  }

  MemorySegment memory() {
    return memory;
  }

  /** What it says of itself to other processes. */
  Directory directory() {
    return directory;
  }

  /** Whether it is this file of the user's. */
  boolean isIn(RegionFile other) {
    return file.sameAs(other);
  }

  void retain() {
    users++;
  }

  /** Gives up one use; the last one unmaps. Says whether it was the last. */
  boolean release() {
    users--;
    if (users == 0) {
      file.close();
    }
    return users == 0;
  }

  private int[] take(Pool pool, int count, String what) throws NetmapException {
    int[] objects = pool.take(count);
    if (objects.length < count) {
      throw new NetmapException(
          new NetmapError.NoSpace(
              what + " of region " + id, count, pool.free(), "close ports or ask for fewer"));
    }
    return objects;
  }

  /**
   * Takes objects and makes sure that pages stand behind them; gives them back where there is no
   * memory.
   */
  private int[] take(Pool pool, int count, String what, long poolOffset, int size)
      throws NetmapException {
    int[] objects = take(pool, count, what);
    int answer = file.allocate(objects, poolOffset, size);
    if (answer < 0) {
      file.punch(objects, poolOffset, size);
      for (int object : objects) {
        pool.give(object);
      }
      throw new NetmapException(
          new NetmapError.NoSpace(
              "memory for region " + id + " (" + Libc.strerror(-answer) + ")",
              (long) count * size,
              0,
              "ask for fewer slots or raise the memory limit"));
    }
    return objects;
  }

  /** Takes an empty netmap_if; answers its offset. */
  long takeIf(int ringOffsets) throws NetmapException {
    if (NetmapAbi.ifBytes(ringOffsets) > layout.ifSize()) {
      throw new NetmapException(
          new NetmapError.NoSpace(
              "ring offsets of a netmap_if in region " + id,
              ringOffsets,
              (layout.ifSize() - NetmapAbi.IF_RING_OFS) / 8,
              "ask for fewer rings"));
    }
    int index = take(ifs, 1, "netmap_ifs", 0, layout.ifSize())[0];
    long offset = (long) index * layout.ifSize();
    memory.asSlice(offset, layout.ifSize()).fill((byte) 0);
    return offset;
  }

  void giveIf(long offset) {
    directory.portClosed(offset);
    if (!file.external()) {
      // wiped, so that who looks from outside does not take it for a live port
      memory.asSlice(offset, layout.ifSize()).fill((byte) 0);
    }
    ifs.give((int) (offset / layout.ifSize()));
  }

  /**
   * Takes a ring with its buffers, ready to be used, as the module leaves it: all buffers in place
   * with the length of a buffer, a receive ring empty, a transmit ring all the user's.
   */
  long takeRing(int ringId, boolean receives, int slots) throws NetmapException {
    long ring = takeRingObject(ringId, receives, slots);
    int[] slotBuffers;
    try {
      slotBuffers = take(buffers, slots, "buffers", layout.bufferPool(), layout.bufferSize());
    } catch (NetmapException e) {
      giveRingObject(ring);
      throw e;
    }
    for (int i = 0; i < slots; i++) {
      long slot = ring + NetmapAbi.RING_SLOTS + (long) i * NetmapAbi.SLOT_SIZE;
      memory.set(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX, slotBuffers[i]);
      memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN, (short) layout.bufferSize());
    }
    return ring;
  }

  /** Takes a ring whose slots are those of another, buffers included: the other end of a pipe's. */
  long takeTwin(int ringId, boolean receives, int slots, long twin) throws NetmapException {
    long ring = takeRingObject(ringId, receives, slots);
    long bytes = (long) slots * NetmapAbi.SLOT_SIZE;
    MemorySegment.copy(
        memory, twin + NetmapAbi.RING_SLOTS, memory, ring + NetmapAbi.RING_SLOTS, bytes);
    return ring;
  }

  private long takeRingObject(int ringId, boolean receives, int slots) throws NetmapException {
    long bytes = NetmapAbi.ringBytes(slots);
    if (bytes > layout.ringSize()) {
      throw new NetmapException(
          new NetmapError.NoSpace(
              "slots of a ring in region " + id,
              slots,
              (layout.ringSize() - NetmapAbi.RING_SLOTS) / NetmapAbi.SLOT_SIZE,
              "ask for fewer slots"));
    }
    int index = take(rings, 1, "rings", layout.ringPool(), layout.ringSize())[0];
    long offset = layout.ringPool() + (long) index * layout.ringSize();
    MemorySegment ring = memory.asSlice(offset, bytes);
    ring.fill((byte) 0);
    ring.set(JAVA_LONG, NetmapAbi.RING_BUF_OFS, layout.bufferPool() - offset);
    ring.set(JAVA_INT, NetmapAbi.RING_NUM_SLOTS, slots);
    ring.set(JAVA_INT, NetmapAbi.RING_BUF_SIZE, layout.bufferSize());
    ring.set(JAVA_SHORT, NetmapAbi.RING_RINGID, (short) ringId);
    ring.set(
        JAVA_SHORT, NetmapAbi.RING_DIR, (short) (receives ? NetmapAbi.DIR_RX : NetmapAbi.DIR_TX));
    ring.set(JAVA_INT, NetmapAbi.RING_TAIL, receives ? 0 : slots - 1);
    return offset;
  }

  private void giveRingObject(long offset) {
    directory.ringGone(offset);
    rings.give((int) ((offset - layout.ringPool()) / layout.ringSize()));
  }

  /**
   * Gives a ring back, and the buffers that are in its slots now: they may have been swapped with
   * another ring's. An index that names no buffer taken is passed over, its buffer lost until the
   * region ends, as in the module. The pages go back to the system, so that no packet is left for
   * the next owner.
   */
  void giveRing(long ring, int slots) {
    giveBuffers(slots, slot -> ring);
    giveRingObject(ring);
  }

  /**
   * Gives two rings back that have their buffers in common. In slots {@code from} up to {@code to}
   * it is {@code one} that says which they are, in the others it is {@code two}: what stands in a
   * slot of the ring that does not hold it now may long be somewhere else.
   */
  void giveTwins(long one, long two, int slots, int from, int to) {
    int held = RingIndices.distance(from, to, slots);
    giveBuffers(slots, slot -> RingIndices.distance(from, slot, slots) < held ? one : two);
    giveRingObject(one);
    giveRingObject(two);
  }

  private void giveBuffers(int slots, IntToLongFunction ringOfSlot) {
    int[] given = new int[slots];
    int count = 0;
    for (int i = 0; i < slots; i++) {
      long slot = ringOfSlot.applyAsLong(i) + NetmapAbi.RING_SLOTS + (long) i * NetmapAbi.SLOT_SIZE;
      int index = memory.get(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX);
      if (buffers.give(index)) {
        given[count++] = index;
      }
    }
    clear(Arrays.copyOf(given, count));
  }

  /** The pages of buffers that were given back go to the system. */
  void clear(int[] given) {
    Arrays.sort(given);
    file.punch(given, layout.bufferPool(), layout.bufferSize());
  }

  /** Takes as many of {@code count} buffers as there are, in rising order. */
  int[] takeBuffers(int count) throws NetmapException {
    int some = Math.min(count, buffers.free());
    return take(buffers, some, "buffers", layout.bufferPool(), layout.bufferSize());
  }

  /** Gives a buffer back, its pages yet to be cleared; says whether it was one that was taken. */
  boolean giveBuffer(int buffer) {
    return buffers.give(buffer);
  }

  /** Where a buffer begins in the region. */
  long bufferOffset(int index) {
    return layout.bufferPool() + (long) index * layout.bufferSize();
  }

  /** Rings taken. */
  int ringsInUse() {
    return layout.rings() - rings.free();
  }

  /** Buffers taken. */
  int buffersInUse() {
    return layout.buffers() - NetmapAbi.FIRST_BUFFER - buffers.free();
  }
}
