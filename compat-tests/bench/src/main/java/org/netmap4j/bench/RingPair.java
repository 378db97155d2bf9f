package org.netmap4j.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Has Java and C do the same in turn, a ring at a time, on the same buffers. */
@State(Scope.Thread)
public class RingPair {
  /** Something that is done with a full ring. */
  @FunctionalInterface
  interface Work<R> {
    /** Does it; answers something that depends on all of it. */
    long on(R ring) throws NetmapException;
  }

  private final BenchPort port = new BenchPort();
  private final BenchPort other = new BenchPort();
  private final JavaRing java = new JavaRing(port, other);
  private final @Nullable PeerRing peer = peer(port, other);

  /** On ports of its own. */
  public RingPair() {}

  private static @Nullable PeerRing peer(BenchPort port, BenchPort other) {
    Path library = Peer.library();
    return library == null ? null : new PeerRing(port, other, library);
  }

  /** Unmaps. */
  @TearDown(Level.Trial)
  public void close() {
    java.close();
  }

  /** One ring each. */
  long run(Turns turns, Work<JavaRing> ours, Work<PeerRing> theirs) throws NetmapException {
    long start = System.nanoTime();
    long sum = ours.on(java);
    long middle = System.nanoTime();
    long end = middle;
    if (peer != null) {
      sum += theirs.on(peer);
      end = System.nanoTime();
    }
    turns.turn(BenchPort.PACKETS, middle - start, end - middle);
    return sum;
  }
}
