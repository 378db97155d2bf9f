package org.netmap4j.examples;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.CountingSink;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;

/** Opens each receive ring of a NIC by itself and gives it a thread of its own. */
public final class ThreadPerRing implements AutoCloseable {
  private final List<NetmapPort> rings = new ArrayList<>();
  private final List<CountingSink> sinks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Runs for so many seconds and says how many packets came on each ring. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "ThreadPerRing INTERFACE SECONDS");
    try (ThreadPerRing all = new ThreadPerRing(Engines.choose(), arguments[0])) {
      Thread.sleep(Long.parseLong(arguments[1]) * 1000);
      long[] counts = all.counts();
      for (int i = 0; i < counts.length; i++) {
        System.out.printf("ring %d: %,d packets%n", i, counts[i]);
      }
    }
  }

  ThreadPerRing(Engine engine, String device) throws NetmapException {
    try (NetmapPort whole = Netmap.port("netmap:" + device + "/R").engine(engine).open()) {
      for (int i = 0; i < whole.rxRings().size(); i++) {
        String name = "netmap:" + device + "-" + i + "/R";
        rings.add(Netmap.port(name).engine(engine).open());
      }
    } catch (NetmapException e) {
      rings.forEach(NetmapPort::close);
      throw e;
    }
    for (NetmapPort ring : rings) {
      CountingSink sink = new CountingSink(ring);
      sinks.add(sink);
      threads.add(Thread.ofPlatform().name(ring.name()).start(() -> run(sink)));
    }
  }

  private static void run(CountingSink sink) {
    try {
      sink.run();
    } catch (NetmapException e) {
      System.err.println(e.getMessage());
    }
  }

  /** The packets of each ring so far. */
  long[] counts() {
    return sinks.stream().mapToLong(CountingSink::packets).toArray();
  }

  @Override
  public void close() {
    sinks.forEach(CountingSink::stop);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing the ports ends them as well
    }
    rings.forEach(NetmapPort::close);
  }
}
