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
    sent.copy(tx, rx, from, tx.head);
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

  private void fetch() {
    rx.hwtail = written.get();
  }

  /** Under the receive ring's lock. */
  private void release() {
    if (rx.hwcur == rx.head) {
      return;
    }
    returned.copy(rx, tx, rx.hwcur, rx.head);
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

    /** Copies slots, and takes NS_BUF_CHANGED away where they came from: it has been passed on. */
    void copy(Kring from, Kring to, int first, int last) {
      packets = 0;
      bytes = 0;
      if (last < first) {
        run(from, to, first, from.slots);
        run(from, to, 0, last);
      } else {
        run(from, to, first, last);
      }
    }

    private void run(Kring from, Kring to, int first, int last) {
      MemorySegment memory = from.memory; // of both: they are twins
      long source = from.slot(first);
      long target = to.slot(first);
      int ends = 0;
      long sum = 0;
      for (int i = 0; i < last - first; i++) {
        long at = (long) i * NetmapAbi.SLOT_SIZE;
        long half = memory.get(JAVA_LONG, source + at);
        memory.set(JAVA_LONG, target + at, half);
        memory.set(JAVA_LONG, target + at + 8, memory.get(JAVA_LONG, source + at + 8));
        if ((half & CHANGED) != 0) {
          memory.set(JAVA_LONG, source + at, half & ~CHANGED);
        }
        if ((half & MORE) == 0) {
          ends++;
          end = RingIndices.next(first + i, from.slots);
        }
        sum += half >>> 32 & 0xffff;
      }
      packets += ends;
      bytes += sum;
    }
  }

  /** Both ends are closed: gives everything back. */
  void free() {
    reader.close();
    writer.close();
    tx.region.giveTwins(rx.base, tx.base, tx.slots, rx.hwcur, tx.hwcur);
  }
}
