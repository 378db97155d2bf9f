package org.netmap4j.compat;

import java.io.IOException;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;

/** Takes packets into its rings and reads none, until it has been stopped and woken again. */
public final class Hoarder {
  private static final long STOPPED_NANOS = 700_000_000;

  private Hoarder() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (NetmapPort port = Netmap.port(args[0]).open()) {
      System.out.println("ready");
      boolean full = false;
      boolean reads = false;
      long before = System.nanoTime();
      while (true) {
        port.rxsync();
        if (!full && isFull(port)) {
          full = true;
          System.out.println("full");
        }
        long now = System.nanoTime();
        if (full && !reads && now - before > STOPPED_NANOS) {
          reads = true;
          System.out.println("reads");
        }
        if (reads) {
          for (RxRing ring : port.rxRings()) {
            ring.skip();
          }
        }
        before = now;
        Thread.sleep(20);
      }
    }
  }

  private static boolean isFull(NetmapPort port) throws IOException {
    for (RxRing ring : port.rxRings()) {
      if (ring.available() == ring.slots() - 1) {
        return true;
      }
    }
    return false;
  }
}
