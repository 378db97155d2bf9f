package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A transmit ring behind which a packet socket stands: sendmmsg(2), straight out of netmap's
 * buffers, a chain of slots as one frame.
 *
 * <p>A frame is done with when the system has taken it; what it cannot take now stays in the ring.
 * Sockets that show what the stack sends must not show this: so where there are such, it goes out
 * through one of them, since a socket (and its fanout group) is not shown its own frames.
 */
final class PacketTxQueue implements RingQueue {
  private static final int BATCH = 64;
  private static final int FRAGMENTS = BATCH + NetmapAbi.MAX_FRAGS;
  private static final long RETRY_NANOS = 200_000;

  private final PacketNic nic;
  private final int ring;
  private final PacketSocket own;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment messages;
  private final MemorySegment vectors;
  private final int[] positions = new int[BATCH];
  private final int[] lengths = new int[BATCH];
  private volatile boolean congested;

  PacketTxQueue(PacketNic nic, int ring) throws NetmapException {
    this.nic = nic;
    this.ring = ring;
    own = nic.socket();
    messages = arena.allocate((long) LinuxAbi.MMSGHDR_SIZE * BATCH, 8);
    vectors = arena.allocate((long) LinuxAbi.IOVEC_SIZE * FRAGMENTS, 8);
  }

  private int fd() {
    PacketSocket shown = nic.hostSocket(ring);
    return shown != null ? shown.fd() : own.fd();
  }

  @Override
  public void transmit(TxKring kring) throws NetmapException {
    Lock inUse = nic.hostSocketsInUse();
    inUse.lock();
    try {
      send(kring);
    } finally {
      inUse.unlock();
    }
  }

  private void send(TxKring kring) throws NetmapException {
    congested = false;
    kring.look();
    while (kring.found()) {
      int count = fill(kring);
      int sent = Libc.sendmmsg(fd(), messages, count, LinuxAbi.MSG_DONTWAIT);
      int done = Math.max(0, sent);
      account(kring, done);
      boolean all = done == count;
      kring.taken(all ? kring.position() : positions[done]);
      if (!all && !proceed(kring, sent)) {
        return;
      }
    }
    kring.taken(kring.position());
  }

  /** Lists the next frames as messages; says how many. */
  private int fill(TxKring kring) {
    int count = 0;
    int vector = 0;
    while (count < BATCH && kring.found() && vector + kring.fragments() <= FRAGMENTS) {
      long message = (long) LinuxAbi.MMSGHDR_SIZE * count;
      long first = vectors.address() + (long) LinuxAbi.IOVEC_SIZE * vector;
      messages.set(JAVA_LONG, message + LinuxAbi.MMSGHDR_IOV, first);
      messages.set(JAVA_LONG, message + LinuxAbi.MMSGHDR_IOVLEN, kring.fragments());
      for (int i = 0; i < kring.fragments(); i++) {
        long iovec = (long) LinuxAbi.IOVEC_SIZE * vector++;
        vectors.set(JAVA_LONG, iovec, kring.memory.address() + kring.offset(i));
        vectors.set(JAVA_LONG, iovec + 8, kring.length(i));
      }
      positions[count] = kring.position();
      lengths[count] = kring.bytes();
      count++;
      kring.next();
    }
    return count;
  }

  private void account(TxKring kring, int done) {
    long bytes = 0;
    for (int i = 0; i < done; i++) {
      bytes += lengths[i];
    }
    kring.stats.passed(done, bytes);
  }

  /** After fewer frames were taken than offered: whether to go on with the next one at once. */
  private boolean proceed(TxKring kring, int sent) throws NetmapException {
    if (sent > 0) {
      kring.look(); // the one that failed says why when it is tried again, first
      return true;
    }
    return switch (-sent) {
      case LinuxAbi.EAGAIN, LinuxAbi.ENOBUFS, LinuxAbi.EINTR, LinuxAbi.ENOMEM -> {
        congested = true;
        yield false;
      }
      case LinuxAbi.ENETDOWN, LinuxAbi.ENXIO, LinuxAbi.ENODEV -> {
        nic.checkLink();
        yield false;
      }
      default -> {
        kring.look();
        boolean tooLong = -sent == LinuxAbi.EMSGSIZE;
        kring.stats.dropped(tooLong ? DropCause.TOO_LONG : DropCause.LINK, 1);
        kring.next();
        kring.taken(kring.position());
        yield true;
      }
    };
  }

  @Override
  public List<WaitSource> sources() {
    return List
        .of(); // the system does not say when a link's own queue has room: see nextEventNanos
  }

  @Override
  public long nextEventNanos() {
    return congested ? System.nanoTime() + RETRY_NANOS : Long.MAX_VALUE;
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public void close() {
    arena.close();
    own.close();
  }
}
