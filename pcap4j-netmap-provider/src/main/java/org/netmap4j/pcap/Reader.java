package org.netmap4j.pcap;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Reads for one handle: from its copies, else from the port, when it has the port's turn. */
final class Reader {
  /** What a read answers when no packet will ever come. */
  static final int ENDED = -1;

  private static final int BROKEN = NetmapHandle.BROKEN;

  /** Whoever has slept for a packet lets others come for so long. */
  private static final long COLLECTED = 1_000_000;

  private final String name;
  private final Station station;
  private final Intake intake;
  private final InPlace inPlace;
  private final boolean collects;
  private final BooleanSupplier interrupted = this::isInterrupted;
  private final BooleanSupplier changed = this::hasChanged;
  private final BooleanSupplier closing = this::isClosed;

  /** One thread reads at a time. */
  private final Turn reading = new Turn();

  /** Whether a read that is under way, or the next one, is to end. */
  private volatile boolean interruption;

  private volatile boolean closed;

  /** When the read that is under way began to wait; 0 while it has not: most reads never do. */
  private long waiting;

  /**
   * Reads what an intake takes of a port.
   *
   * @param collects whether packets may be collected for a while
   */
  Reader(String name, Station station, Intake intake, boolean collects) {
    this.name = name;
    this.station = station;
    this.intake = intake;
    this.collects = collects;
    inPlace = new InPlace(intake);
  }

  /**
   * Hands over at most {@code most} packets, as soon as there are any.
   *
   * @param nanos how long to wait for the first
   * @return how many; 0 when there was none in time; {@link #ENDED}, or {@link NetmapHandle#BROKEN}
   */
  int read(int most, CapturedHandler handler, long nanos) throws NetmapException {
    Objects.requireNonNull(handler);
    if (reading.mine()) {
      throw new IllegalStateException(
          name + ": a read within the handler of another; let the handler return first");
    }
    if (!reading.take(nanos, closing)) { // a break is for the read that is under way
      return closed ? BROKEN : 0;
    }
    try {
      return taken(most, handler, nanos);
    } finally {
      reading.free();
    }
  }

  private int taken(int most, CapturedHandler handler, long nanos) throws NetmapException {
    waiting = 0;
    long left = nanos;
    while (true) {
      if (interruption) {
        return broken();
      }
      int given = intake.drain(most, interrupted, handler);
      if (given == 0 && station.turn().mine()) {
        throw new IllegalStateException(
            name
                + ": a read within the handler of the capture that has the port's packets in hand");
      }
      if (given == 0 && (station.turn().take() || waitForTurn(left))) {
        given = look(most, handler, left);
      }
      if (given != 0) {
        return given;
      }
      Optional<NetmapError> trouble = station.trouble();
      if (trouble.isPresent() && !hasSomethingToDo()) {
        throw new NetmapException(trouble.get());
      }
      if (waiting != 0 && nanos != Long.MAX_VALUE) {
        left = nanos - (System.nanoTime() - waiting);
      }
      if (left <= 0 && !intake.hasCopies()) {
        return interruption ? broken() : 0;
      }
    }
  }

  private boolean waitForTurn(long nanos) {
    waits();
    return station.turn().take(nanos, changed);
  }

  /** To be called before anything that may take time. */
  private void waits() {
    if (waiting == 0) {
      long now = System.nanoTime();
      waiting = now == 0 ? 1 : now;
    }
  }

  /** Having the port's turn: hands over, or copies, what is there; sleeps when there is nothing. */
  private int look(int most, CapturedHandler handler, long left) throws NetmapException {
    try {
      intake.goOn(); // before looking for what would halt it
      if (hasSomethingToDo()) {
        return 0;
      }
      if (station.alone()) {
        int given = station.deliver(inPlace, most, handler);
        if (given > 0) {
          return given;
        }
      } else {
        station.distribute();
      }
      if (left <= 0 || hasSomethingToDo()) {
        return 0;
      }
      if (station.port().exhausted()) {
        return ended();
      }
      waits();
      station.await(left);
      if (collects) {
        LockSupport.parkNanos(Math.min(left, COLLECTED));
      }
      return 0;
    } catch (NetmapException e) {
      if (closed && e.error() instanceof NetmapError.Closed) {
        return BROKEN;
      }
      throw e;
    } finally {
      station.turn().free();
    }
  }

  private int ended() throws NetmapException {
    Optional<NetmapError> trouble = station.port().trouble();
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
    return ENDED;
  }

  private boolean isInterrupted() {
    return interruption;
  }

  private boolean isClosed() {
    return closed;
  }

  private boolean hasChanged() {
    return hasSomethingToDo() || station.trouble().isPresent();
  }

  private boolean hasSomethingToDo() {
    return interruption || intake.hasCopies();
  }

  /** A break ends one read; a close all of them. */
  private int broken() {
    interruption = false;
    if (closed) {
      interruption = true;
    }
    return BROKEN;
  }

  /** Ends the read that is under way, or the next one. */
  void interrupt() {
    interruption = true;
    intake.halt();
    reading.poke();
    station.wake();
  }

  /** Ends the read that is under way, and all others. */
  void close() {
    closed = true;
    interrupt();
  }
}
