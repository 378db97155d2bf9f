package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The kernel side of a receive ring: a queue puts frames in during a sync. */
final class RxKring extends Kring {
  private static final int ADDRESSES = 12;
  private static final int TAG = 4;

  /** When the frame in each slot arrived, for who is told by a queue that knows. */
  private final long[] arrivals = new long[slots];

  private long arrived;

  RxKring(Port port, RingId id, @Nullable Kring twin) throws NetmapException {
    super(port, id, twin);
  }

  long[] arrivals() {
    return arrivals;
  }

  /** The frame that is put next arrived so many nanoseconds after the epoch. */
  void arrived(long nanos) {
    arrived = nanos;
  }

  @Override
  void exchange(RingQueue queue) throws NetmapException {
    if (!accept(hwcur, hwtail)) {
      reinit(); // and on with the sync, as the module does
    }
    MarkedPackets.passOn(this, hwcur, queue);
    monitors.received(this, hwcur, head);
    try {
      queue.receive(this);
    } finally {
      hwcur = head;
      monitors.arrived(this);
      finish();
      stamp();
    }
  }

  /**
   * Others put packets in: monitors see them now, also if the port's owner never reads. A ring that
   * is being synced is left to that sync.
   *
   * @param fetch brings hwtail up to date
   */
  void arrived(Runnable fetch) {
    if (monitors.copying()) {
      unlessBusy(() -> {
        fetch.run();
        monitors.arrived(this);
      });
    }
  }

  /**
   * Brings frames in and hands them on, for whoever owns the ring in place of a user; they are
   * released at the next time. A link that is down brings none. Under the lock.
   */
  void pump(RingQueue queue, Forwarder forwarder) {
    head = hwtail;
    hwcur = head;
    try {
      queue.receive(this);
    } catch (NetmapException e) {
      // nothing arrived: whoever asks for trouble is told
    }
    monitors.arrived(this);
    forwarder.forward(head, hwtail);
  }

  /**
   * Whether a frame of {@code length} bytes finds room now, or never will and may be put anyway.
   */
  boolean accepts(int length) {
    int need = slotsFor(length);
    return need <= room() || need > longest();
  }

  private int room() {
    return RingIndices.distance(hwtail, RingIndices.prev(head, slots), slots);
  }

  private int longest() {
    return Math.min(slots - 1, NetmapAbi.MAX_FRAGS);
  }

  /** What is put into one slot, whatever its offset. */
  private int fragment() {
    return bufferSize - offsets().max();
  }

  private int slotsFor(int length) {
    int fragment = fragment();
    return fragment == 0 ? slots : Math.max(1, (length + fragment - 1) / fragment);
  }

  /**
   * Puts a frame into the ring, over several slots if it is longer than a buffer; counts it.
   *
   * @return false when there is no room for it now: it is still the caller's
   */
  boolean put(MemorySegment from, long offset, int length) {
    if (length > fragment()) {
      return putChain(from, offset, length);
    }
    if (room() == 0) {
      return false;
    }
    long slot = slot(hwtail);
    int buffer = buffer(slot);
    if (validBuffer(buffer)) {
      long to = region.bufferOffset(buffer) + offset(slot);
      MemorySegment.copy(from, offset, memory, to, length);
      mark(slot, length, 0);
      arrivals[hwtail] = arrived;
      hwtail = RingIndices.next(hwtail, slots);
      stats.passed(1, length);
    } else {
      stats.dropped(DropCause.BAD_SLOT, 1);
    }
    return true;
  }

  /**
   * As {@link #put}, with a VLAN tag, which the system had taken out, back behind the addresses.
   */
  boolean putTagged(MemorySegment from, long offset, int length, int tagType, int tag) {
    if (length < ADDRESSES) {
      stats.dropped(DropCause.TOO_SHORT, 1);
      return true;
    }
    byte[] whole = new byte[length + TAG];
    MemorySegment frame = MemorySegment.ofArray(whole);
    MemorySegment.copy(from, offset, frame, 0, ADDRESSES);
    whole[ADDRESSES] = (byte) (tagType >> 8);
    whole[ADDRESSES + 1] = (byte) tagType;
    whole[ADDRESSES + 2] = (byte) (tag >> 8);
    whole[ADDRESSES + 3] = (byte) tag;
    MemorySegment.copy(from, offset + ADDRESSES, frame, ADDRESSES + TAG, length - ADDRESSES);
    return put(frame, 0, length + TAG);
  }

  private boolean putChain(MemorySegment from, long offset, int length) {
    int need = slotsFor(length);
    if (need > longest()) {
      stats.dropped(DropCause.TOO_LONG, 1);
      return true;
    }
    if (need > room()) {
      return false;
    }
    for (int i = 0, at = hwtail; i < need; i++, at = RingIndices.next(at, slots)) {
      if (!validBuffer(buffer(slot(at)))) {
        stats.dropped(DropCause.BAD_SLOT, 1);
        return true;
      }
    }
    int at = hwtail;
    arrivals[at] = arrived;
    int fragment = fragment();
    for (int done = 0; done < length; at = RingIndices.next(at, slots)) {
      int part = Math.min(fragment, length - done);
      long slot = slot(at);
      int buffer = buffer(slot);
      if (validBuffer(buffer)) { // looked at again: the user may have written it since
        long to = region.bufferOffset(buffer) + offset(slot);
        MemorySegment.copy(from, offset + done, memory, to, part);
      }
      done += part;
      mark(slot, part, done < length ? NetmapAbi.NS_MOREFRAG : 0);
    }
    hwtail = at;
    stats.passed(1, length);
    return true;
  }

  /** Writes ts: the time of this sync, whether or not anything arrived. */
  void stamp() {
    Instant now = Instant.now();
    memory.set(JAVA_LONG, base + NetmapAbi.RING_TS, now.getEpochSecond());
    memory.set(JAVA_LONG, base + NetmapAbi.RING_TS + 8, (long) (now.getNano() / 1000));
  }
}
