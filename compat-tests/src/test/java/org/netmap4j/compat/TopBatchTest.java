package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.PcapngWriter;
import org.netmap4j.savefile.SectionHeader;
import org.netmap4j.savefile.TimestampResolution;
import org.netmap4j.savefile.TimestampUnit;

/** netmap-top without a screen, as a user or a script starts it. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopBatchTest {
  @TempDir private Path folder;

  @Test
  void countsOfARealInterfaceAgreeWithItsOwn() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500);
        TopRun top =
            TopRun.start(
                folder,
                TopRun.inside(pair.near),
                "--batch",
                "--format",
                "json",
                "-n",
                "4",
                "-d",
                "1",
                pair.a,
                "lo")) {
      top.awaitOutput("[");
      top.awaitOutput("\"version\"");
      Traffic.datagrams(pair.far, "192.0.2.1", 3000);
      Traffic.datagrams(pair.near, "192.0.2.2", 2000);
      Traffic.datagrams(pair.near, "127.0.0.1", 500);
      assertEquals(0, top.end(), top.err());
      JsonNode samples = top.json();
      assertEquals(4, samples.size());
      JsonNode last = samples.get(3);
      for (String name : List.of(pair.a, "lo")) {
        assertEquals(
            VethPair.counter(pair.near, name, "rx_packets"),
            TopRun.sum(last, name, "rx", "packets") + TopRun.sum(last, name, "rx", "drops"),
            name);
        assertEquals(
            VethPair.counter(pair.near, name, "tx_packets"),
            TopRun.sum(last, name, "host-rx", "packets")
                + TopRun.sum(last, name, "host-rx", "drops"),
            name);
      }
      assertTrue(TopRun.sum(last, pair.a, "rx", "packets") >= 3000);
      assertEquals(
          VethPair.counter(pair.near, pair.a, "rx_bytes"), TopRun.sum(last, pair.a, "rx", "bytes"));
      assertEquals(8, last.get("ports").get(0).get("rings").size());
      assertEquals("exact", last.get("ports").get(0).get("rings").get(0).get("label").asText());
    }
  }

  /** A sniffer on an interface of a namespace that the tool is not in. */
  @Test
  void withoutAPortTheRingsOfOtherProcessesAreShown() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        TopRun top =
            TopRun.start(folder, TopRun.inside(pair.far), "--format", "ndjson", "-d", "0.3")) {
      try (ExampleRun sniffer = ExampleRun.start(pair.near, "embedded", "Sink", pair.a)) {
        top.awaitOutput("\"name\":\"" + pair.a + "\",\"kind\":\"nic\",\"owner\":\"java[");
        for (int i = 0; i < 6; i++) {
          Traffic.datagrams(pair.far, "192.0.2.1", 500);
          Thread.sleep(100); // none is to be lost: a ring takes as many at once
        }
        long received = VethPair.counter(pair.near, pair.a, "rx_packets");
        JsonNode ring = rings(top, pair.a).getFirst();
        for (int i = 0; i < 100 && ring.get("packets").asLong() < received; i++) {
          Thread.sleep(100);
          ring = rings(top, pair.a).getFirst();
        }
        assertEquals("rx", ring.get("direction").asText());
        assertEquals(received, ring.get("packets").asLong());
        assertEquals(VethPair.counter(pair.near, pair.a, "rx_bytes"), ring.get("bytes").asLong());
        assertEquals("exact", ring.get("label").asText());
        assertTrue(sniffer.isAlive());
      }
      for (int i = 0; i < 100 && !rings(top, pair.a).isEmpty(); i++) {
        Thread.sleep(100);
      }
      assertEquals(List.of(), rings(top, pair.a), "gone with its process");
    }
  }

  /** The rings of a port in the last whole line; none when it is not there. */
  private static List<JsonNode> rings(TopRun top, String name) throws IOException {
    String out = top.out();
    String whole = out.substring(0, out.lastIndexOf('\n'));
    JsonNode last = new ObjectMapper().readTree(whole.substring(whole.lastIndexOf('\n') + 1));
    List<JsonNode> rings = new ArrayList<>();
    for (JsonNode port : last.get("ports")) {
      if (port.get("name").asText().equals(name)) {
        port.get("rings").forEach(rings::add);
      }
    }
    return rings;
  }

  @Test
  void withoutAPortEveryInterfaceThatIsUpIsShown() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        TopRun top =
            TopRun.start(folder, TopRun.inside(pair.near), "--format", "ndjson", "-d", "0.3")) {
      top.awaitOutput("\"name\":\"" + pair.a + "\"");
      top.awaitOutput("\"name\":\"lo\"");
      Commands.ok("ip -n " + pair.near + " link add late0 type veth peer name late1");
      Commands.ok("ip -n " + pair.near + " link set late0 up");
      top.awaitOutput("\"name\":\"late0\"");
      top.process().destroy();
      assertEquals(143, top.end());
      for (String line : top.out().lines().toList()) {
        assertTrue(line.startsWith("{") && line.endsWith("}"), line);
      }
    }
  }

  @Test
  void anInterfaceThatIsDownOrGoneSaysSoAndIsTakenUpAgain() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        TopRun top =
            TopRun.start(
                folder, TopRun.inside(pair.near), "--format", "ndjson", "-d", "0.2", pair.a)) {
      top.awaitOutput("\"name\"");
      Commands.ok("ip -n " + pair.near + " link set " + pair.a + " down");
      top.awaitOutput("interface is down");
      Commands.ok("ip -n " + pair.near + " link set " + pair.a + " up");
      pair.neighbours();
      long before = VethPair.counter(pair.near, pair.a, "rx_packets");
      Traffic.datagrams(pair.far, "192.0.2.1", 7);
      top.awaitOutput("\"packets\":" + (before + 7));
      Commands.ok("ip -n " + pair.near + " link del " + pair.a);
      top.awaitOutput("interface is gone");
      top.process().destroy();
      assertEquals(143, top.end());
    }
  }

  private Path savefile(int packets) throws IOException {
    Path file = folder.resolve("packets.pcap");
    try (PcapWriter writer = PcapWriter.create(file, PcapHeader.ethernet(TimestampUnit.MICROS))) {
      for (int i = 0; i < packets; i++) {
        byte[] packet = new byte[60 + i % 1400];
        writer.write(
            1_700_000_000_000_000_000L + i * 100_000L, packet, 0, packet.length, packet.length);
      }
    }
    return file;
  }

  private static long bytes(int packets) {
    long bytes = 0;
    for (int i = 0; i < packets; i++) {
      bytes += 60 + i % 1400;
    }
    return bytes;
  }

  @Test
  void aSavefileIsReplayedToThePacketAndTheByte() throws Exception {
    Path file = savefile(5000);
    for (String speed : List.of("1", "10", "max")) {
      try (TopRun top =
          TopRun.start(
              folder,
              List.of(),
              "--batch",
              "--format",
              "json",
              "--replay",
              file.toString(),
              "--replay-speed",
              speed)) {
        assertEquals(0, top.end(), top.err());
        JsonNode samples = top.json();
        JsonNode last = samples.get(samples.size() - 1);
        assertEquals(5000, TopRun.sum(last, "packets.pcap", "rx", "packets"), speed);
        assertEquals(bytes(5000), TopRun.sum(last, "packets.pcap", "rx", "bytes"), speed);
        assertEquals("replay", last.get("ports").get(0).get("kind").asText());
      }
    }
  }

  @Test
  void aPcapngFileIsReplayedWithoutWhatIsNoEthernet() throws Exception {
    Path file = folder.resolve("two.pcapng");
    try (PcapngWriter writer = PcapngWriter.create(file, SectionHeader.of("test"))) {
      writer.addInterface(CaptureInterface.ethernet("eth0"));
      writer.addInterface(
          new CaptureInterface(101, 0, "tun0", "", TimestampResolution.NANOS, 0, List.of()));
      for (int i = 0; i < 10; i++) {
        writer.write(i % 2, i, ByteBuffer.allocate(100), 100);
      }
    }
    try (TopRun top =
        TopRun.start(
            folder,
            List.of(),
            "--batch",
            "--format",
            "json",
            "--replay",
            file.toString(),
            "--replay-speed",
            "max")) {
      assertEquals(1, top.end());
      JsonNode samples = top.json();
      JsonNode last = samples.get(samples.size() - 1);
      assertEquals(5, TopRun.sum(last, "two.pcapng", "rx", "packets"));
      assertTrue(
          top.err().contains("a packet of linktype 101 from interface tun0; 5 such were left out"),
          top.err());
    }
  }

  @Test
  void aCutSavefileKeepsWhatCameBefore() throws Exception {
    Path file = savefile(1000);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 10));
    try (TopRun top =
        TopRun.start(
            folder,
            List.of(),
            "--batch",
            "--format",
            "json",
            "--replay",
            file.toString(),
            "--replay-speed",
            "max")) {
      assertEquals(1, top.end());
      JsonNode samples = top.json();
      JsonNode last = samples.get(samples.size() - 1);
      assertEquals(999, TopRun.sum(last, "packets.pcap", "rx", "packets"));
      assertEquals(bytes(999), TopRun.sum(last, "packets.pcap", "rx", "bytes"));
      assertTrue(top.err().contains("at byte " + (whole.length - 10)), top.err());
    }
    Files.write(file, new byte[] {1, 2, 3, 4});
    try (TopRun top = TopRun.start(folder, List.of(), "--replay", file.toString())) {
      assertEquals(1, top.end());
      assertTrue(top.err().contains("packets.pcap, at byte 0"), top.err());
    }
  }

  @Test
  void failuresHaveTheirExitCodesAndSayWhatToDo() throws Exception {
    String[][] cases = {
      {"4", "have: ", "nosuch0"},
      {"2", "at character 13", "netmap:eth0-"},
      {"2", "--nonsense", "--nonsense"},
      {"2", "--delay", "-d", "0"},
      {"2", "--replay", "--replay", "x", "lo"},
      {"1", "no such file", "--replay", "nosuch.pcap"}
    };
    for (String[] row : cases) {
      String[] arguments = java.util.Arrays.copyOfRange(row, 2, row.length);
      try (TopRun top = TopRun.start(folder, List.of(), arguments)) {
        assertEquals(Integer.parseInt(row[0]), top.end(), String.join(" ", row) + top.err());
        assertTrue(top.err().contains(row[1]), top.err());
        assertEquals("", top.out());
      }
    }
  }

  @Test
  void withoutPrivilegesTheRemedyIsNamed() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Commands.have("setpriv"), "no 'setpriv' on this machine (package util-linux)");
    // capabilities are given up, not the user: a checkout may be root's alone to read
    List<String> bare =
        "root".equals(System.getProperty("user.name"))
            ? List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all")
            : List.of();
    try (TopRun top = TopRun.start(folder, bare, "lo")) {
      assertEquals(3, top.end(), top.err());
      assertTrue(
          top.err().contains("CAP_NET_RAW")
              && top.err().replace("'", "").contains(": sudo " + TopRun.launcher() + " lo"),
          top.err());
    }
  }

  @Test
  void aKilledProcessLeavesNoInterfacePromiscuous() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        TopRun top =
            TopRun.start(
                folder,
                TopRun.inside(pair.near),
                "--promiscuous",
                "--format",
                "ndjson",
                "-d",
                "0.2",
                pair.a)) {
      top.awaitOutput("\"name\"");
      String show = "ip -n " + pair.near + " -d link show " + pair.a;
      assertTrue(Commands.ok(show).contains("promiscuity 1"));
      top.process().destroyForcibly();
      assertEquals(137, top.end());
      assertTrue(Commands.ok(show).contains("promiscuity 0"));
    }
  }

  @Test
  void aSignalClosesTheArray() throws Exception {
    try (TopRun top = TopRun.start(folder, List.of(), "--demo", "--format", "json", "-d", "0.2")) {
      top.awaitOutput("\"version\"");
      Commands.ok("kill -INT " + top.process().pid());
      assertEquals(130, top.end());
      assertTrue(top.json().size() > 0);
    }
  }
}
