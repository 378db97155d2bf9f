package org.netmap4j.pcap;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.netmap4j.PacketBatch;
import org.netmap4j.RxRing;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.engine.RingId;

/**
 * What one handle takes of its port's packets, and its own queue of copies. Packets are offered by
 * the one thread that has the port's turn.
 */
final class Intake {
  private final Set<RingId> rings;
  private final int snaplen;
  private final boolean micros;
  private final long queueBytes;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * Whether whoever hands packets over where they lie is to stop: because of a break, a close, or
   * another handle on the port. One flag for all, as it is looked at for each packet.
   */
  private volatile boolean halted;

  private volatile @Nullable BpfFilter filter;
  private volatile Direction direction;
  private volatile @Nullable CopyQueue queue;

  Intake(List<RingId> rings, HandleOptions options) {
    this.rings = Set.copyOf(rings);
    snaplen = options.snaplen();
    micros = options.precision() == TimestampPrecision.MICRO;
    queueBytes = options.bufferSize();
    direction = options.direction();
  }

  void filter(@Nullable BpfFilter wanted) {
    filter = wanted;
    CopyQueue copies = queue;
    if (copies != null) {
      copies.filterChanged();
    }
  }

  void direction(Direction wanted) {
    direction = wanted;
  }

  /** Has packets no longer be handed over where they lie. */
  void halt() {
    halted = true;
  }

  /** To be followed by a look at all reasons why it could be. */
  void goOn() {
    halted = false;
  }

  boolean halted() {
    return halted;
  }

  /** Whether it takes packets of a ring at all. */
  boolean takes(RxRing ring) {
    return direction.takes(ring.id().kind()) && rings.contains(ring.id());
  }

  /** How many bytes of a packet of that length are wanted; -1 for none of it. */
  int captured(PacketBatch batch, int i, int length) {
    int most = Math.min(length, snaplen);
    BpfFilter wanted = filter;
    if (wanted == null) {
      return most;
    }
    int bytes = batch.wanted(i, wanted);
    return bytes == 0 ? -1 : Integer.compareUnsigned(bytes, most) < 0 ? bytes : most;
  }

  /** A packet's time, as fine as the handle gives them. */
  long time(long nanos) {
    return micros ? nanos - nanos % 1000 : nanos;
  }

  /** Counts packets that the handle took; by who has the port's turn. */
  void received(int packets) {
    received.setOpaque(received.getPlain() + packets);
  }

  long received() {
    return received.getOpaque();
  }

  long lost() {
    return lost.getOpaque();
  }

  /** Hands over copies: see {@link CopyQueue#drain}. */
  int drain(int most, BooleanSupplier enough, CapturedHandler handler) {
    CopyQueue copies = queue;
    return copies == null ? 0 : copies.drain(most, enough, filter, handler);
  }

  boolean hasCopies() {
    CopyQueue copies = queue;
    return copies != null && !copies.isEmpty();
  }

  /** Copies the packets of a batch that are wanted, from packet {@code from} on. */
  void offer(PacketBatch batch) {
    if (!takes(batch.ring())) {
      return;
    }
    CopyQueue copies = queue;
    if (copies == null) {
      copies = new CopyQueue(queueBytes);
      queue = copies;
    }
    for (int i = 0; i < batch.size(); i++) {
      int length = batch.length(i);
      int captured = captured(batch, i, length);
      if (captured >= 0) {
        received(1);
        long time = time(batch.timestampNanos(i));
        if (!copies.put(batch.memory(), batch.start(i), captured, length, time)) {
          lost.setOpaque(lost.getPlain() + 1);
        }
      }
    }
  }
}
