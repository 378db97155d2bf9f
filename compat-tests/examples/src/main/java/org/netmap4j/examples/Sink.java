package org.netmap4j.examples;

import org.netmap4j.CountingSink;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.error.NetmapException;

/** Takes all packets of a port and says each second how many came. */
public final class Sink {
  private Sink() {}

  /** Runs until Ctrl-C, or for so many seconds. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 1, "Sink PORT [SECONDS]");
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : Integer.MAX_VALUE;
    try (NetmapPort port = Netmap.open(arguments[0])) {
      System.out.println(port);
      run(port, seconds, System.out);
    }
  }

  /** Prints a line each second; answers how many packets came. */
  static long run(NetmapPort port, int seconds, Appendable out) throws Exception {
    CountingSink sink = new CountingSink(port);
    Thread reader = Thread.ofPlatform().name("sink").unstarted(() -> read(sink));
    reader.start();
    long packets = 0;
    long bytes = 0;
    for (int i = 0; i < seconds && reader.isAlive(); i++) {
      Thread.sleep(1000);
      out.append(
          "%,d packets/s, %,d bits/s%n"
              .formatted(sink.packets() - packets, (sink.bytes() - bytes) * 8));
      packets = sink.packets();
      bytes = sink.bytes();
    }
    sink.stop();
    reader.join();
    return sink.packets();
  }

  private static void read(CountingSink sink) {
    try {
      sink.run();
    } catch (NetmapException e) {
      System.err.println(e.getMessage());
    }
  }
}
