package org.netmap4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Poller.Interest;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.Cores;

/**
 * A thread for each ring of a NIC or a VALE port. Each ring is opened as a port of its own, as
 * {@code netmap:eth0-3} does, and its thread calls a handler whenever the ring is ready.
 *
 * <pre>{@code
 * try (RingThreads threads =
 *     RingThreads.start(Netmap.port("eth0"), List.of(2, 3), (ring, port) -> ...)) {
 *   ...
 * }
 * }</pre>
 *
 * <p>A port with fewer rings of the other direction gives ring 0 of that to several threads, as the
 * module does: use only one direction then, {@code eth0/R} or {@code eth0/T}.
 */
public final class RingThreads implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long PATIENCE_MILLIS = 3000;

  private final List<NetmapPort> ports = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean closing;

  private RingThreads() {}

  /** As {@link #start(PortBuilder, Interest, List, RingHandler)}, for receiving, on any core. */
  public static RingThreads start(PortBuilder port, RingHandler handler) throws NetmapException {
    return start(port, Interest.RECEIVE, List.of(), handler);
  }

  /** As {@link #start(PortBuilder, Interest, List, RingHandler)}, for receiving. */
  public static RingThreads start(PortBuilder port, List<Integer> cores, RingHandler handler)
      throws NetmapException {
    return start(port, Interest.RECEIVE, cores, handler);
  }

  /**
   * Opens the rings and starts the threads.
   *
   * @param port the port whose NIC rings are to be opened, all of them
   * @param interest what the rings are ready for when the handler is called: packets to read, a
   *     thread for each receive ring, or room to send, a thread for each transmit ring
   * @param cores the core of each ring, by its number; an empty list leaves that to the system
   * @throws IllegalArgumentException there is another number of cores than of rings
   * @throws NetmapException the port cannot be opened, or the process may not use a core ({@link
   *     NetmapError.NoSuchCore}); nothing is left behind
   */
  public static RingThreads start(
      PortBuilder port, Interest interest, List<Integer> cores, RingHandler handler)
      throws NetmapException {
    for (int core : cores) {
      Cores.require(core);
    }
    RingThreads all = new RingThreads();
    // held until each ring is open: the port stays as it was asked for, and is set up once
    try (NetmapPort whole = port.open(PortMode.ALL_NIC, 0)) {
      int rings = (interest == Interest.RECEIVE ? whole.rxRings() : whole.txRings()).size();
      if (!cores.isEmpty() && cores.size() != rings) {
        throw new IllegalArgumentException(
            "%s has %d rings, and %d cores are given".formatted(whole.name(), rings, cores.size()));
      }
      for (int i = 0; i < rings; i++) {
        all.ports.add(port.open(PortMode.ONE_NIC, i));
      }
    } catch (NetmapException | RuntimeException e) {
      all.ports.forEach(NetmapPort::close);
      throw e;
    }
    for (int i = 0; i < all.ports.size(); i++) {
      int ring = i;
      Loop loop = new Loop(all.ports.get(i), interest, handler);
      all.threads.add(
          Thread.ofPlatform()
              .name(all.ports.get(i).name() + " ring " + i)
              .unstarted(() -> all.run(loop, ring, cores)));
    }
    all.threads.forEach(Thread::start);
    return all;
  }

  private record Loop(NetmapPort port, Interest interest, RingHandler handler) {}

  private void run(Loop loop, int ring, List<Integer> cores) {
    NetmapPort port = loop.port;
    try {
      if (!cores.isEmpty()) {
        Cores.pin(cores.get(ring));
      }
      while (!closing) {
        boolean ready =
            loop.interest == Interest.RECEIVE ? port.awaitPackets(LOOK) : port.awaitRoom(LOOK);
        if (ready && !closing) {
          loop.handler.onReady(ring, port);
        }
      }
    } catch (NetmapException e) {
      boolean asked = closing && e.error() instanceof NetmapError.Closed;
      if (!asked) {
        failure.compareAndSet(null, e);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** How many rings there are, each with its thread. */
  public int rings() {
    return ports.size();
  }

  /**
   * The first thing that ended a thread too early: what its handler threw, or trouble of its port,
   * such as an interface that is down. The other threads go on.
   */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /**
   * Wakes the threads, waits until their handlers have returned, for 3 seconds in all, and closes
   * the ports. A handler that is still at work then gets {@link NetmapError.Closed} with its next
   * call. A second call does nothing but say again what is wrong.
   *
   * @throws NetmapException the {@link #failure} of a thread, or a handler does not return
   * @throws IllegalStateException the failure was another, which is the cause
   */
  @Override
  public void close() throws NetmapException {
    closing = true;
    ports.forEach(NetmapPort::wake);
    join(PATIENCE_MILLIS);
    List<Thread> late = threads.stream().filter(this::isLate).toList();
    ports.forEach(NetmapPort::close);
    report(late);
  }

  /** Whether it goes on, other than because it is the one that closes. */
  private boolean isLate(Thread thread) {
    return thread.isAlive() && !thread.equals(Thread.currentThread());
  }

  private void join(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      for (Thread thread : threads) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (isLate(thread) && left > 0) {
          boolean _ = thread.join(Duration.ofMillis(left));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing the ports ends them as well
    }
  }

  private void report(List<Thread> late) throws NetmapException {
    Throwable first = failure.get();
    if (first instanceof NetmapException e) {
      throw e;
    }
    if (first != null) {
      throw new IllegalStateException("a ring's handler failed: " + first, first);
    }
    if (!late.isEmpty()) {
      throw new NetmapException(
          new NetmapError.WouldBlock(
              late.getFirst().getName(), "end the handler's thread", PATIENCE_MILLIS));
    }
  }
}
