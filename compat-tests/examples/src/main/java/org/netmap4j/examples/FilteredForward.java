package org.netmap4j.examples;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.Forward;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacketFilter;
import org.netmap4j.RxRing;
import org.netmap4j.error.NetmapException;

/**
 * Forwards the packets of one ethertype from a port to another: by exchanging buffers where the two
 * are of one memory region, else by copying.
 */
public final class FilteredForward {
  private FilteredForward() {}

  /** Runs until Ctrl-C. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 3, "FilteredForward FROM TO ETHERTYPE, such as 0x0800");
    int type = Integer.decode(arguments[2]);
    try (NetmapPort from = Netmap.open(arguments[0]);
        NetmapPort to = Netmap.open(arguments[1])) {
      run(from, to, packet -> packet.length() >= 14 && packet.u16(12) == type, new AtomicBoolean());
    }
  }

  /** Forwards until it shall stop; answers how many packets were forwarded. */
  static long run(NetmapPort from, NetmapPort to, PacketFilter filter, AtomicBoolean stop)
      throws NetmapException {
    long moved = 0;
    while (!stop.get()) {
      if (from.awaitPackets(Duration.ofMillis(100))) {
        for (RxRing ring : from.rxRings()) {
          moved += new Forward(ring, to.txRings().getFirst()).moveIf(0, filter);
        }
        to.txsync();
        from.rxsync();
      }
    }
    return moved;
  }
}
