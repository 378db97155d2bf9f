package org.netmap4j.compat.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.engine.kernel.KernelEngine;
import org.netmap4j.error.NetmapException;

/**
 * How many packets a second our sender and our receiver handle beside pkt-gen, in turn, on one
 * machine. Run it with {@code test-kernel --run 'java org.netmap4j.compat.kernel.Rates'}.
 *
 * <p>Sender and receiver each take a core; what pkt-gen sends to pkt-gen is the measure.
 */
final class Rates {
  private static final int ROUNDS = 5;
  private static final int BATCH = 512;
  private static final int LENGTH = 60;
  private static final int WARM_UP = 3_000_000;

  private final KernelEngine engine = new KernelEngine();
  private final String here;
  private final String there;
  private final int packets;

  private Rates(String here, String there, int packets) {
    this.here = here;
    this.there = there;
    this.packets = packets;
  }

  /** Measures over a pipe and over a VALE switch. */
  public static void main(String[] arguments) throws Exception {
    int packets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000_000;
    System.out.printf("%d packets of %d bytes, median of %d rounds%n", packets, LENGTH, ROUNDS);
    new Rates("netmap:kr{1", "netmap:kr}1", packets).compare();
    new Rates("vale1:ours", "vale1:theirs", packets).compare();
  }

  private void compare() throws Exception {
    send(WARM_UP);
    receive(WARM_UP);
    double[] theirs = new double[ROUNDS];
    double[] sends = new double[ROUNDS];
    double[] receives = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      theirs[i] = both();
      sends[i] = send(packets);
      receives[i] = receive(packets);
    }
    System.out.printf(
        "%s: pkt-gen to pkt-gen %.3f Mpps; our sender %.3f Mpps, ratio %.2f; our receiver %.3f Mpps,"
            + " ratio %.2f%n",
        here,
        median(theirs) / 1e6,
        median(sends) / 1e6,
        median(sends) / median(theirs),
        median(receives) / 1e6,
        median(receives) / median(theirs));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private App sender(String name, int count) throws Exception {
    return App.start(
        List.of(),
        "pkt-gen",
        "-i",
        name,
        "-f",
        "tx",
        "-l",
        "" + LENGTH,
        "-n",
        "" + count,
        "-w",
        "0",
        "-b",
        "" + BATCH);
  }

  private App receiver(String name) throws Exception {
    App receiver = App.start(List.of(), "pkt-gen", "-i", name, "-f", "rx", "-w", "0");
    receiver.await("waiting for initial packets");
    return receiver;
  }

  /** What came, by what pkt-gen says of itself. */
  private static double received(App receiver) throws Exception {
    receiver.interrupt();
    return receiver.number("Received (\\d+) packets")
        / receiver.number("Received .* in ([0-9.]+) seconds");
  }

  private double both() throws Exception {
    try (App receiver = receiver(there);
        App sender = sender(here, packets)) {
      sender.end();
      return received(receiver);
    }
  }

  private double send(int count) throws Exception {
    try (NetmapPort port = Netmap.port(here).engine(engine).open();
        App receiver = receiver(there)) {
      byte[] frame = Kernel.frame(1, LENGTH);
      int sent = 0;
      while (sent < count) {
        sent += fill(port.txRings().getFirst(), frame);
        port.txsync();
        if (port.txRings().getFirst().space() == 0) {
          boolean _ = port.awaitRoom(Duration.ofSeconds(1));
        }
      }
      port.flush(Duration.ofSeconds(10));
      return received(receiver);
    }
  }

  private static int fill(TxRing ring, byte[] frame) throws NetmapException {
    int filled = 0;
    while (filled < BATCH && ring.inject(frame)) {
      filled++;
    }
    return filled;
  }

  private double receive(int count) throws Exception {
    try (NetmapPort port = Netmap.port(here).engine(engine).open();
        App sender = sender(there, count)) {
      RxRing ring = port.rxRings().getFirst();
      long[] seen = new long[2];
      long first = 0;
      long last = 0;
      while (sender.process().isAlive() || port.awaitPackets(Duration.ofMillis(10))) {
        if (port.awaitPackets(Duration.ofMillis(10))) {
          last = System.nanoTime();
          first = first == 0 ? last : first;
          ring.receive(
              0,
              batch -> {
                seen[0] += batch.size();
                for (int i = 0; i < batch.size(); i++) {
                  seen[1] += batch.length(i);
                }
              });
        }
      }
      return seen[0] * 1e9 / (last - first);
    }
  }
}
