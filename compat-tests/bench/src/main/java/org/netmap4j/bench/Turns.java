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
public class Turns {
  private static final int TURNS = 1 << 14;

  private final long[] javaTimes = new long[TURNS];
  private final long[] peerTimes = new long[TURNS];
  private int turns;
  private double packets;
  private double quantile = 0.5;

  /** Nothing measured yet. */
  public Turns() {}

  /** Forgets the times. */
  @Setup(Level.Iteration)
  public void clear() {
    turns = 0;
  }

  /**
   * Notes a turn.
   *
   * @param count the packets that it handled, the same in all turns
   * @param java how many nanoseconds it took
   * @param peer how many the peer took, 0 if there is none
   */
  final void turn(double count, long java, long peer) {
    packets = count;
    int i = turns++ & TURNS - 1;
    javaTimes[i] = java;
    peerTimes[i] = peer;
  }

  /** Two threads take part in each turn. */
  final void ofTwoThreads() {
    quantile = 0.1;
  }

  /** The packets of a turn. */
  public double packets() {
    return packets;
  }

  /** Nanoseconds per packet in a typical turn of Java. */
  public double javaNanos() {
    return typical(javaTimes);
  }

  /** As {@link #javaNanos}, of the peer; 0 where there is none. */
  public double peerNanos() {
    return typical(peerTimes);
  }

  /**
   * Sorts the times in place: they are not needed any more, and copies would count as allocated.
   */
  private double typical(long[] times) {
    int count = Math.min(turns, TURNS);
    Arrays.sort(times, 0, count);
    return count == 0 ? 0 : times[(int) (count * quantile)] / packets;
  }
}
