package org.netmap4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long C takes per packet. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 6, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@OperationsPerInvocation(BenchPort.PACKETS)
public class PeerBench {
  /** Whose turn it is, of the four listeners. */
  @State(Scope.Thread)
  public static class Turn {
    private int turn;

    private int next() {
      turn = (turn + 1) % 4;
      return turn;
    }
  }

  /** As nm_dispatch, always with the same callback. */
  @Benchmark
  public long dispatchOne(PeerRing ring) {
    return ring.dispatch(0);
  }

  /** As nm_dispatch, with four callbacks in turn. */
  @Benchmark
  public long dispatchFour(PeerRing ring, Turn turn) {
    return ring.dispatch(turn.next());
  }

  /** The best plain loop. */
  @Benchmark
  public long loop(PeerRing ring) {
    return ring.loop();
  }

  /** As nm_nextpkt. */
  @Benchmark
  public long nextpkt(PeerRing ring) {
    return ring.nextpkt();
  }

  /** As nm_inject. */
  @Benchmark
  public long injectShort(PeerRing ring) {
    return ring.injectShort();
  }

  /** As nm_inject. */
  @Benchmark
  public long injectLong(PeerRing ring) {
    return ring.injectLong();
  }
}
