package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.compat.kernel.App;
import org.netmap4j.compat.kernel.Kernel;

/** One of the programs that pcap4j is published with, unmodified, on the module's ports. */
@Tag("kernel")
class KernelSwapTest {
  private static final String SAMPLE = "org.pcap4j.sample.GetNextPacket";
  private static final String UDP = "[UDP Header (8 bytes)]";

  private VethPair pair;

  @BeforeEach
  void network() throws Exception {
    Kernel.engine();
    assumeTrue(Commands.have("ping"), "no 'ping' on this machine (package iputils-ping)");
    pair = VethPair.create(1, 1500);
    pair.neighbours();
    for (String[] end : new String[][] {{pair.near, pair.a}, {pair.far, pair.b}}) {
      // frames of which the checksum is still to be computed do not pass a host ring
      Commands.ok("ip netns exec " + end[0] + " ethtool -K " + end[1] + " tx off gso off gro off");
    }
  }

  @AfterEach
  void remove() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  /** Prints so many packets of a port that a filter takes. */
  private Pcap4jRun start(String port, String filter, int count) throws Exception {
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(Pcap4jJars.jar("pcap4j-sample-"));
    Pcap4jRun run =
        Pcap4jRun.in(pair.near)
            .classPath(jars)
            .jvm(
                "-D" + SAMPLE + ".nifName=" + port,
                "-D" + SAMPLE + ".count=" + count,
                "-D" + SAMPLE + ".readTimeout=1000")
            .swapped()
            .program(SAMPLE, filter)
            .start();
    try {
      run.await(port + " (");
      return run;
    } catch (Exception e) {
      run.close();
      throw e;
    }
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  /** Sends datagrams until the program has what it wanted. */
  private static void feed(String from, String to, Pcap4jRun run) throws Exception {
    for (int i = 0; i < 100 && run.isAlive(); i++) {
      Traffic.datagrams(from, to, 1);
      Thread.sleep(100);
    }
    assertEquals(0, run.end(), run::all);
    assertEquals(5, count(run.text(), UDP), run::all);
  }

  /** pkt-gen, which takes the NIC from its host. */
  private App hold() throws Exception {
    List<String> near = List.of("ip", "netns", "exec", pair.near);
    App holder = App.start(near, "pkt-gen", "-i", "netmap:" + pair.a, "-f", "rx", "-w", "0");
    holder.await("waiting for initial packets");
    return holder;
  }

  /** Host rings show it only while somebody has the NIC's own. */
  @Test
  void whatTheStackSends() throws Exception {
    try (App _ = hold();
        Pcap4jRun run = start("netmap:" + pair.a + "^", "udp", 5)) {
      feed(pair.near, "192.0.2.2", run);
    }
  }

  @Test
  void aNicThatPktGenHolds() throws Exception {
    try (App holder = hold()) {
      try (Pcap4jRun run = start("netmap:" + pair.a + "/rt", "udp", 5)) {
        feed(pair.far, "192.0.2.1", run);
      }
      assertTrue(holder.process().isAlive(), holder.text());
      holder.interrupt();
      assertTrue(holder.number("Received (\\d+) packets") >= 5, holder.text());
    }
  }

  /** A namespace has switches of its own. */
  @Test
  void aPortOfASwitch() throws Exception {
    try (Pcap4jRun run = start("vale7:1", "udp", 5);
        App sender =
            App.start(
                List.of("ip", "netns", "exec", pair.near),
                "pkt-gen",
                "-i",
                "vale7:2",
                "-f",
                "tx",
                "-w",
                "0",
                "-n",
                "1000",
                "-R",
                "50",
                "-b",
                "1")) {
      assertEquals(0, run.end(), () -> run.all() + sender);
      assertEquals(5, count(run.text(), UDP), run::all);
    }
  }

  /** The host goes on, and each of its frames is seen. */
  @Test
  void inlineWhileTheHostPings() throws Exception {
    try (Pcap4jRun run = start("inline:" + pair.a, "icmp", 40)) {
      run.awaitFile("netmap");
      Thread.sleep(2000); // the NIC is taken, and the pump begins
      String ping = "ip netns exec " + pair.near + " ping -q -W 3 -i 0.1 -c 20 192.0.2.2";
      String said = Commands.run(List.of(ping.split(" "))).out();
      assertEquals(0, run.end(), run::all);
      assertEquals(20, count(run.text(), "Type: 8 (Echo)"), run::all);
      assertEquals(20, count(run.text(), "Type: 0 (Echo Reply)"), run::all);
      assertTrue(said.contains(" 0% packet loss"), said);
    }
  }
}
