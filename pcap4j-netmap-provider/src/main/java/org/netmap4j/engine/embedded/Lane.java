package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * One direction of a pipe: a transmit ring at one end, a receive ring at the other, both with the
 * same buffers. Slot k of one is slot k of the other: a transmit sync copies slots over, a receive
 * sync copies those that were released back, so that a buffer which the receiver exchanged reaches
 * the sender.
 *
 * <pre>
 *                    released      written
 *   receiver's:        |  to be read  |
 *   ...................|..............|.............   slots
 *   sender's:    to be filled         |  to be filled
 * </pre>
 *
 * Each end is synced by a thread of its own: what they tell each other are the two indices.
 */
final class Lane {
  private final TxKring tx;
  private final RxKring rx;

  /** The first slot not written, of complete packets only. By the sender. */
  private final SharedIndex written = new SharedIndex(0);

  /** The last slot that may be filled: the one before the first not released. By the receiver. */
  private final SharedIndex room;

  private final Wake reader = new Wake();
  private final Wake writer = new Wake();
  private final Runnable fetch = this::fetch;

  Lane(TxKring tx, RxKring rx) {
    this.tx = tx;
    this.rx = rx;
    room = new SharedIndex(tx.slots - 1);
  }

  TxKring tx() {
    return tx;
  }

  RxKring rx() {
    return rx;
  }

  RingQueue sender() {
    return sender;
  }

  RingQueue receiver() {
    return receiver;
  }

  private final RingQueue sender =
      new RingQueue() {
        @Override
        public void transmit(TxKring same) {
          send();
        }

        @Override
        public List<WaitSource> sources() throws NetmapException {
          return writer.sources();
        }

        @Override
        public long nextEventNanos() {
          writer.arm();
          if (room.get() != tx.tail) {
            writer.fire();
          }
          return Long.MAX_VALUE;
        }
      };

  private final RingQueue receiver =
      new RingQueue() {
        @Override
        public void receive(RxKring same) {
          fetch();
          release();
        }

        @Override
        public List<WaitSource> sources() throws NetmapException {
          return reader.sources();
        }

        @Override
        public long nextEventNanos() {
          reader.arm();
          if (written.get() != rx.tail) {
            reader.fire();
          }
          return Long.MAX_VALUE;
        }
      };

  /** Under the transmit ring's lock. */
  private void send() {
    tx.hwtail = room.get();
    int from = tx.hwcur;
    int to = tx.head;
    if (from == to) {
      return;
    }
    if (tx.offsets().none() && rx.offsets().none()) {
      copy(tx, rx, from, to);
    } else {
      copyWithOffsets(from, to);
    }
    count(from, to);
    tx.hwcur = to;
    int end = lastEnd(from, to);
    if (end != written.get()) {
      written.publish(end);
      rx.arrived(fetch);
      reader.fire();
    }
  }

  /**
   * Copies slots to the receiver, in which packets begin no earlier than his slots said before. The
   * module writes that down and leaves the packet where it is; here it is moved, so that he who
   * looks there finds it.
   */
  private void copyWithOffsets(int from, int to) {
    for (int i = from; i != to; i = RingIndices.next(i, tx.slots)) {
      long slot = rx.slot(i);
      int least = rx.offset(slot);
      int begin = tx.offset(tx.slot(i));
      copyRun(tx, rx, i, i + 1);
      int wanted = rx.offsets().read(Math.max(begin, least)); // no more than his most
      rx.putOffset(slot, move(slot, begin, wanted) ? wanted : begin);
    }
  }

  /** Moves a packet within its buffer; false when it would not fit there. */
  private boolean move(long slot, int from, int to) {
    int buffer = rx.buffer(slot);
    int length = rx.length(slot);
    if (from == to) {
      return true;
    }
    if (!rx.validBuffer(buffer) || length > rx.bufferSize - Math.max(from, to)) {
      return false;
    }
    long start = rx.region.bufferOffset(buffer);
    MemorySegment.copy(rx.memory, start + from, rx.memory, start + to, length);
    return true;
  }

  /** An end is opened: what the receiver has not been told of yet is known to his ring. */
  void settle() {
    rx.exclusively(fetch);
  }

  /** Both rings' counters are the sender's: a packet has arrived when it was sent. */
  private void count(int from, int to) {
    int packets = 0;
    long bytes = 0;
    for (int i = from; i != to; i = RingIndices.next(i, rx.slots)) {
      long slot = rx.slot(i);
      packets += (rx.flags(slot) & NetmapAbi.NS_MOREFRAG) == 0 ? 1 : 0;
      bytes += rx.length(slot);
    }
    tx.stats.passed(packets, bytes);
    rx.stats.passed(packets, bytes);
  }

  /** Behind the last complete packet; where it was, when none became complete. */
  private int lastEnd(int from, int to) {
    int end = to;
    while (end != from) {
      int last = RingIndices.prev(end, rx.slots);
      if ((rx.flags(rx.slot(last)) & NetmapAbi.NS_MOREFRAG) == 0) {
        return end;
      }
      end = last;
    }
    return written.get();
  }

  private void fetch() {
    rx.hwtail = written.get();
  }

  /** Under the receive ring's lock. */
  private void release() {
    if (rx.hwcur == rx.head) {
      return;
    }
    copy(rx, tx, rx.hwcur, rx.head);
    if (!tx.offsets().none()) {
      for (int i = rx.hwcur; i != rx.head; i = RingIndices.next(i, tx.slots)) {
        long slot = tx.slot(i);
        tx.putOffset(slot, tx.offset(slot)); // the reader's may be more than the sender's most
      }
    }
    room.publish(RingIndices.prev(rx.head, rx.slots));
    writer.fire();
  }

  /** Copies slots, and takes NS_BUF_CHANGED away where they came from: it has been passed on. */
  private static void copy(Kring from, Kring to, int first, int end) {
    if (end < first) {
      copyRun(from, to, first, from.slots);
      copyRun(from, to, 0, end);
    } else {
      copyRun(from, to, first, end);
    }
  }

  private static void copyRun(Kring from, Kring to, int first, int end) {
    long bytes = (long) (end - first) * NetmapAbi.SLOT_SIZE;
    MemorySegment.copy(from.memory, from.slot(first), to.memory, to.slot(first), bytes);
    for (int i = first; i < end; i++) {
      int flags = from.flags(from.slot(i));
      if ((flags & NetmapAbi.NS_BUF_CHANGED) != 0) {
        from.memory.set(
            JAVA_SHORT,
            from.slot(i) + NetmapAbi.SLOT_FLAGS,
            (short) (flags & ~NetmapAbi.NS_BUF_CHANGED));
      }
    }
  }

  /** Both ends are closed: gives everything back. */
  void free() {
    reader.close();
    writer.close();
    tx.region.giveTwins(rx.base, tx.base, tx.slots, rx.hwcur, tx.hwcur);
  }
}
