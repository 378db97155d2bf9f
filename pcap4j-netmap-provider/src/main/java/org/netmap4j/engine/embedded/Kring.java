package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * The kernel side of a ring: struct netmap_kring, and the checks at each sync.
 *
 * <p>What the user can write is read once, checked, and kept: a user who changes it meanwhile
 * deceives only himself. Guarded by its own lock, which a sync tries and never waits for.
 */
abstract sealed class Kring permits RxKring, TxKring {
  private final Port port;
  private final RingId id;
  final Region region;
  final MemorySegment memory;
  final long base;
  final int slots;
  final int bufferSize;
  final RingStats stats;
  final RingMonitors monitors = new RingMonitors();
  private final ReentrantLock lock = new ReentrantLock();

  /** nr_hwcur: the first slot that this side has not dealt with. */
  int hwcur;

  /** nr_hwtail: the first slot that this side has not given to the user. */
  int hwtail;

  /** rhead: the user's head, as accepted at the last sync. */
  int head;

  /** rtail: the tail that the user was given. */
  int tail;

  private int users;

  /** The other end of a pipe's, with the same buffers; null for other rings. */
  private @Nullable Kring twin;

  /** Where packets begin. Read by other rings' syncs too, at any time: any state does. */
  private SlotOffsets offsets = SlotOffsets.NONE;

  /** Whether a registration asked for them, and did not find them with the twin's. */
  private boolean offsetsAsked;

  /** Whether the ring has been bound. */
  private boolean used;

  /** What was wrong at the last sync; the module tells by POLLERR. */
  private volatile @Nullable NetmapError fault;

  /** A ring of {@code port} with buffers of its own, or with those of its twin. */
  Kring(Port port, RingId id, @Nullable Kring twin) throws NetmapException {
    this.port = port;
    this.id = id;
    region = port.region();
    memory = region.memory();
    bufferSize = region.layout().bufferSize();
    slots = port.shape().slots(id.kind());
    base =
        twin == null
            ? region.takeRing(port.shape().ringId(id), id.kind().receives(), slots)
            : region.takeTwin(port.shape().ringId(id), id.kind().receives(), slots, twin.base);
    stats = region.directory().ringMade(base, id);
    this.twin = twin;
    if (twin != null) {
      twin.twin = this;
    }
    hwtail = id.kind().receives() ? 0 : slots - 1;
    tail = hwtail;
  }

  final RingId id() {
    return id;
  }

  /** What was wrong with the indices at the last sync. */
  final Optional<NetmapError> fault() {
    return Optional.ofNullable(fault);
  }

  /** One more registration binds the ring. */
  final void retain() {
    users++;
    used = true;
  }

  /** One fewer. Says whether it was the last. */
  final boolean release() {
    users--;
    return users == 0;
  }

  /** Gives the memory back. */
  final void free() {
    exclusively(() -> region.giveRing(base, slots));
  }

  /**
   * NIOCRXSYNC or NIOCTXSYNC on this ring; nothing when another thread is at it.
   *
   * @throws NetmapException by the queue; in strict mode also for indices that are not legal
   */
  final void sync(RingQueue queue) throws NetmapException {
    // who waits for the ring goes first: a thread that does nothing but sync would keep it for ever
    if (lock.hasQueuedThreads() || !lock.tryLock()) {
      return;
    }
    try {
      exchange(queue);
      NetmapError wrong = fault;
      if (wrong != null && port.strict()) {
        throw new NetmapException(wrong);
      }
    } finally {
      lock.unlock();
    }
  }

  /** One sync, under the lock. */
  abstract void exchange(RingQueue queue) throws NetmapException;

  /** Keeps syncs away. */
  final void lock() {
    lock.lock();
  }

  final void unlock() {
    lock.unlock();
  }

