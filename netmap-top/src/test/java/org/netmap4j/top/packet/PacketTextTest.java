package org.netmap4j.top.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.TappedPacket;
import org.netmap4j.top.units.Printable;

/** Packets in one line, also hostile ones. */
class PacketTextTest {
  private static final String IP4 = "c0000201" + "c0000202";
  private static final String IP6 =
      "20010db8" + "00".repeat(11) + "01" + "20010db8" + "00".repeat(11) + "02";
  private static final String TCP =
      "4500002800000000" + "40060000" + IP4 + "12670050" + "00".repeat(8) + "5002" + "00".repeat(6);

  private static String text(byte[] frame) {
    return PacketText.of(frame, frame.length, frame.length);
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of(
            Frames.udp(0xc0000201, 0xc0000202, 4711, 53), "192.0.2.1.4711 > 192.0.2.2.53: UDP 60"),
        Arguments.of(Frames.ethernet("0800", TCP), "192.0.2.1.4711 > 192.0.2.2.80: TCP S 54"),
        Arguments.of(
            Frames.ethernet("8100", "0005" + "0800" + TCP),
            "vlan 5, 192.0.2.1.4711 > 192.0.2.2.80: TCP S 58"),
        Arguments.of(
            Frames.ethernet(
                "0800", "4500001c00000000" + "40010000" + IP4 + "0800" + "0000" + "00070001"),
            "192.0.2.1 > 192.0.2.2: ICMP echo request, id 7, seq 1, 42"),
        Arguments.of(
            Frames.ethernet("86dd", "6000000000083a40" + IP6 + "8100" + "0000" + "00070002"),
            "2001:db8::1 > 2001:db8::2: ICMPv6 echo reply, id 7, seq 2, 62"),
        Arguments.of(
            Frames.ethernet("86dd", "6000000000081140" + IP6 + "12670035" + "00080000"),
            "2001:db8::1.4711 > 2001:db8::2.53: UDP 62"),
        Arguments.of(
            Frames.ethernet(
                "0806",
                "0001"
                    + "0800"
                    + "06"
                    + "04"
                    + "0001"
                    + "020000000001"
                    + "c0000201"
                    + "000000000000"
                    + "c0000202"),
            "ARP who-has 192.0.2.2 tell 192.0.2.1, 42"),
        Arguments.of(
            Frames.ethernet(
                "0806",
                "0001"
                    + "0800"
                    + "06"
                    + "04"
                    + "0002"
                    + "020000000001"
                    + "c0000201"
                    + "020000000002"
                    + "c0000202"),
            "ARP 192.0.2.1 is-at 02:00:00:00:00:01, 42"),
        Arguments.of(
            Frames.ethernet("0800", "4500001800000000" + "40590000" + IP4 + "00000000"),
            "192.0.2.1 > 192.0.2.2: OSPF 38"),
        Arguments.of(
            Frames.ethernet("0800", "4500001c00000004" + "40110000" + IP4 + "00".repeat(8)),
            "192.0.2.1 > 192.0.2.2: UDP fragment 42"),
        Arguments.of(
            Frames.ethernet("88b5", "00".repeat(46)),
            "02:00:00:00:00:01 > 02:00:00:00:00:02: ethertype 0x88b5 60"),
        Arguments.of(Frames.hex("0102"), "malformed: 01 02, 2"),
        Arguments.of(new byte[0], "malformed: , 0"),
        Arguments.of(
            Frames.ethernet("0800", "4500"),
            "02:00:00:00:00:01 > 02:00:00:00:00:02: IPv4 malformed: 45 00, 16"),
        Arguments.of(
            Frames.ethernet("0800", "4500001800000000" + "40060000" + IP4 + "12670050"),
            "192.0.2.1 > 192.0.2.2: TCP malformed: 12 67 00 50, 38"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void isOneLineInTcpdumpsManner(byte[] frame, String expected) {
    assertEquals(expected, text(frame));
  }

  @Test
  void headersWithoutEndAreNotFollowed() {
    byte[] tags = Frames.ethernet("8100", "00018100".repeat(60_000));
    assertTrue(text(tags).startsWith("vlan 1, vlan 1, "), text(tags));
    byte[] options = Frames.ethernet("86dd", "60000000ffff0040" + IP6 + "00".repeat(60_000));
    assertFalse(text(options).isEmpty());
  }

  /** Random bytes, and real headers with some of them changed. */
  @Test
  void nothingThrows() {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("PacketTextTest seed " + seed);
    Random random = new Random(seed);
    List<byte[]> good = frames().map(row -> (byte[]) row.get()[0]).toList();
    FlowKey key = FlowKey.reader();
    for (int i = 0; i < 1_000_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      byte[] frame = good.get(i % good.size());
      if (i % 4 != 0 && frame.length > 0) {
        int cut = random.nextInt(frame.length) + 1;
        bytes = Arrays.copyOf(frame, i % 2 == 0 ? cut : frame.length);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      key.read(bytes, bytes.length);
      assertFalse(key.source().isEmpty() || key.destination().isEmpty());
      if (i % 8 < 3) {
        String said = text(bytes);
        assertEquals(said, Printable.of(said));
      }
    }
  }

  @Test
  void onlyTheLatestAreKeptAsTheyWere() {
    LatestPackets latest = new LatestPackets(4);
    assertEquals(List.of(), latest.list());
    byte[] bytes = new byte[1500];
    for (int i = 1; i <= 9; i++) {
      bytes[0] = (byte) i;
      latest.add(Direction.RX, i, i * 1_000_000_000L, bytes, 20 * i, 1500);
    }
    List<TappedPacket> list = latest.list();
    assertEquals(List.of(6L, 7L, 8L, 9L), list.stream().map(TappedPacket::number).toList());
    assertEquals(6, list.getFirst().bytes().get());
    assertEquals(120, list.getFirst().bytes().remaining());
    assertEquals(1500, list.getFirst().length());
    assertEquals(list, latest.list());
  }

  /** pcap4j asks JNA for the system's name, which is Java. */
  @Test
  void noNativesOfOthersAreLoaded() throws Exception {
    assertFalse(text(Frames.ethernet("0800", TCP)).isEmpty());
    String maps = Files.readString(Path.of("/proc/self/maps"));
    assertFalse(maps.contains("jna") || maps.contains("libpcap"), maps);
  }
}
