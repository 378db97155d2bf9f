package org.netmap4j.engine;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * A port registered with an engine: one netmap descriptor.
 *
 * <p>The two syncs and the counters may be called from several threads; a ring that is being synced
 * by another thread is skipped, as in the module. {@link #close} is called once, when no other call
 * is under way and none will follow; it undoes everything in reverse.
 */
public interface Registration extends AutoCloseable {
  /** The port's region, whole. It lives until {@link #close}. */
  MemorySegment region();

  /** What was registered. */
  RegisterReply reply();

  /**
   * NIOCRXSYNC: takes back what was released, publishes what has arrived, on every receive ring
   * bound. Does not wait.
   *
   * @throws NetmapException the interface is down or gone; in strict mode also bad indices
   */
  void rxsync() throws NetmapException;

  /**
   * NIOCTXSYNC: sends what was queued, gives back the slots that are done with, on every transmit
   * ring bound. Does not wait.
   *
   * @throws NetmapException the interface is down or gone; in strict mode also bad indices
   */
  void txsync() throws NetmapException;

  /**
   * What becomes ready when {@link #rxsync} may find packets.
   *
   * @throws NetmapException the system refuses to make it
   */
  List<WaitSource> receiveSources() throws NetmapException;

  /**
   * What becomes ready when {@link #txsync} may find room.
   *
   * @throws NetmapException the system refuses to make it
   */
  List<WaitSource> transmitSources() throws NetmapException;

  /** Looks after one thread at a time that sleeps on them; whoever takes it closes it. */
  default SleepWatch sleepWatch() {
    return SleepWatch.NONE;
  }

  /**
   * When a sync may find something without any source becoming ready, on the clock of {@link
   * System#nanoTime}; {@link Long#MAX_VALUE} for never.
   *
   * <p>To be asked after a sync that found nothing and before each sleep: an engine may leave its
   * sources silent for who did not ask.
   */
  long nextEventNanos();

  /** Asks, at the price of a system call, whether something is wrong with the port. */
  Optional<NetmapError> trouble();

  /** Whether no packet will ever arrive again, as after the end of a savefile. */
  boolean exhausted();

  /** Whether the host's stack goes on with every frame, as if the port were not there. */
  default boolean taps() {
    return false;
  }

  /**
   * When the packet of each slot of a receive ring arrived, in nanoseconds since the epoch; of a
   * packet over several slots the first one's counts. Written before the slots are published. Empty
   * where no more is known than the time of the sync, which stands in the ring.
   */
  default long[] arrivals(RingId ring) {
    return new long[0];
  }

  /** What went through a ring; empty where the engine does not count. */
  Optional<RingCounters> counters(RingId ring);

  @Override
  void close();
}
