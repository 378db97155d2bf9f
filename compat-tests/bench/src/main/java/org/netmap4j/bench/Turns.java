package org.netmap4j.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The times of two that do the same in turn, the library and its peer, and the median of each. The
 * two are microseconds apart, so whatever else the machine does disturbs both, and the median
 * leaves out the turns that it disturbed much.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public abstract class Turns {
  private static final int TURNS = 1 << 14;

  private final long[] javaTimes = new long[TURNS];
  private final long[] peerTimes = new long[TURNS];
  private int turns;

  /** Nothing measured yet. */
  protected Turns() {}

  /** Forgets the times. */
  @Setup(Level.Iteration)
  public void clear() {
    turns = 0;
  }

  /** Notes how long a turn took in nanoseconds; 0 of a peer that there is not. */
  final void turn(long java, long peer) {
    int i = turns++ & TURNS - 1;
    javaTimes[i] = java;
    peerTimes[i] = peer;
  }

  /** The packets of a turn. */
  public abstract double packets();

  /** Nanoseconds per packet: the median over the turns of Java. */
  public double javaNanos() {
    return median(javaTimes);
  }

  /** As {@link #javaNanos}, of the peer; 0 where there is none. */
  public double peerNanos() {
    return median(peerTimes);
  }

  /**
   * Sorts the times in place: they are not needed any more, and copies would count as allocated.
   */
  private double median(long[] times) {
    int count = Math.min(turns, TURNS);
    Arrays.sort(times, 0, count);
    return count == 0 ? 0 : times[count / 2] / packets();
  }
}
