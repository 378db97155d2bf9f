package org.netmap4j.top.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Poller;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;

/** Ports of one engine, watched by one thread. */
final class PortsSource implements RingSource {
  /** Packets are let gather for so long, so that a busy port does not cost a wake-up each. */
  private static final long GATHER_NANOS = Duration.ofMillis(1).toNanos();

  private static final double RATHER_FULL = 0.25;

  private final String engine;
  private final Poller poller;
  private final Ports ports;
  private final Others others;
  private final MachineWatch machine;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean ended;
  private @Nullable NetmapError fault;

  /** Where the watched ports come from, and which they are now. */
  interface Ports extends AutoCloseable {
    /** The ports to watch now, the ones opened before first among them. */
    List<WatchedPort> now() throws NetmapException;

    @Override
    void close();
  }

  PortsSource(String engine, Poller poller, Ports ports, Others others, MachineWatch machine) {
    this.others = others;
    this.machine = machine;
    this.engine = engine;
    this.poller = poller;
    this.ports = ports;
  }

  @Override
  public Reading readAt(long deadlineNanos) throws NetmapException {
    if (fault != null) {
      throw new NetmapException(fault); // what came before it has been read
    }
    List<WatchedPort> watched = ports.now();
    machine.want(devices(watched));
    boolean over = allEnded(watched);
    long left = deadlineNanos - System.nanoTime();
    while (left > 0 && !over) {
      serve(watched, left);
      over = allEnded(watched);
      left = deadlineNanos - System.nanoTime();
    }
    List<PortReading> readings = new ArrayList<>();
    for (WatchedPort port : watched) {
      readings.add(port.read(machine));
      if (port.trouble() instanceof NetmapError.BadFile broken) {
        fault = broken;
      }
    }
    readings.addAll(others.read(machine));
    ended = fault == null && allEnded(watched);
    return new Reading(
        Instant.now(),
        System.nanoTime(),
        engine,
        readings,
        others.notes(),
        others.regions().isEmpty() ? machine.regions() : others.regions(),
        machine.findings());
  }

  private Set<String> devices(List<WatchedPort> watched) {
    Set<String> devices = new HashSet<>(others.devices());
    watched.forEach(port -> devices.add(port.device()));
    return devices;
  }

  /** Waits for packets, and gives them back. */
  private void serve(List<WatchedPort> watched, long nanos) throws NetmapException {
    double fullest = 0;
    long start = System.nanoTime();
    List<Poller.Event> events = poller.await(Duration.ofNanos(nanos));
    long now = System.nanoTime();
    boolean slept = now - start > GATHER_NANOS;
    for (WatchedPort port : watched) {
      Poller.Event event = of(port, events);
      if (event == null) {
        port.quietUntil(now);
      } else {
        if (slept) {
          port.quietUntil(now - GATHER_NANOS); // what came ended the sleep
        }
        fullest = Math.max(fullest, serve(port, event));
      }
    }
    if (fullest > 0 && fullest < RATHER_FULL) {
      gather();
    }
  }

  private static Poller.@Nullable Event of(WatchedPort port, List<Poller.Event> events) {
    for (Poller.Event event : events) {
      if (port.is(event.port())) {
        return event;
      }
    }
    return null;
  }

  private static double serve(WatchedPort port, Poller.Event event) throws NetmapException {
    NetmapException trouble = event.trouble();
    if (trouble != null) {
      port.suspend(trouble.error());
      return 0;
    }
    return port.drain();
  }

  private void gather() {
    try {
      boolean _ = closed.await(GATHER_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether no port will ever have anything again; a machine without ports may get some. */
  private static boolean allEnded(List<WatchedPort> watched) throws NetmapException {
    for (WatchedPort port : watched) {
      if (!port.ended()) {
        return false;
      }
    }
    return !watched.isEmpty();
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    closed.countDown();
    machine.close();
    others.close();
    poller.close();
    ports.close();
  }
}
