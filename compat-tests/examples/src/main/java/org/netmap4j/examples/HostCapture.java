package org.netmap4j.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.error.NetmapException;

/**
 * Prints what the host's own stack sends through an interface: its host receive rings. On the
 * kernel module that is taken away from the wire, and only while the NIC's transmit rings are in
 * netmap mode as well.
 */
public final class HostCapture {
  private HostCapture() {}

  /** Runs until Ctrl-C, or for so many packets. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 1, "HostCapture INTERFACE [COUNT]");
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : Integer.MAX_VALUE;
    try (NetmapPort port = Netmap.open("netmap:" + arguments[0] + "^")) {
      run(port, count, System.out, new AtomicBoolean());
    }
  }

  /** Prints a line for each packet; answers how many came. */
  static int run(NetmapPort port, int count, Appendable out, AtomicBoolean stop)
      throws NetmapException, IOException {
    int seen = 0;
    while (seen < count && !stop.get()) {
      boolean _ = port.awaitPackets(Duration.ofMillis(100));
      for (Packet p = port.nextPacket(); p != null && seen < count; p = port.nextPacket()) {
        out.append("%s: %d bytes, ethertype 0x%04x%n".formatted(p.ring(), p.length(), type(p)));
        seen++;
      }
    }
    port.rxsync(); // gives the last ones back
    return seen;
  }

  private static int type(Packet packet) {
    return packet.length() >= 14 ? packet.u16(12) : 0;
  }
}
