package org.netmap4j.pcap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.BatchHandler;
import org.netmap4j.Forward;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacketBatch;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * Has a NIC and its host exchange their packets as if the port were not there, without copying
 * them, and shows each to the handles on it. A thread of its own does it, and has the port's turn
 * as long as the port is open: so handles only ever read their copies, and a slow one loses its
 * copies, never the host's packets.
 */
final class InlinePump {
  private static final System.Logger LOG = System.getLogger(InlinePump.class.getName());

  /** Packets that are shown and moved in one go. */
  private static final int MOST = 256;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long FULL_NANOS = 100_000;
  private static final long TROUBLE_NANOS = 50_000_000;

  private final Station station;
  private final NetmapPort port;
  private final List<Way> ways = new ArrayList<>();
  private final Thread thread;
  private volatile @Nullable NetmapError trouble;
  private volatile boolean ending;

  private InlinePump(Station station) {
    this.station = station;
    port = station.port();
    connect(false, true);
    connect(true, false);
    thread = Thread.ofPlatform().daemon().name("inline " + port.name()).unstarted(this::run);
  }

  /** Starts on a port that has the rings of its NIC and of its host bound. */
  static InlinePump start(Station station) {
    InlinePump pump = new InlinePump(station);
    pump.thread.start();
    return pump;
  }

  private void connect(boolean fromHost, boolean toHost) {
    List<TxRing> to =
        port.txRings().stream().filter(ring -> ring.id().kind().host() == toHost).toList();
    Stream<RxRing> from =
        port.rxRings().stream().filter(ring -> ring.id().kind().host() == fromHost);
    if (!to.isEmpty()) {
      from.forEach(ring -> ways.add(new Way(ring, to.get(ring.id().index() % to.size()))));
    }
  }

  /** Why it cannot go on just now. */
  @Nullable NetmapError trouble() {
    return trouble;
  }

  /** One ring's packets on their way into another. */
  private final class Way implements BatchHandler {
    private final RxRing from;
    private final Forward forward;

    /** Packets at the ring's head that the handles have been shown, and that are still there. */
    private int shown;

    Way(RxRing from, TxRing to) {
      this.from = from;
      forward = new Forward(from, to);
    }

    @Override
    public void onBatch(PacketBatch batch) {
      shown = batch.size();
      station.offer(batch);
      batch.leave(0);
    }

    /** Moves what can be moved; answers whether it was anything. */
    boolean pass() throws NetmapException {
      boolean any = false;
      while (true) {
        if (shown == 0) {
          int _ = from.receive(MOST, this);
        }
        if (shown == 0) {
          return any;
        }
        long refused = forward.refused();
        int gone = forward.move(shown);
        gone += (int) (forward.refused() - refused);
        shown = Math.max(0, shown - gone);
        any |= gone > 0;
        if (gone == 0) {
          return any; // the other ring is full
        }
      }
    }
  }

  private void run() {
    if (!station.turn().take(Long.MAX_VALUE, () -> ending)) {
      return;
    }
    try {
      while (!ending) {
        step();
      }
    } finally {
      station.turn().free();
    }
  }

  private void step() {
    try {
      boolean any = pass();
      port.rxsync();
      trouble = null;
      if (any) {
        station.turn().poke();
      } else if (ways.stream().anyMatch(way -> way.shown > 0)) {
        LockSupport.parkNanos(FULL_NANOS);
      } else {
        boolean _ = port.awaitPackets(LOOK);
      }
    } catch (NetmapException e) {
      if (!ending) {
        stopped(e);
      }
    }
  }

  private boolean pass() throws NetmapException {
    boolean any = false;
    station.sending().lock();
    try {
      for (Way way : ways) {
        any |= way.pass();
      }
      port.txsync();
    } finally {
      station.sending().unlock();
    }
    return any;
  }

  /** Handles are told, and it goes on when it can: the host's traffic depends on it. */
  private void stopped(NetmapException e) {
    if (trouble == null) {
      LOG.log(System.Logger.Level.WARNING, "inline {0}: {1}", port.name(), e.getMessage());
    }
    trouble = e.error();
    station.turn().poke();
    LockSupport.parkNanos(TROUBLE_NANOS);
  }

  /** To be followed by the port's close, which ends its wait, and {@link #join}. */
  void end() {
    ending = true;
    station.turn().poke();
  }

  /** Waits until it has ended, but not for ever. */
  void join() {
    try {
      boolean _ = thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends all the same
    }
  }
}
