package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * The kernel side of a ring: struct netmap_kring, and the checks at each sync.
 *
 * <p>What the user can write is read once, checked, and kept: a user who changes it meanwhile
 * deceives only himself. Guarded by its own lock.
 */
abstract sealed class Kring permits RxKring, TxKring {
  private final RingId id;
  final Region region;
  final MemorySegment memory;
  final long base;
  final int slots;
  final int bufferSize;
  final RingStats stats = new RingStats();
  private final ReentrantLock lock = new ReentrantLock();

  /** nr_hwcur: the first slot that this side has not dealt with. */
  int hwcur;

  /** nr_hwtail: the first slot that this side has not given to the user. */
  int hwtail;

  /** rhead: the user's head, as accepted at the last sync. */
  int head;

  private int tail;
  private int users;

  Kring(RingId id, Region region, int ringId, int slots) throws NetmapException {
    this.id = id;
    this.region = region;
    this.slots = slots;
    memory = region.memory();
    bufferSize = region.layout().bufferSize();
    base = region.takeRing(ringId, id.kind().receives(), slots);
    hwtail = id.kind().receives() ? 0 : slots - 1;
    tail = hwtail;
  }

  final RingId id() {
    return id;
  }

  /** One more registration binds the ring. */
  final void retain() {
    users++;
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

  /** NIOCRXSYNC or NIOCTXSYNC on this ring; nothing when another thread is at it. */
  final void sync(NicQueue queue) throws NetmapException {
    if (!lock.tryLock()) {
      return;
    }
    try {
      sync(this, queue);
    } finally {
      lock.unlock();
    }
  }

  private static void sync(Kring ring, NicQueue queue) throws NetmapException {
    switch (ring) {
      case RxKring rx -> {
        if (!ring.accept(ring.hwcur, ring.hwtail)) {
          ring.reinit(); // and on with the sync, as the module does
        }
        try {
          queue.receive(rx);
        } finally {
          ring.hwcur = ring.head;
          ring.finish();
          rx.stamp();
        }
      }
      case TxKring tx -> {
        if (!ring.accept(ring.head, ring.tail)) {
          ring.reinit();
          return;
        }
        try {
          queue.transmit(tx);
        } finally {
          ring.finish();
        }
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
  private boolean accept(int from, int to) {
    int userHead = SharedMemory.getAcquire(memory, base + NetmapAbi.RING_HEAD);
    int userCur = memory.get(JAVA_INT, base + NetmapAbi.RING_CUR);
    boolean legal = RingIndices.legal(from, userHead, userCur, to, slots);
    if (legal) {
      head = userHead;
      if (memory.get(JAVA_INT, base + NetmapAbi.RING_TAIL) != tail) {
        SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, tail);
      }
    }
    return legal;
  }

  /**
   * netmap_ring_reinit: bad buffers and lengths are wiped out of the slots; indices outside the
   * ring are put back to where this side stands. An index that is wrong but inside the ring is
   * left.
   */
  private void reinit() {
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
  private void finish() {
    tail = hwtail;
    SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, hwtail);
  }

  final long slot(int index) {
    return base + NetmapAbi.RING_SLOTS + (long) index * NetmapAbi.SLOT_SIZE;
  }

  final boolean validBuffer(int index) {
    return index >= NetmapAbi.FIRST_BUFFER && index < region.layout().buffers();
  }

  final int length(long slot) {
    return memory.get(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN) & 0xffff;
  }
}
