package org.netmap4j.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.Forward;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Poller;
import org.netmap4j.error.NetmapException;

/**
 * Joins two ports as a cable does. {@code Bridge netmap:eth0 netmap:eth0^} gives a NIC that is in
 * netmap mode back to its host.
 */
public final class Bridge {
  private Bridge() {}

  /** Runs until Ctrl-C. */
  public static void main(String[] arguments) throws Exception {
    Usage.need(arguments, 2, "Bridge PORT PORT");
    try (NetmapPort one = Netmap.open(arguments[0]);
        NetmapPort two = Netmap.open(arguments[1])) {
      run(one, two, new AtomicBoolean());
    }
  }

  /** Forwards both ways until it shall stop; answers how many packets were forwarded. */
  static long run(NetmapPort one, NetmapPort two, AtomicBoolean stop) throws NetmapException {
    List<Forward> ways = new ArrayList<>();
    ways.addAll(ways(one, two));
    ways.addAll(ways(two, one));
    long moved = 0;
    try (Poller poller = new Poller()) {
      poller.set(one, Set.of(Poller.Interest.RECEIVE));
      poller.set(two, Set.of(Poller.Interest.RECEIVE));
      while (!stop.get()) {
        for (Poller.Event event : poller.await(Duration.ofMillis(100))) {
          if (event.trouble() != null) {
            throw event.trouble();
          }
        }
        for (Forward way : ways) {
          moved += way.move(0);
        }
        one.txsync();
        two.txsync();
      }
    }
    return moved;
  }

  /** Each receive ring has its transmit ring. */
  private static List<Forward> ways(NetmapPort from, NetmapPort to) {
    List<Forward> ways = new ArrayList<>();
    for (int i = 0; i < from.rxRings().size(); i++) {
      ways.add(new Forward(from.rxRings().get(i), to.txRings().get(i % to.txRings().size())));
    }
    return ways;
  }
}
