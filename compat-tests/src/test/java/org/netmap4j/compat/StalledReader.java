package org.netmap4j.compat;

import java.time.Duration;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.engine.embedded.EmbeddedEngine;

/**
 * A program whose reader stalls: it lets its ring fill up, looks at it for a while without reading,
 * then reads everything, and begins again, until it is ended.
 */
final class StalledReader {
  private static final int ROUNDS = 100;

  private StalledReader() {}

  public static void main(String[] arguments) throws Exception {
    try (NetmapPort port = Netmap.port(arguments[0]).engine(EmbeddedEngine.shared()).open()) {
      RxRing ring = port.rxRings().getFirst();
      while (true) {
        port.awaitPackets(Duration.ofMillis(100));
        for (int i = 0; i < ROUNDS && ring.available() == ring.slots() - 1; i++) {
          Thread.sleep(5);
        }
        if (ring.available() == ring.slots() - 1) {
          ring.skip();
        } else {
          port.rxsync(); // more, until it is full
          Thread.sleep(1);
        }
      }
    }
  }
}
