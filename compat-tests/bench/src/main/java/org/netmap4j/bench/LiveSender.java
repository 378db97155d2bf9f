package org.netmap4j.bench;

import java.util.List;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacedSender;
import org.netmap4j.error.NetmapException;

/** Sends packets on an interface, by the embedded engine, and prints how long it took. */
final class LiveSender {
  private LiveSender() {}

  /** The arguments are the interface, packets, packets per second, bytes of a packet. */
  public static void main(String[] arguments) throws NetmapException {
    long count = Long.parseLong(arguments[1]);
    byte[] frame = Frames.frame(1, Integer.parseInt(arguments[3]));
    try (NetmapPort port = Netmap.open("netmap:" + arguments[0] + "/T")) {
      long start = System.nanoTime();
      long sent =
          new PacedSender(port, List.of(frame))
              .rate(Double.parseDouble(arguments[2]))
              .burst(32)
              .count(count)
              .run();
      System.out.println(sent + " " + (System.nanoTime() - start));
    }
  }
}
