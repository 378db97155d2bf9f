package org.netmap4j.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RingThreads;
import org.netmap4j.RxRing;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;

/** Opens each receive ring of a NIC by itself and gives it a thread of its own. */
public final class ThreadPerRing implements AutoCloseable {
  private static final int MAX_RINGS = 1024;

  private final AtomicLongArray counts = new AtomicLongArray(MAX_RINGS);
  private final RingThreads threads;

  /** Runs for so many seconds and says how many packets came on each ring. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "ThreadPerRing INTERFACE SECONDS [CORE...]");
    List<Integer> cores = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      cores.add(Integer.valueOf(arguments[i]));
    }
    try (ThreadPerRing all = new ThreadPerRing(Engines.choose(), arguments[0], cores)) {
      Thread.sleep(Long.parseLong(arguments[1]) * 1000);
      long[] counts = all.counts();
      for (int i = 0; i < counts.length; i++) {
        System.out.printf("ring %d: %,d packets%n", i, counts[i]);
      }
    }
  }

  /** On these cores, one for each ring; on any if there is none. */
  ThreadPerRing(Engine engine, String device, List<Integer> cores) throws NetmapException {
    threads =
        RingThreads.start(
            Netmap.port("netmap:" + device + "/R").engine(engine), cores, this::count);
  }

  private void count(int ring, NetmapPort port) throws NetmapException {
    for (RxRing packets : port.rxRings()) {
      counts.addAndGet(ring, packets.receive(0, batch -> {}));
    }
  }

  /** The packets of each ring so far. */
  long[] counts() {
    long[] all = new long[threads.rings()];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts.get(i);
    }
    return all;
  }

  @Override
  public void close() throws NetmapException {
    threads.close();
  }
}
