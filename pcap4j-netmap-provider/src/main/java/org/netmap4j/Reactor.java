package org.netmap4j;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.netmap4j.Poller.Event;
import org.netmap4j.Poller.Interest;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * Asynchronous use of any number of ports with one thread, its own: stages that complete when a
 * port is ready, packets as a {@link Flow}, and a flow into a port.
 *
 * <p><b>Ownership.</b> While a stage is pending, the rings that it is about belong to the reactor,
 * which syncs them; from its completion on they are the caller's. The receive rings of a port whose
 * packets are subscribed to, and the transmit rings of one that has a sender, belong to the reactor
 * until that is over.
 *
 * <p>Everything that it calls (subscribers, what hangs on stages) runs on its thread, and must not
 * block it.
 */
public final class Reactor implements AutoCloseable {
  /** How long a port may have come to its end before that is noticed. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Something that waits for a port; called on the reactor's thread only. */
  interface Waiter {
    NetmapPort port();

    /** What for, now: an empty set for nothing at the moment. */
    Set<Interest> interests();

    /** It is there. */
    void ready() throws NetmapException;

    /** Whether it waits no more. */
    boolean over() throws NetmapException;

    /** The port cannot be waited on: it has trouble, or is closed. */
    void failed(NetmapException cause);
  }

  private final Poller poller = new Poller("reactor");

  /** What was asked for by other threads; also the lock of {@link #ended}. */
  private final Queue<Waiter> asked = new ArrayDeque<>();

  private final List<Waiter> waiters = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private boolean ended;

  /** Starts its thread, which keeps no JVM alive. */
  public Reactor() throws NetmapException {
    thread = Thread.ofPlatform().daemon().name("netmap-reactor").start(this::run);
  }

  /** Completes when there are packets to read: {@link NetmapPort#awaitPackets}, later. */
  public CompletionStage<NetmapPort> readable(NetmapPort port) {
    return when(port, Interest.RECEIVE);
  }

  /** Completes when there is room to send: {@link NetmapPort#awaitRoom}, later. */
  public CompletionStage<NetmapPort> writable(NetmapPort port) {
    return when(port, Interest.TRANSMIT);
  }

  private CompletionStage<NetmapPort> when(NetmapPort port, Interest interest) {
    Once once = new Once(port, EnumSet.of(interest), new CompletableFuture<>());
    add(once);
    return once.stage.minimalCompletionStage();
  }

  /**
   * The packets of a port's receive rings, copied, as they come. As long as nobody requests any
   * they stay in the rings, which run full. It completes when the port is closed or at its end, and
   * fails when the port has trouble. For one subscriber at a time.
   */
  public Flow.Publisher<byte[]> packets(NetmapPort port) {
    return new PacketPublisher(this, port);
  }

  /** Sends what flows into it; it requests no more than the rings take. */
  public PacketSender sender(NetmapPort port) {
    PacketSender sender = new PacketSender(this, port);
    add(sender);
    return sender;
  }

  /** Begins to wait. */
  void add(Waiter waiter) {
    boolean late;
    synchronized (asked) {
      late = ended;
      if (!late) {
        asked.add(waiter);
      }
    }
    if (late) {
      waiter.failed(closed());
    } else {
      wake();
    }
  }

  /** Has the thread look again: what a waiter waits for has changed. */
  void wake() {
    if (!Thread.currentThread().equals(thread)) {
      poller.wake();
    }
  }

  private static NetmapException closed() {
    return new NetmapException(new NetmapError.Closed("reactor"));
  }

  /** Ends the thread; what still waits fails. The ports stay open. */
  @Override
  public void close() {
    closed = true;
    poller.wake();
    if (!Thread.currentThread().equals(thread)) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        begin();
        watch();
        for (Event event : poller.await(LOOK)) {
          handle(event);
        }
        waiters.removeIf(Reactor::isOver);
      }
    } catch (NetmapException e) {
      // only close() closes the poller
    } finally {
      synchronized (asked) {
        ended = true;
      }
      begin();
      poller.close();
      waiters.forEach(waiter -> waiter.failed(closed()));
    }
  }

  private void begin() {
    synchronized (asked) {
      waiters.addAll(asked);
      asked.clear();
    }
  }

  /** Tells the poller what is waited for now. */
  private void watch() {
    Set<NetmapPort> ports = new LinkedHashSet<>();
    waiters.forEach(waiter -> ports.add(waiter.port()));
    for (NetmapPort port : ports) {
      Set<Interest> interests = EnumSet.noneOf(Interest.class);
      for (Waiter waiter : of(port)) {
        interests.addAll(waiter.interests());
      }
      try {
        if (interests.isEmpty()) {
          poller.remove(port);
        } else {
          poller.set(port, interests);
        }
      } catch (NetmapException e) {
        fail(port, e);
      }
    }
  }

  private List<Waiter> of(NetmapPort port) {
    return waiters.stream().filter(waiter -> waiter.port() == port).toList();
  }

  private void fail(NetmapPort port, NetmapException cause) {
    List<Waiter> failed = of(port);
    waiters.removeAll(failed);
    failed.forEach(waiter -> waiter.failed(cause));
    poller.remove(port);
  }

  private void handle(Event event) {
    if (event.trouble() != null) {
      fail(event.port(), event.trouble());
      return;
    }
    for (Waiter waiter : of(event.port())) {
      Set<Interest> interests = waiter.interests();
      if ((event.receive() && interests.contains(Interest.RECEIVE))
          || (event.transmit() && interests.contains(Interest.TRANSMIT))) {
        try {
          waiter.ready();
        } catch (NetmapException e) {
          waiters.remove(waiter);
          waiter.failed(e);
        }
      }
    }
  }

  private static boolean isOver(Waiter waiter) {
    try {
      if (!waiter.over()) {
        waiter.port().ensureOpen();
        return false;
      }
    } catch (NetmapException e) {
      waiter.failed(e);
    }
    return true;
  }

  private record Once(NetmapPort port, Set<Interest> interests, CompletableFuture<NetmapPort> stage)
      implements Waiter {
    @Override
    public void ready() {
      stage.complete(port);
    }

    @Override
    public boolean over() {
      return stage.isDone();
    }

    @Override
    public void failed(NetmapException cause) {
      stage.completeExceptionally(cause);
    }
  }
}
