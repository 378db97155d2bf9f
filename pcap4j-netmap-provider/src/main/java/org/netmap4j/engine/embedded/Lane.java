package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
  private final Passage sent = new Passage();
  private final Passage returned = new Passage();
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
    if (from == tx.head) {
      return;
    }
    if (tx.offsets().none() && rx.offsets().none()) {
      sent.copy(tx, rx, from, tx.head);
    } else {
      copyWithOffsets(from, tx.head);
    }
    tx.hwcur = tx.head;
    // both rings' counters are the sender's: a packet has arrived when it was sent
    tx.stats.passed(sent.packets, sent.bytes);
    rx.stats.passed(sent.packets, sent.bytes);
    if (sent.packets > 0) {
      written.publish(sent.end);
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
    sent.begin();
    for (int i = from; i != to; i = RingIndices.next(i, tx.slots)) {
      long slot = rx.slot(i);
      int least = rx.offset(slot);
      int begin = tx.offset(tx.slot(i));
      sent.run(tx, rx, i, i + 1);
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

  private void fetch() {
    rx.hwtail = written.get();
  }

  /** Under the receive ring's lock. */
  private void release() {
    if (rx.hwcur == rx.head) {
      return;
    }
    returned.copy(rx, tx, rx.hwcur, rx.head);
    if (!tx.offsets().none()) {
      for (int i = rx.hwcur; i != rx.head; i = RingIndices.next(i, tx.slots)) {
        long slot = tx.slot(i);
        tx.putOffset(slot, tx.offset(slot)); // the reader's may be more than the sender's most
      }
    }
    room.publish(RingIndices.prev(rx.head, rx.slots));
    writer.fire();
  }

  /** What was copied in one sync, found as it was copied: each end has one of its own. */
  private static final class Passage {
    private static final long CHANGED = (long) NetmapAbi.NS_BUF_CHANGED << 48;
    private static final long MORE = (long) NetmapAbi.NS_MOREFRAG << 48;

    private int packets;
    private long bytes;

    /** Behind the last slot that ends a packet, if there is one. */
    private int end;

    void begin() {
      packets = 0;
      bytes = 0;
    }

    /** Copies slots, and takes NS_BUF_CHANGED away where they came from: it has been passed on. */
    void copy(Kring from, Kring to, int first, int last) {
      begin();
      if (last < first) {
        run(from, to, first, from.slots);
        run(from, to, 0, last);
      } else {
        run(from, to, first, last);
      }
    }

    void run(Kring from, Kring to, int first, int behind) {
      MemorySegment memory = from.memory; // of both: they are twins
      long source = from.slot(first);
      long target = to.slot(first);
      int ends = 0;
      int last = -1; // no field is written in the loop: the other side's Passage may be beside it
      long sum = 0;
      for (int i = 0; i < behind - first; i++) {
        long at = (long) i * NetmapAbi.SLOT_SIZE;
        long half = memory.get(JAVA_LONG, source + at);
        memory.set(JAVA_LONG, target + at, half);
        memory.set(JAVA_LONG, target + at + 8, memory.get(JAVA_LONG, source + at + 8));
        if ((half & CHANGED) != 0) {
          memory.set(JAVA_LONG, source + at, half & ~CHANGED);
        }
        if ((half & MORE) == 0) {
          ends++;
          last = first + i;
        }
        sum += half >>> 32 & 0xffff;
      }
      packets += ends;
      bytes += sum;
      if (ends > 0) {
        end = RingIndices.next(last, from.slots);
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
