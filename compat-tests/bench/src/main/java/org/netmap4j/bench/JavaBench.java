package org.netmap4j.bench;

import java.util.concurrent.TimeUnit;
import org.netmap4j.bench.Listeners.Listener;
import org.netmap4j.error.NetmapException;
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

/** How long the library takes per packet; {@link PeerBench} has the counterparts. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 6, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@OperationsPerInvocation(BenchPort.PACKETS)
public class JavaBench {
  /** One class of listener. */
  @State(Scope.Thread)
  public static class One {
    private final Listener listener = Listeners.of(1)[0];
  }

  /** Four classes of listeners, each called for a ring in turn. */
  @State(Scope.Thread)
  public static class Four {
    private final Listener[] listeners = Listeners.of(4);
    private int turn;

    private Listener next() {
      turn = (turn + 1) % listeners.length;
      return listeners[turn];
    }
  }

  /** RxRing.receive. */
  @Benchmark
  public long batchOne(JavaRing ring, One one) throws NetmapException {
    return ring.batch(one.listener);
  }

  /** RxRing.receive. */
  @Benchmark
  public long batchFour(JavaRing ring, Four four) throws NetmapException {
    return ring.batch(four.next());
  }

  /** NetmapPort.dispatch. */
  @Benchmark
  public long cursorOne(JavaRing ring, One one) throws NetmapException {
    return ring.cursor(one.listener);
  }

  /** NetmapPort.dispatch. */
  @Benchmark
  public long cursorFour(JavaRing ring, Four four) throws NetmapException {
    return ring.cursor(four.next());
  }

  /** NetmapPort.nextPacket. */
  @Benchmark
  public long nextPacket(JavaRing ring) throws NetmapException {
    return ring.nextPacket();
  }

  /** NetmapPort.inject. */
  @Benchmark
  public int injectShort(JavaRing ring) throws NetmapException {
    return ring.injectShort();
  }

  /** NetmapPort.inject. */
  @Benchmark
  public int injectLong(JavaRing ring) throws NetmapException {
    return ring.injectLong();
  }
}
