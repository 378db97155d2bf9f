package org.netmap4j.compat.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.compat.VethPair;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.scripted.Seeds;

/** The same program on stock pcap4j with libpcap, and on the swap. */
class SameAsLibpcapTest {
  private static final int FRAMES = 200;

  @TempDir private Path folder;

  private List<Path> compiled(String program) throws IOException {
    List<Path> jars = new ArrayList<>(Pcap4jJars.of(Pcap4jJars.STABLE));
    jars.add(
        Pcap4jJars.compile(
            program, Pcap4jJars.STABLE, Files.createDirectory(folder.resolve("classes"))));
    return jars;
  }

  private static void assumeLibpcap(Pcap4jRun stock) throws IOException {
    assumeTrue(!stock.errors().contains("UnsatisfiedLinkError"), "no libpcap on this machine");
  }

  /** Ethernet frames that no stack answers: of random lengths, types and ports. */
  private static List<byte[]> frames(Random random) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = new byte[42 + random.nextInt(1514 - 42 + 1)];
      random.nextBytes(frame);
      frame[0] = 2;
      frame[6] = 4;
      int type = new int[] {0x0800, 0x0800, 0x0800, 0x86dd, 0x0806, 0x88b5}[random.nextInt(6)];
      frame[12] = (byte) (type >> 8);
      frame[13] = (byte) type;
      if (type == 0x0800) {
        frame[14] = 0x45;
        frame[20] = 0;
        frame[21] = 0;
        frame[23] = (byte) (random.nextBoolean() ? 17 : 6);
        frame[36] = 0;
        frame[37] = (byte) (random.nextBoolean() ? 53 : 80);
      }
      frames.add(frame);
    }
    return frames;
  }

  private static List<String> packets(Pcap4jRun run) throws IOException {
    return run.text().lines().filter(it -> it.startsWith("packet")).toList();
  }

  /** Three programs listen at once: libpcap, a netmap port, and an interface without libpcap. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|loop",
        "udp port 53|next",
        "ip and tcp dst port 80|dispatch",
        "arp or ip6 or ether proto 0x88b5|loop",
        "greater 800 and not ip|next",
        "ip[2:2] & 1 = 0|short",
      })
  void thePacketsAreTheSame(String filter, String way) throws Exception {
    List<byte[]> frames = frames(Seeds.random(SameAsLibpcapTest.class));
    BpfFilter expected = BpfFilter.compile(filter);
    long count = frames.stream().filter(expected::matches).count();
    assertTrue(count > 0, "no frame matches " + filter);
    List<Path> jars = compiled("Receiver");
    try (VethPair pair = VethPair.create(1, 1500);
        Pcap4jRun stock =
            Pcap4jRun.in(pair.near)
                .classPath(jars)
                .program("Receiver", pair.a, "" + count, filter, way)
                .start();
        Pcap4jRun port =
            Pcap4jRun.in(pair.near)
                .swapped()
                .classPath(jars)
                .program("Receiver", "netmap:" + pair.a, "" + count, filter, way)
                .start();
        Pcap4jRun device =
            Pcap4jRun.in(pair.near)
                .swapped()
                .withoutLibpcap()
                .classPath(jars)
                .program("Receiver", pair.a, "" + count, filter, way)
                .start()) {
      port.await("ready");
      device.await("ready");
      for (int i = 0; i < 200 && !stock.text().contains("ready"); i++) {
        assumeLibpcap(stock);
        Thread.sleep(50);
      }
      VethPair.in(
          pair.far,
          () -> {
            try (NetmapHandle out = NetmapHandle.builder(pair.b).engine("embedded").open()) {
              for (byte[] frame : frames) {
                out.inject(frame);
              }
              out.flush();
            }
            return frames;
          });
      assertEquals(0, stock.end(), stock::all);
      assertEquals(0, port.end(), port::all);
      assertEquals(0, device.end(), device::all);
      assertEquals(count, packets(stock).size());
      assertEquals(packets(stock), packets(port));
      assertEquals(packets(stock), packets(device));
      assertTrue(stock.text().contains("ready libpcap"), stock::all);
      assertFalse(stock.text().contains("netmap4j"), stock::all);
      assertTrue(port.text().contains(", netmap4j"), port::all);
      assertTrue(device.text().contains("ready netmap4j"), device::all);
    }
  }

  /** Savefiles, dead handles, dump files, filters, names: line by line, but for errors' texts. */
  @Test
  void allThatNeedsNoInterfaceIsTheSame() throws Exception {
    List<Path> jars = compiled("Facts");
    try (VethPair pair = VethPair.create(1, 1500);
        Pcap4jRun stock =
            Pcap4jRun.in(pair.near)
                .classPath(jars)
                .program("Facts", Files.createDirectory(folder.resolve("stock")).toString())
                .start();
        Pcap4jRun swap =
            Pcap4jRun.in(pair.near)
                .swapped()
                .classPath(jars)
                .program("Facts", Files.createDirectory(folder.resolve("swap")).toString())
                .start();
        Pcap4jRun alone =
            Pcap4jRun.in(pair.near)
                .swapped()
                .withoutLibpcap()
                .classPath(jars)
                .program("Facts", Files.createDirectory(folder.resolve("alone")).toString())
                .start()) {
      stock.end();
      assumeLibpcap(stock);
      assertEquals(0, stock.end(), stock::all);
      assertEquals(0, swap.end(), swap::all);
      assertEquals(0, alone.end(), alone::all);
      assertTrue(stock.text().lines().count() > 200, stock::all);
      assertEquals(stock.text(), swap.text());
      // the one thing that needs libpcap
      assertEquals(
          stock.text().replace("802.11: true", "802.11: PcapNativeException -1"), alone.text());
    }
  }
}
