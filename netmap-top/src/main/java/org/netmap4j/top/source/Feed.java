package org.netmap4j.top.source;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.netmap4j.BatchHandler;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacketBatch;
import org.netmap4j.Poller;
import org.netmap4j.RxRing;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.model.Direction;

/**
 * The packets of rings, from ports that are opened for nothing else and only read. For one thread;
 * {@link #wake} for any.
 */
final class Feed implements AutoCloseable {
  /** Packets are let gather for so long, so that a busy port does not cost a wake-up each. */
  private static final long GATHER_NANOS = 1_000_000;

  private static final int FEW = 64;
  private static final long TROUBLE_NANOS = 100_000_000;

  private final String means;
  private final List<Lane> lanes;
  private final List<NetmapPort> ports;
  private final Poller poller;
  private final boolean uncounted;
  private long overruns;
  private @Nullable NetmapError trouble;
  private boolean full;
  private @Nullable IOException failure;

  /**
   * A ring that packets come from.
   *
   * @param port its port
   * @param ring the ring that is read
   * @param direction the way of the ring that is looked at
   */
  record Lane(NetmapPort port, RxRing ring, Direction direction) {
    /** The number of the ring that is looked at. */
    int number() {
      return ring.id().index();
    }
  }

  /** Who is given the packets. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes packet {@code i} of a batch.
     *
     * @param lane the number of its lane
     * @return whether there is a wish for more
     */
    boolean take(int lane, PacketBatch batch, int i) throws IOException;
  }

  /**
   * A feed, which has the ports from now on. All their receive rings are among the lanes: a ring
   * that nobody empties would keep the others from being filled.
   *
   * @param means how the packets are had, in words
   * @param uncounted whether the engine does not say what was lost on the way into the lanes
   */
  Feed(String means, List<Lane> lanes, boolean uncounted) throws NetmapException {
    this.means = means;
    this.lanes = List.copyOf(lanes);
    this.uncounted = uncounted;
    ports = lanes.stream().map(Lane::port).distinct().toList();
    try {
      poller = new Poller();
      for (NetmapPort port : ports) {
        poller.set(port, Set.of(Poller.Interest.RECEIVE));
      }
    } catch (NetmapException e) {
      ports.forEach(NetmapPort::close);
      throw e;
    }
  }

  String means() {
    return means;
  }

  List<Lane> lanes() {
    return lanes;
  }

  /**
   * Hands over what is there, or comes within the time.
   *
   * @return whether there is a wish for more
   * @throws IOException the sink's own; or a {@link NetmapException} where no packet will come
   */
  boolean serve(Duration patience, Sink sink) throws IOException {
    boolean ready = false;
    NetmapError found = null;
    for (Poller.Event event : poller.await(patience)) {
      ready |= event.receive();
      if (event.trouble() != null) {
        found = event.trouble().error();
        endIfFinal(event.trouble());
      }
    }
    trouble = found;
    if (found != null) {
      LockSupport.parkNanos(TROUBLE_NANOS);
    }
    int taken = 0;
    full = false;
    for (int i = 0; ready && i < lanes.size() && !full; i++) {
      taken += drain(i, sink);
    }
    if (failure != null) {
      throw failure;
    }
    if (taken > 0 && taken < FEW && !full) {
      LockSupport.parkNanos(GATHER_NANOS);
    }
    return !full;
  }

  /** An interface that is down may come up again. */
  private static void endIfFinal(NetmapException trouble) throws NetmapException {
    if (!(trouble.error() instanceof NetmapError.InterfaceDown down) || down.gone()) {
      throw trouble;
    }
  }

  private int drain(int number, Sink sink) throws NetmapException {
    RxRing ring = lanes.get(number).ring();
    if (uncounted && ring.available() >= ring.slots() - 1) {
      overruns++;
    }
    BatchHandler handler = batch -> hand(number, batch, sink);
    return ring.receive(0, handler);
  }

  private void hand(int lane, PacketBatch batch, Sink sink) {
    for (int i = 0; i < batch.size(); i++) {
      try {
        full = !sink.take(lane, batch, i);
      } catch (IOException e) {
        failure = e;
        full = true;
      }
      if (full) {
        if (i + 1 < batch.size()) {
          batch.leave(i + 1);
        }
        return;
      }
    }
  }

  /** Whether no packet will come any more and all that came were handed over. */
  boolean exhausted() throws NetmapException {
    for (NetmapPort port : ports) {
      if (!port.exhausted()) {
        return false;
      }
    }
    for (Lane lane : lanes) {
      if (lane.ring().available() > 0) {
        return false;
      }
    }
    for (NetmapPort port : ports) {
      Optional<NetmapError> last = port.trouble();
      if (last.isPresent()) {
        throw new NetmapException(last.get());
      }
    }
    return true;
  }

  /** Packets that were lost on the way into a lane, as far as they are counted. */
  long lost(int lane) throws NetmapException {
    Lane one = lanes.get(lane);
    return one.port().counters(one.ring().id()).map(RingCounters::dropped).orElse(0L);
  }

  /** Of all lanes. */
  long lost() throws NetmapException {
    long lost = 0;
    for (int i = 0; i < lanes.size(); i++) {
      lost += lost(i);
    }
    return lost;
  }

  /** Whether what is lost on the way into the lanes is counted. */
  boolean counts() {
    return !uncounted;
  }

  /** Whether packets may have been lost that nobody counts. */
  boolean leaky() {
    return overruns > 0;
  }

  /** What is wrong just now, in one line; null when nothing is. */
  @Nullable String trouble() {
    if (trouble != null) {
      return trouble.message();
    }
    return overruns == 0
        ? null
        : ("the monitor's ring was full %d times: packets may be missing here, not at the port, and "
                + "the module does not count them")
            .formatted(overruns);
  }

  /** Ends the wait of {@link #serve}. */
  void wake() {
    poller.wake();
  }

  @Override
  public void close() {
    poller.close();
    ports.forEach(NetmapPort::close);
  }
}
