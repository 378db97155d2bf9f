package org.netmap4j.bench;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Has Java and C do the same in turn, a ring at a time, on the same buffers, and answers the median
 * time of each. The two are microseconds apart, so whatever else the machine does disturbs both,
 * and the median leaves out the rings that it disturbed much.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class RingPair {
  /** Something that is done with a full ring. */
  @FunctionalInterface
  interface Work<R> {
    /** Does it; answers something that depends on all of it. */
    long on(R ring) throws NetmapException;
  }

  private static final int RINGS = 1 << 14;

  private final BenchPort port = new BenchPort();
  private final JavaRing java = new JavaRing(port);
  private final @Nullable PeerRing peer = peer(port);
  private final long[] javaTimes = new long[RINGS];
  private final long[] peerTimes = new long[RINGS];
  private int rings;

  /** On a port of its own. */
  public RingPair() {}

  private static @Nullable PeerRing peer(BenchPort port) {
    Path library = Peer.library();
    return library == null ? null : new PeerRing(port, library);
  }

  /** Forgets the times. */
  @Setup(Level.Iteration)
  public void clear() {
    rings = 0;
  }

  /** Unmaps. */
  @TearDown(Level.Trial)
  public void close() {
    java.close();
  }

  /** One ring each. */
  long run(Work<JavaRing> ours, Work<PeerRing> theirs) throws NetmapException {
    int i = rings++ & RINGS - 1;
    long start = System.nanoTime();
    long sum = ours.on(java);
    long middle = System.nanoTime();
    javaTimes[i] = middle - start;
    if (peer != null) {
      sum += theirs.on(peer);
      peerTimes[i] = System.nanoTime() - middle;
    }
    return sum;
  }

  /** Nanoseconds per packet: the median over the rings of Java. */
  public double javaNanos() {
    return median(javaTimes);
  }

  /** As {@link #javaNanos}, of C; 0 where there is none. */
  public double peerNanos() {
    return median(peerTimes);
  }

  /**
   * Sorts the times in place: they are not needed any more, and copies would count as allocated.
   */
  private double median(long[] times) {
    int count = Math.min(rings, RINGS);
    Arrays.sort(times, 0, count);
    return count == 0 ? 0 : (double) times[count / 2] / BenchPort.PACKETS;
  }
}
