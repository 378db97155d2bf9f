package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;

/** netmap-top record between real namespaces, its files read back by others. */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordTest {
  private static final int UDP_PAYLOAD = 42;

  @TempDir private Path folder;

  private TopRun record(VethPair pair, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("record", pair.a));
    arguments.addAll(List.of(more));
    return TopRun.start(folder, TopRun.inside(pair.near), arguments.toArray(String[]::new));
  }

  /** Datagrams to a port, numbered, of lengths that differ; from so many sockets. */
  private static void send(VethPair pair, int port, int count, int sockets) throws Exception {
    VethPair.in(
        pair.far,
        () -> {
          DatagramSocket[] from = new DatagramSocket[sockets];
          for (int i = 0; i < sockets; i++) {
            from[i] = new DatagramSocket();
          }
          for (int i = 0; i < count; i++) {
            byte[] payload = payload(i);
            from[i % sockets].send(
                new DatagramPacket(
                    payload, payload.length, new InetSocketAddress("192.0.2.1", port)));
          }
          Stream.of(from).forEach(DatagramSocket::close);
          return count;
        });
  }

  private static byte[] payload(int number) {
    byte[] payload = new byte[18 + number % 1400];
    Arrays.fill(payload, (byte) number);
    payload[0] = (byte) (number >> 8);
    return payload;
  }

  /** Waits until a packet socket is bound and runs: the sixth field of its line. */
  private static void awaitOpen(VethPair pair) throws Exception {
    for (int i = 0; i < 400; i++) {
      String sockets = Commands.ok("ip netns exec " + pair.near + " cat /proc/net/packet");
      if (sockets.lines().skip(1).anyMatch(it -> it.strip().split("\\s+", 7)[5].equals("1"))) {
        Thread.sleep(500); // what came before all is set up is left out
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("no packet socket in " + pair.near);
  }

  private static List<byte[]> read(Path file) throws NetmapException {
    List<byte[]> packets = new ArrayList<>();
    try (SavefileReader in = Savefiles.open(file)) {
      while (in.next()) {
        byte[] data = new byte[in.capturedLength()];
        in.data().get(data);
        packets.add(data);
      }
    }
    return packets;
  }

  private static long said(TopRun run, String what) throws IOException {
    Matcher matcher = Pattern.compile("(\\d+) " + what).matcher(run.err());
    assertTrue(matcher.find(), run.err());
    return Long.parseLong(matcher.group(1));
  }

  private static void need(String program) throws IOException {
    assumeTrue(Commands.have(program), "no '" + program + "' on this machine");
  }

  @Test
  void exactlyWhatTheFilterTakesIsInTheFile() throws Exception {
    need("tshark");
    need("capinfos");
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      Path file = folder.resolve("a.pcapng");
      try (TopRun run =
          record(pair, "--filter", "udp dst port 4000", "-n", "500", "-w", file.toString())) {
        awaitOpen(pair);
        for (int i = 0; i < 5; i++) {
          send(pair, 4001, 50, 1);
        }
        send(pair, 4000, 500, 1);
        assertEquals(0, run.end(), run.err());
        assertEquals(500, said(run, "packets written"));
        assertEquals(500, said(run, "matched"));
        assertEquals(0, said(run, "lost \\(monitor loss\\)"));
      }
      List<byte[]> packets = read(file);
      assertEquals(500, packets.size());
      for (int i = 0; i < 500; i++) {
        byte[] frame = packets.get(i);
        assertEquals(
            Arrays.toString(payload(i)),
            Arrays.toString(Arrays.copyOfRange(frame, UDP_PAYLOAD, frame.length)),
            "packet " + i);
      }
      assertEquals(
          500,
          Commands.ok("tshark -r " + file + " -Y udp.dstport==4000 2>/dev/null").lines().count());
      String infos = Commands.ok("capinfos " + file);
      assertTrue(infos.contains("Name = " + pair.a + " rx 0"), infos);
      assertTrue(infos.contains("Name = " + pair.a + " host-rx 0"), infos);
      assertTrue(infos.contains("Number of stat entries = 1"), infos);
      Path there = folder.resolve("a.pcapng");
      try (TopRun run = record(pair, "-w", there.toString())) {
        assertEquals(1, run.end());
        assertTrue(run.err().contains("--overwrite"), run.err());
      }
    }
  }

  @Test
  void aRingOfFourIsRecordedAlone() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500)) {
      pair.neighbours();
      Path all = folder.resolve("all.pcap");
      Path one = folder.resolve("one.pcap");
      try (TopRun whole = record(pair, "--direction", "rx", "-n", "2000", "-w", all.toString());
          TopRun ring = record(pair, "--direction", "rx", "--ring", "2", "-w", one.toString())) {
        awaitOpen(pair);
        Thread.sleep(1500); // two processes open their sockets
        send(pair, 4000, 2000, 64);
        assertEquals(0, whole.end(), whole.err());
        Thread.sleep(1000);
        Commands.ok("kill -INT " + ring.process().pid());
        assertEquals(130, ring.end(), ring.err());
        long written = said(ring, "packets written");
        assertTrue(written > 0 && written < 2000, ring.err());
        assertEquals(written, read(one).size());
      }
      List<String> everything = read(all).stream().map(bytes -> Arrays.toString(bytes)).toList();
      assertEquals(2000, everything.size());
      assertTrue(
          everything.containsAll(read(one).stream().map(bytes -> Arrays.toString(bytes)).toList()));
      try (TopRun none = record(pair, "--ring", "9", "-w", folder.resolve("x").toString())) {
        assertEquals(4, none.end());
        assertTrue(none.err().contains("ring 9"), none.err());
      }
    }
  }

  /** How many packets tcpdump finds in a file; 0 while it has no header yet. */
  private static long lines(Path file) throws IOException {
    return Commands.ok("tcpdump -nr " + file + " 2>/dev/null || true").lines().count();
  }

  @Test
  void aKilledRecordingLeavesWhatWasFlushed() throws Exception {
    need("tcpdump");
    try (VethPair pair = VethPair.create(1, 1500)) {
      pair.neighbours();
      Path file = folder.resolve("k.pcap");
      try (TopRun run = record(pair, "--direction", "rx", "-w", file.toString())) {
        awaitOpen(pair);
        send(pair, 4000, 100, 1);
        for (int i = 0; i < 200 && lines(file) < 100; i++) {
          Thread.sleep(100); // a file is half a second behind, on a quick machine
        }
        run.process().destroyForcibly();
        assertEquals(137, run.end());
      }
      assertEquals(100, lines(file));
    }
  }

  /** Also the filter's syntax by a process, and what a pipe's other end does. */
  @Test
  void standardOutputIsReadByTcpdump() throws Exception {
    need("tcpdump");
    String tool = TopRun.launcher() + " record demo0 --demo";
    for (String format : List.of("pcap", "pcapng")) {
      String lines =
          Commands.ok(
              tool
                  + " -n 300 --format "
                  + format
                  + " -w - 2>/dev/null | tcpdump -nr - 2>/dev/null");
      assertEquals(300, lines.lines().count(), format);
    }
    String quiet =
        Commands.ok(
            "{ "
                + tool
                + " -w - || echo failed; } 2>"
                + folder.resolve("err")
                + " | head -c 1000 | wc -c");
    assertEquals("1000", quiet.strip());
    String errors = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    assertTrue(errors.lines().count() == 1 && errors.contains("packets written"), errors);
    try (TopRun run =
        TopRun.start(
            folder, List.of(), "record", "demo0", "--demo", "--filter", "tcp ort", "-w", "-")) {
      assertEquals(2, run.end());
      assertTrue(run.err().contains("at character 5"), run.err());
    }
    need("script");
    String refused = Commands.run(List.of("script", "-qec", tool + " -w -", "/dev/null")).out();
    assertTrue(refused.contains("is a terminal"), refused);
  }

  @Test
  void aFullDiskLeavesWhatCanBeRead() throws Exception {
    need("tcpdump");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: no tmpfs");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Commands.ok("mount -t tmpfs -o size=256k none " + disk);
    try (TopRun run =
        TopRun.start(
            folder,
            List.of(),
            "record",
            "demo0",
            "--demo",
            "-w",
            disk.resolve("f.pcap").toString())) {
      assertEquals(1, run.end());
      assertTrue(run.err().contains("No space left") && run.err().contains("make room"), run.err());
      long written = said(run, "packets written");
      assertTrue(written > 100, run.err());
      assertEquals(
          written,
          Commands.ok("tcpdump -nr " + disk.resolve("f.pcap") + " 2>/dev/null").lines().count());
    } finally {
      Commands.ok("umount " + disk);
    }
    try (TopRun run =
        TopRun.start(folder, List.of(), "record", "demo0", "--demo", "-w", "/dev/full")) {
      assertEquals(1, run.end());
      assertEquals(0, said(run, "packets written"));
    }
  }

  @Test
  void filesFollowOneAnother() throws Exception {
    Path file = folder.resolve("r.pcapng");
    try (TopRun run =
        TopRun.start(
            folder,
            List.of(),
            "record",
            "demo0",
            "--demo",
            "-n",
            "20000",
            "--rotate-size",
            "1M",
            "--rotate-count",
            "3",
            "-w",
            file.toString())) {
      assertEquals(0, run.end(), run.err());
      assertEquals(20_000, said(run, "packets written"));
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(it -> it.getFileName().toString().startsWith("r.pcapng")).toList();
    }
    assertEquals(3, files.size(), files.toString());
    for (Path one : files) {
      assertTrue(!read(one).isEmpty());
    }
  }
}