  /** Runs {@code action} unless a sync is under way. */
  final void unlessBusy(Runnable action) {
    if (lock.tryLock()) {
      try {
        action.run();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Runs {@code action} while no sync is under way. */
  final void exclusively(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the user's head if it is legal. A tail that the user wrote over is put back. */
  final boolean accept(int from, int to) {
    int userHead = SharedMemory.getAcquire(memory, base + NetmapAbi.RING_HEAD);
    int userCur = memory.get(JAVA_INT, base + NetmapAbi.RING_CUR);
    boolean legal = RingIndices.legal(from, userHead, userCur, to, slots);
    if (legal) {
      head = userHead;
      if (memory.get(JAVA_INT, base + NetmapAbi.RING_TAIL) != tail) {
        SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, tail);
      }
      if (fault != null) {
        fault = null;
      }
    } else {
      fault = new NetmapError.BadIndices(port.name(), slots, userHead, userCur, to);
    }
    return legal;
  }

  /**
   * netmap_ring_reinit: bad buffers and lengths are wiped out of the slots; indices outside the
   * ring are put back to where this side stands. An index that is wrong but inside the ring is
   * left.
   */
  final void reinit() {
    for (int i = 0; i < slots; i++) {
      long slot = slot(i);
      if (!validBuffer(memory.get(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX))) {
        memory.set(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX, 0);
        memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN, (short) 0);
      } else if (length(slot) > bufferSize) {
        memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN, (short) 0);
      }
    }
    int userHead = memory.get(JAVA_INT, base + NetmapAbi.RING_HEAD);
    int userCur = memory.get(JAVA_INT, base + NetmapAbi.RING_CUR);
    int userTail = memory.get(JAVA_INT, base + NetmapAbi.RING_TAIL);
    if (RingIndices.valid(userHead, slots)
        && RingIndices.valid(userCur, slots)
        && RingIndices.valid(userTail, slots)) {
      head = userHead;
      return;
    }
    memory.set(JAVA_INT, base + NetmapAbi.RING_CUR, hwcur);
    SharedMemory.setRelease(memory, base + NetmapAbi.RING_HEAD, hwcur);
    head = hwcur;
    tail = hwtail;
    SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, hwtail);
  }

  /** nm_sync_finalize: the user may have all up to hwtail. */
  final void finish() {
    tail = hwtail;
    SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, hwtail);
  }

  final long slot(int index) {
    return base + NetmapAbi.RING_SLOTS + (long) index * NetmapAbi.SLOT_SIZE;
  }

  // offsets

  /** Whether a registration can have these: what another asked for stays as it is. */
  final boolean canHave(SlotOffsets wanted) {
    return !offsetsAsked || offsets.include(wanted);
  }

  /**
   * A registration asks for offsets. The initial one is put into all slots, unless another
   * registration uses them; a twin that nobody has opened yet begins with the same.
   */
  final void have(SlotOffsets wanted, int initial) {
    exclusively(() -> {
      if (!offsetsAsked) {
        begin(wanted);
        offsetsAsked = true;
      }
      Kring other = twin != null && !twin.used ? twin : null;
      if (other != null) {
        other.begin(offsets);
      }
      if (initial > 0 && users == 1) {
        putOffsets(initial);
        if (other != null) {
          other.putOffsets(initial);
        }
      }
    });
  }

  private void begin(SlotOffsets wanted) {
    offsets = wanted;
    memory.set(JAVA_LONG, base + NetmapAbi.RING_OFFSET_MASK, wanted.mask());
  }

  /** What is queued for a receiver keeps where it begins. */
  private void putOffsets(int offset) {
    int queued = id.kind().receives() ? RingIndices.distance(hwcur, hwtail, slots) : 0;
    for (int i = 0; i < slots; i++) {
      if (RingIndices.distance(hwcur, i, slots) >= queued) {
        putOffset(slot(i), offset);
      }
    }
  }

  final SlotOffsets offsets() {
    return offsets;
  }

  /** How far behind its buffer's start a slot's packet begins. */
  final int offset(long slot) {
    SlotOffsets now = offsets;
    return now.none() ? 0 : now.read(memory.get(JAVA_LONG, slot + NetmapAbi.SLOT_PTR));
  }

  final void putOffset(long slot, int offset) {
    long ptr = memory.get(JAVA_LONG, slot + NetmapAbi.SLOT_PTR);
    memory.set(JAVA_LONG, slot + NetmapAbi.SLOT_PTR, offsets.write(ptr, offset));
  }

  // slots

  /** The buffer that a slot names, which may be none. */
  final int buffer(long slot) {
    return memory.get(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX);
  }

  final int flags(long slot) {
    return memory.get(JAVA_SHORT, slot + NetmapAbi.SLOT_FLAGS) & 0xffff;
  }

  /** Writes length and flags of a slot. */
  final void mark(long slot, int length, int flags) {
    memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN, (short) length);
    memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_FLAGS, (short) flags);
  }

  final boolean validBuffer(int index) {
    return index >= NetmapAbi.FIRST_BUFFER && index < region.layout().buffers();
  }

  final int length(long slot) {
    return memory.get(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN) & 0xffff;
  }
}
