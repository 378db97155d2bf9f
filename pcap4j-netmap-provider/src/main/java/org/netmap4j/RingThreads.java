package org.netmap4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.Cores;

/**
 * A thread for each ring of a NIC or VALE port, each with a port of its own that has that ring
 * alone, and if wanted a core of its own.
 *
 * {@snippet :
 * try (RingThreads threads = RingThreads.start("netmap:eth0", List.of(2, 3), ring -> serve(ring))) {
 *   ...
 * }
 * }
 */
public final class RingThreads implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<NetmapPort> ports = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private RingThreads() {}

  /** What a thread does with its ring, until the port is closed or it has enough. */
  @FunctionalInterface
  public interface Work {
    /** Serves the port of one ring. That it ends because the port is closed is no failure. */
    void serve(NetmapPort ring) throws NetmapException;
  }

  /**
   * As {@link #start(String, UnaryOperator, List, Work)}, with nothing but the name.
   *
   * @param name the port, without a choice of rings
   */
  public static RingThreads start(String name, List<Integer> cores, Work work)
      throws NetmapException {
    return start(name, builder -> builder, cores, work);
  }

  /**
   * Opens the rings and starts their threads.
   *
   * @param name the port, without a choice of rings
   * @param how what each shall be opened with besides its ring
   * @param cores the cores to pin the threads to, in the order of the rings and from the beginning
   *     again when there are more rings; empty to leave the threads to the system
   * @param work what each thread does
   * @throws IllegalArgumentException a core may not be used
   * @throws NetmapException a ring cannot be opened; none is then
   */
  public static RingThreads start(
      String name, UnaryOperator<PortBuilder> how, List<Integer> cores, Work work)
      throws NetmapException {
    for (int core : cores) {
      Cores.require(core);
    }
    RingThreads all = new RingThreads();
    // open until each ring is: so the port does not go between two of them
    try (NetmapPort whole = how.apply(Netmap.port(name)).open()) {
      int count = Math.max(whole.rxRings().size(), whole.txRings().size());
      for (int i = 0; i < count; i++) {
        PortBuilder ring = how.apply(Netmap.port(name)).mode(PortMode.ONE_NIC, i);
        all.ports.add(ring.open());
      }
    } catch (NetmapException | RuntimeException e) {
      all.close();
      throw e;
    }
    for (int i = 0; i < all.ports.size(); i++) {
      NetmapPort port = all.ports.get(i);
      int core = cores.isEmpty() ? -1 : cores.get(i % cores.size());
      all.threads.add(
          Thread.ofPlatform().name(name + " ring " + i).start(() -> all.run(port, core, work)));
    }
    return all;
  }

  private void run(NetmapPort port, int core, Work work) {
    try {
      if (core >= 0) {
        Cores.pin(core);
      }
      work.serve(port);
    } catch (NetmapException e) {
      if (!(e.error() instanceof NetmapError.Closed && port.isClosed())) {
        fail(e);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** One thread that failed ends them all: a ring that nobody serves fills up. */
  private void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    ports.forEach(NetmapPort::close);
  }

  /** The ports, one for each ring. */
  public List<NetmapPort> ports() {
    return List.copyOf(ports);
  }

  /** What ended the first thread that failed. The others' ports are closed by then. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Waits until all threads are over; false after the time-out, or when it is interrupted. */
  public boolean await(Duration timeout) {
    long end = System.nanoTime() + Poller.nanos(timeout);
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Closes the ports, which ends their threads, and waits for these, five seconds at most. */
  @Override
  public void close() {
    ports.forEach(NetmapPort::close);
    boolean mine = threads.stream().anyMatch(it -> Objects.equals(it, Thread.currentThread()));
    if (!mine && !await(PATIENCE)) {
      System.getLogger(RingThreads.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "a thread of {0} goes on after its port was closed",
              this);
    }
  }

  @Override
  public String toString() {
    return ports.stream().map(NetmapPort::name).findFirst().orElse("no ring");
  }
}
