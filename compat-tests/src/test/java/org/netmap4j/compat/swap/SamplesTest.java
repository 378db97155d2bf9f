package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;
import org.netmap4j.savefile.TimestampUnit;

/**
 * The programs that pcap4j is published with, unmodified, on the embedded engine: where there is no
 * libpcap at all.
 */
class SamplesTest {
  private static final String SAMPLES = "org.pcap4j.sample.";

  /** NifSelector shows the pair's interface first: it is up and no loopback. */
  private static final String FIRST = "0\n";

  /** What a datagram of {@link Traffic} is: 14, 20, 8 and 100 bytes. */
  private static final int DATAGRAM = 142;

  private static final Pattern TIME =
      Pattern.compile("(?m)^20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+$");

  @TempDir private Path folder;

  private Pcap4jRun.Launch sample(VethPair pair, String name, String... arguments) {
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(Pcap4jJars.jar("pcap4j-sample-"));
    List<String> main = new ArrayList<>(List.of(SAMPLES + name));
    main.addAll(List.of(arguments));
    return Pcap4jRun.in(pair.near)
        .withoutLibpcap()
        .in(folder)
        .classPath(jars)
        .stdin(FIRST)
        .program(main.toArray(String[]::new));
  }

  /** Sends a datagram at a time from the far end until the program has what it wanted. */
  private static void feed(VethPair pair, Pcap4jRun run) throws Exception {
    for (int i = 0; i < 300 && run.isAlive(); i++) {
      Traffic.datagrams(pair.far, "192.0.2.1", 1);
      Thread.sleep(100);
    }
    assertEquals(0, run.end(), run::all);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static VethPair pair() throws IOException {
    VethPair pair = VethPair.create(1, 1500);
    pair.neighbours();
    return pair;
  }

  /** What the tests below rest on. */
  @Test
  void thereIsNoLibpcapToBeFound() throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun stock = sample(pair, "Loop").start()) {
      assertEquals(1, stock.end(), stock::all);
      assertTrue(
          stock.errors().contains("java.lang.UnsatisfiedLinkError: Unable to load library 'pcap'"),
          stock::all);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Loop", "GetNextPacket", "GetNextPacketEx"})
  void packetsArePrinted(String name) throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run = sample(pair, name, "udp and dst host 192.0.2.1").swapped().start()) {
      feed(pair, run);
      String text = run.text();
      assertEquals(5, count(text, "[Ethernet Header (14 bytes)]"), run::all);
      assertEquals(5, count(text, "[UDP Header (8 bytes)]"), run::all);
      assertEquals(5, count(text, "Destination port: 9 "), run::all);
      assertEquals(5, TIME.matcher(text).results().count(), run::all);
      if (!name.endsWith("Ex")) {
        assertTrue(
            text.matches("(?s).*\nps_recv: ([5-9]|\\d\\d+)\nps_drop: 0\nps_ifdrop: 0\n"), run::all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LoopRaw", "GetNextRawPacket", "GetRawNextPacketEx"})
  void bytesArePrinted(String name) throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run = sample(pair, name, "udp").swapped().start()) {
      feed(pair, run);
      List<String> packets =
          run.text().lines().filter(it -> it.matches("([0-9a-f]{2} ?){60,}")).toList();
      assertEquals(5, packets.size(), run::all);
      for (String packet : packets) {
        assertEquals(DATAGRAM * 3 - 1, packet.strip().length(), packet);
        assertEquals("08 00 45", packet.substring(36, 44), packet);
      }
    }
  }

  /** By a port's name, with times in nanoseconds. */
  @Test
  void aPortsNameIsTaken() throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run =
            sample(pair, "GetNextPacket", "udp")
                .swapped()
                .jvm(
                    "-D" + SAMPLES + "GetNextPacket.nifName=netmap:" + pair.a,
                    "-D" + SAMPLES + "GetNextPacket.timestampPrecision.nano=true",
                    "-D" + SAMPLES + "GetNextPacket.count=2")
                .start()) {
      feed(pair, run);
      assertTrue(run.text().contains("netmap:" + pair.a + " ("), run::all);
      assertTrue(run.text().contains("IP address: /192.0.2.1"), run::all);
      assertEquals(2, count(run.text(), "[UDP Header (8 bytes)]"), run::all);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dump", "DumpLoop"})
  void packetsAreWritten(String name) throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run = sample(pair, name, "udp").swapped().start()) {
      feed(pair, run);
      List<Integer> lengths = lengths(folder.resolve(name + ".pcap"));
      assertEquals(List.of(DATAGRAM, DATAGRAM, DATAGRAM, DATAGRAM, DATAGRAM), lengths);
    }
  }

  private static List<Integer> lengths(Path file) throws IOException {
    List<Integer> lengths = new ArrayList<>();
    try (SavefileReader reader = Savefiles.open(file)) {
      assertEquals(1, reader.linktype());
      while (reader.next()) {
        lengths.add(reader.capturedLength());
      }
    }
    return lengths;
  }

  /** Its listeners take five seconds each, and overlap. */
  @Test
  void heavyLoopGoesOnWhileItsListenersWork() throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run = sample(pair, "HeavyLoop").swapped().start()) {
      run.await("(null)");
      for (int i = 0; i < 100 && count(run.text(), "start a heavy task") < 5; i++) {
        Traffic.datagrams(pair.far, "192.0.2.1", 1);
        Thread.sleep(100);
      }
      assertEquals(5, count(run.text(), "start a heavy task"), run::all);
      assertEquals(0, run.end(), run::all);
      assertEquals(5, count(run.text(), "done"), run::all);
    }
  }

  private Path savefile(String name, Supplier<List<byte[]>> packets) throws IOException {
    Path file = folder.resolve(name);
    PcapHeader header = new PcapHeader(TimestampUnit.MICROS, ByteOrder.nativeOrder(), 65536, 1);
    try (PcapWriter writer = PcapWriter.create(file, header)) {
      long nanos = 1_700_000_000_123_456_000L;
      for (byte[] packet : packets.get()) {
        writer.write(nanos, packet, 0, packet.length, packet.length);
        nanos += 1_000_000;
      }
    }
    return file;
  }

  private static byte[] echo(int sequence) {
    byte[] packet = new byte[74];
    packet[12] = 8;
    byte[] ip = {0x45, 0, 0, 60, 0, 1, 0, 0, 64, 1, 0, 0, (byte) 192, 0, 2, 2, (byte) 192, 0, 2, 1};
    System.arraycopy(ip, 0, packet, 14, ip.length);
    packet[34] = 8;
    packet[41] = (byte) sequence;
    return packet;
  }

  @Test
  void aSavefileIsRead() throws Exception {
    Path file = savefile("in.pcap", () -> List.of(echo(1), echo(2), echo(3)));
    try (VethPair pair = pair();
        Pcap4jRun run =
            sample(pair, "ReadPacketFile")
                .swapped()
                .jvm("-D" + SAMPLES + "ReadPacketFile.pcapFile=" + file)
                .start()) {
      assertEquals(0, run.end(), run::all);
      assertEquals(3, count(run.text(), "[ICMPv4 Common Header (4 bytes)]"), run::all);
      assertEquals(3, TIME.matcher(run.text()).results().count(), run::all);
      assertTrue(run.text().contains(":20.124456\n"), run::all);
      assertTrue(run.text().endsWith("EOF\n"), run::all);
    }
  }

  @Test
  void savefilesAreMerged() throws Exception {
    Path one = savefile("one.pcap", () -> List.of(echo(1), echo(2)));
    Path two = savefile("two.pcap", () -> List.of(echo(3)));
    try (VethPair pair = pair();
        Pcap4jRun run =
            sample(pair, "PcapFileMerger", one.toString(), two.toString()).swapped().start()) {
      assertEquals(0, run.end(), run::all);
      byte[] first = Files.readAllBytes(one);
      byte[] second = Files.readAllBytes(two);
      byte[] merged = Files.readAllBytes(folder.resolve("PcapFileMerger.pcap"));
      assertEquals(first.length + second.length - 24, merged.length);
      assertEquals(
          -1, java.util.Arrays.mismatch(first, java.util.Arrays.copyOf(merged, first.length)));
    }
  }

  private static String address(String namespace, String device) throws IOException {
    return Commands.ok("ip netns exec " + namespace + " cat /sys/class/net/" + device + "/address")
        .strip();
  }

  /** Two handles on one interface, one sends and one waits; the far end's stack answers. */
  @Test
  void anArpRequestIsAnswered() throws Exception {
    try (VethPair pair = pair()) {
      Commands.ok("ip -n " + pair.far + " addr add 192.0.2.50/24 dev " + pair.b);
      try (Pcap4jRun run = sample(pair, "SendArpRequest", "192.0.2.50").swapped().start()) {
        assertEquals(0, run.end(), run::all);
        assertTrue(
            run.text().endsWith("192.0.2.50 was resolved to " + address(pair.far, pair.b) + "\n"),
            run::all);
      }
    }
  }

  /** Fragments go out as they were made: the far end's stack puts them together, and answers. */
  @Test
  void fragmentedEchoesAreAnsweredAndPutTogether() throws Exception {
    Path file = folder.resolve("fragments.pcap");
    try (VethPair pair = pair()) {
      try (Pcap4jRun dump =
              sample(pair, "DumpLoop", "icmp and src host 192.0.2.1")
                  .swapped()
                  .jvm(
                      "-D" + SAMPLES + "DumpLoop.pcapFile=" + file,
                      "-D" + SAMPLES + "DumpLoop.count=9")
                  .start();
          Pcap4jRun run =
              sample(
                      pair,
                      "SendFragmentedEcho",
                      "192.0.2.1",
                      address(pair.near, pair.a),
                      "192.0.2.2",
                      address(pair.far, pair.b))
                  .swapped()
                  .start()) {
        assertEquals(0, run.end(), run::all);
        assertEquals(9, count(run.text(), "Source address: /192.0.2.2"), run::all);
        assertEquals(0, dump.end(), dump::all);
      }
      try (Pcap4jRun run =
          sample(pair, "DefragmentEcho")
              .swapped()
              .jvm("-D" + SAMPLES + "DefragmentEcho.pcapFile=" + file)
              .start()) {
        assertEquals(0, run.end(), run::all);
        assertEquals(3, count(run.text(), "Total length: 4000 [bytes]"), run::all);
        assertEquals(3, count(run.text(), "[ICMPv4 Echo Header (4 bytes)]"), run::all);
      }
    }
  }

  /** It answers ARP for an address that nobody has, and then each echo with an error. */
  @Test
  void echoesGetTheErrorThatWasAskedFor() throws Exception {
    try (VethPair pair = pair();
        Pcap4jRun run =
            sample(pair, "IcmpV4ErrReplyer", "192.0.2.77", "3", "1").swapped().typing().start()) {
      run.await("(null)");
      Commands.Outcome ping = new Commands.Outcome(1, "");
      for (int i = 0; i < 10 && !ping.out().contains("Unreachable"); i++) {
        ping =
            Commands.run(
                List.of(
                    "ip",
                    "netns",
                    "exec",
                    pair.far,
                    "ping",
                    "-n",
                    "-c",
                    "1",
                    "-W",
                    "1",
                    "192.0.2.77"));
      }
      assertTrue(
          ping.out().contains("From 192.0.2.77 icmp_seq=1 Destination Host Unreachable"),
          ping.out() + run.all());
      assertTrue(
          Commands.ok("ip -n " + pair.far + " neigh show 192.0.2.77")
              .contains("fe:00:00:00:00:01"));
      run.await("Hit Enter");
      assertTrue(run.isAlive(), run::all);
      run.type("\n");
      assertEquals(0, run.end(), run::all);
    }
  }
}
