package org.netmap4j.compat.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.netmap4j.CountingSink;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacedSender;
import org.netmap4j.engine.kernel.KernelEngine;

/**
 * How many packets a second our sender and our receiver handle beside pkt-gen, in turn, on one
 * machine. Run it with {@code test-kernel --run 'java org.netmap4j.compat.kernel.Rates'}.
 *
 * <p>Other end is pkt-gen in every case. A sender is timed from its first packet until all have
 * left the ring; a receiver from its first packet until it has so many. A switch drops what its
 * receiver does not take in time: so a receiver there is to have only a part of what is sent.
 */
final class Rates {
  private static final int ROUNDS = 5;
  private static final int BATCH = 512;
  private static final int LENGTH = 60;

  private final KernelEngine engine = new KernelEngine();
  private final String here;
  private final String there;
  private final int packets;
  private final int enough;

  private Rates(String here, String there, int packets, int enough) {
    this.here = here;
    this.there = there;
    this.packets = packets;
    this.enough = enough;
  }

  /** Measures over a pipe and over a VALE switch. */
  public static void main(String[] arguments) throws Exception {
    int packets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    System.out.printf(
        "packets of %d bytes, batches of %d, median of %d rounds, Mpps%n", LENGTH, BATCH, ROUNDS);
    new Rates("netmap:kr{1", "netmap:kr}1", packets, packets - 1).compare();
    new Rates("vale1:ours", "vale1:theirs", packets, packets / 100).compare();
  }

  private void compare() throws Exception {
    send(); // once each before it counts: the code is compiled meanwhile
    receive();
    double[][] rates = new double[4][ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rates[0][i] = sendPktGen();
      rates[1][i] = send();
      rates[2][i] = receivePktGen();
      rates[3][i] = receive();
    }
    for (double[] rate : rates) {
      Arrays.sort(rate);
    }
    say("sender", rates[1][ROUNDS / 2], rates[0][ROUNDS / 2]);
    say("receiver", rates[3][ROUNDS / 2], rates[2][ROUNDS / 2]);
  }

  private void say(String what, double ours, double theirs) {
    System.out.printf(
        "%-12s %-8s  ours %.3f  pkt-gen %.3f  ratio %.2f%n",
        here, what, ours / 1e6, theirs / 1e6, ours / theirs);
  }

  private App sender(String name) throws Exception {
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
        "" + packets,
        "-w",
        "0",
        "-b",
        "" + BATCH);
  }

  /** Ends after {@code count} packets; 0 for never. */
  private static App receiver(String name, int count) throws Exception {
    App receiver =
        App.start(List.of(), "pkt-gen", "-i", name, "-f", "rx", "-w", "0", "-n", "" + count);
    receiver.await("waiting for initial packets");
    return receiver;
  }

  /** By what pkt-gen says of itself. */
  private static double rate(App app) throws Exception {
    app.end();
    return app.number("(?:Sent|Received) (\\d+) packets")
        / app.number("(?:Sent|Received) .* in ([0-9.]+) seconds");
  }

  private double sendPktGen() throws Exception {
    try (App receiver = receiver(there, 0);
        App sender = sender(here)) {
      double rate = rate(sender);
      receiver.interrupt();
      return rate;
    }
  }

  private double send() throws Exception {
    try (NetmapPort port = Netmap.port(here).engine(engine).open();
        App receiver = receiver(there, 0)) {
      PacedSender sender =
          new PacedSender(port, List.of(Kernel.frame(1, LENGTH))).burst(BATCH).count(packets);
      long start = System.nanoTime();
      sender.run();
      double rate = packets * 1e9 / (System.nanoTime() - start);
      receiver.interrupt();
      return rate;
    }
  }

  private double receivePktGen() throws Exception {
    try (App receiver = receiver(here, enough);
        App sender = sender(there)) {
      double rate = rate(receiver);
      sender.interrupt(); // what it sent last was not given back
      return rate;
    }
  }

  private double receive() throws Exception {
    try (NetmapPort port = Netmap.port(here).engine(engine).open();
        App sender = sender(there)) {
      CountingSink sink = new CountingSink(port).idle(Duration.ofSeconds(10));
      long seen = sink.count(1).run();
      long first = System.nanoTime();
      seen += sink.count(enough).run();
      double rate = enough * 1e9 / (System.nanoTime() - first);
      if (seen != 1 + enough || sink.bytes() < (long) enough * LENGTH) {
        throw new IllegalStateException(seen + " packets came: " + sender.text());
      }
      sink.idle(Duration.ofMillis(500)).count(Long.MAX_VALUE).run(); // so that the sender ends
      sender.end();
      return rate;
    }
  }
}
