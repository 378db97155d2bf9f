package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;

/** What programs should not do with pcap4j: a clear outcome, no hang, nothing left. */
class MisuseTest {
  private static final String END = "end, 0 sockets";

  @TempDir private Path folder;
  private List<Path> jars = List.of();
  private VethPair pair;

  @BeforeEach
  void prepare() throws IOException {
    pair = VethPair.create(1, 1500);
    pair.neighbours();
    jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(
        Pcap4jJars.compile(
            "Misuse", Pcap4jJars.STABLE, Files.createDirectory(folder.resolve("classes"))));
  }

  @AfterEach
  void remove() throws IOException {
    pair.close();
  }

  private Pcap4jRun.Launch misuse(String what, String... more) {
    List<String> program = new ArrayList<>(List.of("Misuse", what, "netmap:" + pair.a));
    program.addAll(List.of(more));
    return Pcap4jRun.in(pair.near)
        .swapped()
        .withoutLibpcap()
        .classPath(jars)
        .program(program.toArray(String[]::new));
  }

  private List<String> lines(Pcap4jRun.Launch launch) throws Exception {
    return lines(launch, 0);
  }

  /** What the program printed while so many datagrams came. */
  private List<String> lines(Pcap4jRun.Launch launch, int datagrams) throws Exception {
    try (Pcap4jRun run = launch.start()) {
      if (datagrams > 0) {
        run.await("ready");
        Traffic.datagrams(pair.far, "192.0.2.1", datagrams);
      }
      assertEquals(0, run.end(), run::all);
      return run.text().lines().filter(it -> !it.equals("ready")).toList();
    }
  }

  @Test
  void closedDuringALoop() throws Exception {
    assertEquals(
        List.of("loop: InterruptedException", "then: NotOpenException", END),
        lines(misuse("closeDuringLoop")));
  }

  @Test
  void closedWhileAPacketIsAwaited() throws Exception {
    assertEquals(List.of("next: EOFException", END), lines(misuse("closeDuringNext")));
  }

  @Test
  void closedInAListener() throws Exception {
    assertEquals(
        List.of("loop: InterruptedException", "seen: 1 open: false", "then: NotOpenException", END),
        lines(misuse("closeInListener"), 5));
    assertEquals(
        List.of("loop: InterruptedException", "open: false", END),
        lines(misuse("closeFileInListener", folder.resolve("file.pcap").toString())));
  }

  @Test
  void brokenFromAnotherThreadOnAnIdleLink() throws Exception {
    assertEquals(
        List.of(
            "loop BLOCKING: InterruptedException",
            "loop NONBLOCKING: InterruptedException",
            "next: EOFException",
            END),
        lines(misuse("breakLoop")));
  }

  @Test
  void aListenerThatThrows() throws Exception {
    assertEquals(List.of("loop: fine", "seen: 3", END), lines(misuse("throwingListener"), 3));
  }

  @Test
  void twoHandlesOnOneNic() throws Exception {
    List<String> lines = new ArrayList<>(lines(misuse("twoHandles"), 20));
    lines.subList(0, 2).sort(null);
    assertEquals(List.of("one: fine", "two: fine", "one: false two: fine", END), lines);
  }

  @Test
  void packetsThatCannotBeSent() throws Exception {
    List<String> lines = lines(misuse("sends"));
    String error = "PcapNativeException -1 Error occurred in pcap_sendpacket(): send on netmap:";
    for (int i = 0; i < 4; i++) {
      assertTrue(lines.get(i).contains(error + pair.a), lines::toString);
    }
    assertTrue(lines.get(1).endsWith("expected a length of 1 to 60 bytes, found 61"));
    assertEquals(List.of("null: NullPointerException", "then: fine", END), lines.subList(4, 7));
  }

  @Test
  void filtersThatAreNone() throws Exception {
    List<String> lines = lines(misuse("filters"));
    assertTrue(
        lines
            .getFirst()
            .startsWith(
                "bad: PcapNativeException -1 Error occurred in pcap_compile: filter \"tcp port\": "),
        lines::toString);
    assertTrue(lines.getFirst().endsWith(", at its end"), lines::toString);
    assertEquals(List.of("null: NullPointerException", "empty: fine", END), lines.subList(1, 4));
  }

  @Test
  void devicesThatAreNone() throws Exception {
    List<String> lines = lines(misuse("devices"));
    String have = "no such interface (have: lo, " + pair.a + ")";
    assertTrue(lines.get(0).startsWith("port: PcapNativeException -5 "), lines::toString);
    assertTrue(lines.get(0).endsWith(have), lines::toString);
    assertTrue(
        lines.get(1).startsWith("name: PcapNativeException -5 port name '"), lines::toString);
    assertTrue(lines.get(2).startsWith("inline: PcapNativeException -5 "), lines::toString);
    assertTrue(lines.get(3).startsWith("live: PcapNativeException null "), lines::toString);
    assertTrue(lines.get(3).endsWith(have), lines::toString);
    assertEquals("unknown: null", lines.get(4));
    assertTrue(lines.get(5).startsWith("monitor: PcapNativeException -6 "), lines::toString);
    assertEquals(END, lines.get(6));
  }

  @Test
  void withoutThePermission() throws Exception {
    assumeTrue(Commands.have("setpriv"), "no 'setpriv' on this machine (package util-linux)");
    List<String> lines = lines(misuse("open").without("net_raw", "net_admin"));
    assertTrue(lines.getFirst().startsWith("open: PcapNativeException -8 "), lines::toString);
    assertTrue(lines.getFirst().contains("permission denied, needs "), lines::toString);
    assertEquals(END, lines.getLast());
  }

  @Test
  void aliasesThatAreNone() throws Exception {
    for (String what : List.of("open", "list")) {
      List<String> lines = lines(misuse(what).jvm("-Dnetmap.alias=eth0"));
      assertTrue(lines.getFirst().startsWith(what + ": PcapNativeException "), lines::toString);
      assertTrue(lines.getFirst().contains("property netmap.alias"), lines::toString);
    }
  }

  @Test
  void handlesThatAreForgotten() throws Exception {
    List<String> lines = lines(misuse("forgotten"));
    assertTrue(lines.getFirst().matches("sockets: [1-9]\\d*"), lines::toString);
    assertEquals(List.of("left: 0", END), lines.subList(1, 3));
  }

  private static int packets(Path file) throws IOException {
    int count = 0;
    try (SavefileReader reader = Savefiles.open(file)) {
      while (reader.next()) {
        assertEquals(142, reader.capturedLength());
        count++;
      }
    }
    return count;
  }

  /** Handles and dump files of libpcap and of ours, crosswise; filters too. */
  @Test
  void mixedWithLibpcap() throws Exception {
    Pcap4jRun.Launch launch =
        Pcap4jRun.in(pair.near)
            .swapped()
            .classPath(jars)
            .program("Misuse", "mixed", pair.a, "netmap:" + pair.a, folder.toString());
    try (Pcap4jRun stock =
        Pcap4jRun.in(pair.near).classPath(jars).program("Misuse", "list", pair.a).start()) {
      stock.end();
      assumeTrue(!stock.errors().contains("UnsatisfiedLinkError"), "no libpcap on this machine");
    }
    List<String> lines = new ArrayList<>(lines(launch, 3));
    lines.subList(0, 2).sort(null);
    assertEquals(
        List.of(
            "ours: fine",
            "theirs: fine",
            "closed file: PcapNativeException -1 Error occurred: the dump file is closed",
            END),
        lines);
    assertEquals(3, packets(folder.resolve("ours.pcap")));
    assertEquals(3, packets(folder.resolve("theirs.pcap")));
  }
}
