package org.netmap4j.bench;

import java.util.concurrent.TimeUnit;
import org.netmap4j.bench.Listeners.Listener;
import org.netmap4j.bench.RingPair.Work;
import org.netmap4j.error.NetmapException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The questions: one for each {@link Row}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class RingBench {
  /** One class of listener. */
  @State(Scope.Thread)
  public static class One {
    private final Listener listener = Listeners.of(1)[0];
    private final Work<JavaRing> batch = java -> java.batch(listener);
    private final Work<JavaRing> cursor = java -> java.cursor(listener);
    private final Work<PeerRing> dispatch = peer -> peer.dispatch(0);
  }

  /** Four classes of listeners, each called for a ring in turn. */
  @State(Scope.Thread)
  public static class Four {
    private final Listener[] listeners = Listeners.of(4);
    private final Work<JavaRing> batch = java -> java.batch(listeners[turn()]);
    private final Work<JavaRing> cursor = java -> java.cursor(listeners[turn()]);
    private final Work<PeerRing> dispatch = peer -> peer.dispatch(turn());
    private int calls;

    /** The same for Java, and for C, which comes after. */
    private int turn() {
      int call = calls++;
      return (call >> 1) & 3;
    }
  }

  /** RxRing.receive and nm_dispatch. */
  @Benchmark
  public long batchOne(RingPair pair, Turns turns, One one) throws NetmapException {
    return pair.run(turns, one.batch, one.dispatch);
  }

  /** RxRing.receive and nm_dispatch. */
  @Benchmark
  public long batchFour(RingPair pair, Turns turns, Four four) throws NetmapException {
    return pair.run(turns, four.batch, four.dispatch);
  }

  /** RxRing.receive and the best plain loop. */
  @Benchmark
  public long batchLoop(RingPair pair, Turns turns, One one) throws NetmapException {
    return pair.run(turns, one.batch, PeerRing::loop);
  }

  /** NetmapPort.dispatch and nm_dispatch. */
  @Benchmark
  public long cursorOne(RingPair pair, Turns turns, One one) throws NetmapException {
    return pair.run(turns, one.cursor, one.dispatch);
  }

  /** NetmapPort.dispatch and nm_dispatch. */
  @Benchmark
  public long cursorFour(RingPair pair, Turns turns, Four four) throws NetmapException {
    return pair.run(turns, four.cursor, four.dispatch);
  }

  /** NetmapPort.nextPacket and nm_nextpkt. */
  @Benchmark
  public long nextPacket(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::nextPacket, PeerRing::nextpkt);
  }

  /** NetmapHandle.dispatch and nm_dispatch. */
  @Benchmark
  public long handleDispatch(HandlePair pair, Turns turns) throws NetmapException {
    return pair.dispatch(turns);
  }

  /** NetmapHandle.next and nm_nextpkt. */
  @Benchmark
  public long handleNext(HandlePair pair, Turns turns) throws NetmapException {
    return pair.next(turns);
  }

  /** NetmapHandle.inject and nm_inject. */
  @Benchmark
  public long handleInject(HandlePair pair, Turns turns) throws NetmapException {
    return pair.inject(turns);
  }

  /** NetmapPort.inject and nm_inject. */
  @Benchmark
  public long injectShort(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::injectShort, PeerRing::injectShort);
  }

  /** NetmapPort.inject and nm_inject. */
  @Benchmark
  public long injectLong(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::injectLong, PeerRing::injectLong);
  }

  /** Forward.move within a region, and bridge. */
  @Benchmark
  public long forwardSwap(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::exchange, PeerRing::exchange);
  }

  /** Forward.move between regions, and bridge. */
  @Benchmark
  public long forwardCopy(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::copyAcross, PeerRing::copyAcross);
  }

  /** A pipe between two threads, and C's. */
  @Benchmark
  public long pipe(PipePair pair, Turns turns) throws Exception {
    return pair.run(turns);
  }

  /** A switch. */
  @Benchmark
  public long vale(ValePorts ports, Turns turns) throws NetmapException {
    return ports.run(turns);
  }

  /** A pipe with a monitor, and one without. */
  @Benchmark
  public long monitor(MonitorPair pair, Turns turns) throws NetmapException {
    return pair.run(turns);
  }

  /** A sniffer on pcap4j woven, and on pcap4j as it is published. */
  @Benchmark
  public long sniffer(SnifferPair pair, Turns turns) throws Exception {
    return pair.run(turns);
  }

  /** A filter, and libpcap's bpf_filter. */
  @Benchmark
  public long filter(FilterPair pair, Turns turns) {
    return pair.run(turns);
  }

  /** Expressions compiled, and pcap_compile. */
  @Benchmark
  public long compileFilter(CompilePair pair, Turns turns) {
    return pair.run(turns);
  }

  /** NetmapPort.injectBatch and nm_inject. */
  @Benchmark
  public long injectBatchShort(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::batchInjectShort, PeerRing::injectShort);
  }

  /** NetmapPort.injectBatch and nm_inject. */
  @Benchmark
  public long injectBatchLong(RingPair pair, Turns turns) throws NetmapException {
    return pair.run(turns, JavaRing::batchInjectLong, PeerRing::injectLong);
  }

  /** A savefile read, and read by libpcap. */
  @Benchmark
  public long readFile(SavefilePair pair, Turns turns) throws NetmapException {
    return pair.read(turns);
  }

  /** A savefile written, and written by libpcap. */
  @Benchmark
  public long writeFile(SavefilePair pair, Turns turns) throws NetmapException {
    return pair.write(turns);
  }
}
