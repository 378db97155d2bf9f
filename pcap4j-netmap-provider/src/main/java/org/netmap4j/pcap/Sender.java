package org.netmap4j.pcap;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.netmap4j.NetmapPort;
import org.netmap4j.TxRing;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * Sends for one handle: into the NIC's transmit rings, or into the host's where these alone are
 * bound. Handles of one port take turns.
 */
final class Sender {
  /** How long a full ring is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long RETRY_NANOS = 100_000;

  private final NetmapPort port;
  private final ReentrantLock lock;
  private final TxRing[] rings;

  /** Whether what stays in the rings after a sync was not taken by the system. */
  private final boolean pendingIsUnsent;

  private int current;

  Sender(Station station, List<RingId> bound) throws NetmapException {
    port = station.port();
    lock = station.sending();
    List<TxRing> all =
        station.txRings().stream().filter(ring -> bound.contains(ring.id())).toList();
    boolean nic = all.stream().anyMatch(ring -> !ring.id().kind().host());
    rings = all.stream().filter(ring -> ring.id().kind().host() != nic).toArray(TxRing[]::new);
    pendingIsUnsent = port.taps();
  }

  List<TxRing> rings() {
    return List.of(rings);
  }

  /**
   * Queues a packet; waits for room.
   *
   * @param now whether it is to be on its way when this returns
   * @param wait whether to wait at all
   */
  void send(MemorySegment packet, long offset, long length, boolean now, boolean wait)
      throws NetmapException {
    send(null, packet, offset, length, now, wait);
  }

  /** As {@link #send(MemorySegment, long, long, boolean, boolean)}, out of an array: faster. */
  void send(byte[] packet, int offset, int length, boolean now, boolean wait)
      throws NetmapException {
    send(packet, MemorySegment.NULL, offset, length, now, wait);
  }

  /** Out of the array if there is one: a segment would have to be made for each. */
  private void send(
      byte @Nullable [] array,
      MemorySegment packet,
      long offset,
      long length,
      boolean now,
      boolean wait)
      throws NetmapException {
    if (rings.length == 0) {
      throw new NetmapException(
          new NetmapError.NoSuchRing(
              port.name(), "a transmit ring to send through", "receive rings only"));
    }
    long start = System.nanoTime();
    while (!tried(array, packet, offset, length, now)) {
      long waited = System.nanoTime() - start;
      if (!wait || waited > PATIENCE.toNanos()) {
        throw new NetmapException(
            new NetmapError.WouldBlock(port.name(), "send a packet", waited / 1_000_000));
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private boolean tried(
      byte @Nullable [] array, MemorySegment packet, long offset, long length, boolean now)
      throws NetmapException {
    lock.lock();
    try {
      boolean done = put(array, packet, offset, length);
      if (!done) {
        port.txsync();
        done = put(array, packet, offset, length);
      }
      if (done && now) {
        push();
      }
      return done;
    } finally {
      lock.unlock();
    }
  }

  private boolean put(byte @Nullable [] array, MemorySegment packet, long offset, long length)
      throws NetmapException {
    for (int tried = 0; tried < rings.length; tried++) {
      TxRing ring = rings[current];
      if (array != null
          ? ring.inject(array, (int) offset, (int) length)
          : ring.inject(packet, offset, length)) {
        return true;
      }
      current = current + 1 == rings.length ? 0 : current + 1;
    }
    return false;
  }

  /** Sends what is queued. */
  void flush() throws NetmapException {
    lock.lock();
    try {
      push();
    } finally {
      lock.unlock();
    }
  }

  private void push() throws NetmapException {
    if (pendingIsUnsent) {
      port.flush(PATIENCE);
    } else {
      port.txsync();
    }
  }
}
