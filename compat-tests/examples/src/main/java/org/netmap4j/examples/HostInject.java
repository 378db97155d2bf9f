package org.netmap4j.examples;

import java.nio.file.Path;
import java.time.Duration;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.TxRing;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.PcapReader;

/** Gives the host's stack the packets of a savefile, as if they had come from the wire. */
public final class HostInject {
  private HostInject() {}

  /** Injects the whole file. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "HostInject INTERFACE FILE");
    try (NetmapPort port = Netmap.open("netmap:" + arguments[0] + "^")) {
      System.out.println(run(port, Path.of(arguments[1])) + " packets injected");
    }
  }

  /** Injects a file's packets into the host transmit ring of a port; answers how many. */
  static int run(NetmapPort port, Path file) throws NetmapException {
    TxRing ring =
        port.txRings().stream()
            .filter(each -> each.id().kind() == RingKind.HOST_TX)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(port.name() + " has no host transmit ring"));
    int count = 0;
    try (PcapReader reader = PcapReader.open(file)) {
      while (reader.next()) {
        byte[] packet = new byte[reader.capturedLength()];
        reader.data().get(packet);
        while (!ring.inject(packet)) {
          port.flush(Duration.ofSeconds(1));
        }
        count++;
      }
    }
    port.flush(Duration.ofSeconds(1));
    return count;
  }
}
