package org.netmap4j.examples;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.netmap4j.NetmapPort;
import org.netmap4j.RingThreads;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.Cores;

/** Gives each receive ring of a NIC a thread and a core of its own. */
public final class ThreadPerRing implements AutoCloseable {
  private static final int MOST = 1024;

  private final AtomicLongArray counts = new AtomicLongArray(MOST);
  private final RingThreads threads;

  /** Runs for so many seconds and says how many packets came on each ring. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "ThreadPerRing INTERFACE SECONDS");
    try (ThreadPerRing all = new ThreadPerRing(Engines.choose(), arguments[0], Cores.allowed())) {
      Thread.sleep(Long.parseLong(arguments[1]) * 1000);
      long[] counts = all.counts();
      for (int i = 0; i < counts.length; i++) {
        System.out.printf("ring %d: %,d packets%n", i, counts[i]);
      }
    }
  }

  ThreadPerRing(Engine engine, String device, List<Integer> cores) throws NetmapException {
    threads =
        RingThreads.start(
            "netmap:" + device, port -> port.engine(engine).receiveOnly(), cores, this::serve);
  }

  private void serve(NetmapPort port) throws NetmapException {
    int ring = port.rxRings().getFirst().id().index();
    while (!port.exhausted()) {
      port.awaitPackets(Duration.ofSeconds(1));
      counts.addAndGet(ring, port.rxRings().getFirst().skip());
    }
  }

  /** The packets of each ring so far. */
  long[] counts() {
    long[] all = new long[threads.ports().size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts.get(i);
    }
    return all;
  }

  @Override
  public void close() {
    threads.close();
  }
}
