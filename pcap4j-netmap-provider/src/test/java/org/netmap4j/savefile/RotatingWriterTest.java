package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

class RotatingWriterTest {
  private static final SavefileFormat PCAP =
      SavefileFormat.pcap(PcapHeader.ethernet(TimestampUnit.NANOS));
  private static final long SECOND = 1_000_000_000L;
  private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").getEpochSecond() * SECOND;

  @TempDir Path dir;

  private RotatingWriter writer(String name, SavefileFormat format, Rotation rotation) {
    return new RotatingWriter(
        dir.resolve(name).toString(), format, rotation, WriteOptions.NEW_FILE);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private List<Long> times(String name) throws NetmapException {
    List<Packet> packets = new ArrayList<>();
    try (SavefileReader in = Savefiles.open(dir.resolve(name))) {
      Captures.readAll(in, packets);
    }
    return packets.stream().map(Packet::nanos).toList();
  }

  private static void packet(SavefileWriter out, long nanos) throws NetmapException {
    out.write(0, nanos, ByteBuffer.allocate(84), 84); // 100 bytes in a pcap file
  }

  @Test
  void aFileEndsWithThePacketThatReachesTheSize() throws IOException {
    try (RotatingWriter out = writer("a.pcap", PCAP, Rotation.bySize(224))) {
      assertEquals(List.of(), names(), "made for the first packet");
      for (int i = 0; i < 5; i++) {
        packet(out, i);
      }
      assertEquals(3 * 24 + 500, out.bytes());
    }
    assertEquals(List.of("a.pcap", "a.pcap1", "a.pcap2"), names());
    assertEquals(List.of(0L, 1L), times("a.pcap"));
    assertEquals(List.of(2L, 3L), times("a.pcap1"));
    assertEquals(List.of(4L), times("a.pcap2"));
  }

  @Test
  void aFileLastsAsLongAsThePeriodAndIsNamedAfterItsFirstPacket() throws IOException {
    Rotation rotation = new Rotation(0, Duration.ofSeconds(60), 0, ZoneOffset.UTC);
    try (RotatingWriter out = writer("%Y%m%d-%H%M%S.pcap", PCAP, rotation)) {
      for (long at : new long[] {0, 59, 60, 50, 119, 300}) {
        packet(out, NOON + at * SECOND);
      }
    }
    assertEquals(
        List.of("20261121-120000.pcap", "20261121-120100.pcap", "20261121-120500.pcap"), names());
    assertEquals(
        List.of(NOON + 60 * SECOND, NOON + 50 * SECOND, NOON + 119 * SECOND),
        times("20261121-120100.pcap"));
  }

  @Test
  void theSameNameIsNumberedAndANewOneBeginsAnew() throws IOException {
    Rotation rotation = new Rotation(124, Duration.ofSeconds(60), 0, ZoneOffset.UTC);
    try (RotatingWriter out = writer("%H%M", PCAP, rotation)) {
      for (long at : new long[] {0, 1, 2, 60, 61}) {
        packet(out, NOON + at * SECOND);
      }
    }
    assertEquals(List.of("1200", "12001", "12002", "1201", "12011"), names());
  }

  @Test
  void aFileOfItsOwnIsNeverReplacedWhenTimesGoBack() throws IOException {
    Rotation rotation = new Rotation(1, Duration.ofSeconds(Long.MAX_VALUE), 0, ZoneOffset.UTC);
    String pattern = dir.resolve("%S").toString();
    try (RotatingWriter out = new RotatingWriter(pattern, PCAP, rotation, WriteOptions.REPLACE)) {
      for (long at : new long[] {1, 2, 1, 2, 1}) {
        packet(out, NOON + at * SECOND);
      }
      assertEquals(
          Stream.of("01", "02", "011", "021", "012").map(dir::resolve).toList(), out.files());
    }
    assertEquals(List.of("01", "011", "012", "02", "021"), names());
    assertEquals(List.of(NOON + SECOND), times("012"));
  }

  @Test
  void keepsSoManyFiles() throws IOException {
    try (RotatingWriter out = writer("a", PCAP, Rotation.bySize(1).keep(2))) {
      for (int i = 0; i < 5; i++) {
        packet(out, i);
        assertTrue(names().size() <= 2);
      }
      assertEquals(List.of(dir.resolve("a3"), dir.resolve("a4")), out.files());
      assertEquals(5 * 124, out.bytes());
    }
    assertEquals(List.of("a3", "a4"), names());
  }

  @Test
  void aFileThatWasThereIsNeverOverwrittenUnasked() throws IOException {
    Files.writeString(dir.resolve("a1"), "precious");
    try (RotatingWriter out = writer("a", PCAP, Rotation.bySize(1))) {
      packet(out, 0);
      NetmapException thrown = assertThrows(NetmapException.class, () -> packet(out, 1));
      assertTrue(String.valueOf(thrown.getMessage()).contains("a new file"), thrown::toString);
    }
    assertEquals("precious", Files.readString(dir.resolve("a1")));
    assertEquals(List.of(0L), times("a"));
    String pattern = dir.resolve("a").toString();
    try (RotatingWriter out =
        new RotatingWriter(pattern, PCAP, Rotation.bySize(1), WriteOptions.REPLACE)) {
      packet(out, 7);
      packet(out, 8);
    }
    assertEquals(List.of(8L), times("a1"));
  }

  @Test
  void aFailureStays() throws NetmapException {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.isWritable(full), "no /dev/full");
    SavefileFormat toFull =
        (_, _) -> PcapWriter.create(full, PcapHeader.ethernet(TimestampUnit.NANOS));
    try (RotatingWriter out = writer("a", toFull, Rotation.bySize(1))) {
      packet(out, 0);
      NetmapException first = assertThrows(NetmapException.class, () -> packet(out, 1));
      assertTrue(String.valueOf(first.getMessage()).contains("No space left"), first::toString);
      assertEquals(
          first.error(), assertThrows(NetmapException.class, () -> packet(out, 2)).error());
      assertEquals(first.error(), assertThrows(NetmapException.class, out::flush).error());
    }
  }

  @Test
  void everyPcapngFileHasTheInterfaces() throws IOException {
    SavefileFormat format =
        SavefileFormat.pcapng(
            SectionHeader.of("test"),
            List.of(CaptureInterface.ethernet("eth0"), CaptureInterface.ethernet("eth1")));
    try (RotatingWriter out = writer("a.pcapng", format, Rotation.bySize(1))) {
      packet(out, 1);
      out.write(1, 2, ByteBuffer.allocate(1), 1);
    }
    try (SavefileReader in = Savefiles.open(dir.resolve("a.pcapng1"))) {
      assertTrue(in.next());
      assertEquals("eth1", in.captureInterface().name());
      assertFalse(in.next());
    }
  }

  @Test
  void namesHaveTheConversionsOfStrftime() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    TimedName all = new TimedName("%Y %y %m %d %H %M %S %j %s %F %T 100%%");
    assertEquals(
        "2026 26 01 02 03 04 05 002 1767319445 2026-01-02 03:04:05 100%",
        all.of(Instant.parse("2026-01-02T02:04:05Z").atZone(berlin)));
    for (String wrong : List.of("%", "a%Q", "a%", "%-d")) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> new TimedName(wrong));
      assertTrue(String.valueOf(thrown.getMessage()).contains("%Y %y"), thrown::toString);
    }
  }

  @Test
  void refusesNegativeLimitsAndPacketsAfterTheEnd() throws NetmapException {
    assertThrows(IllegalArgumentException.class, () -> Rotation.bySize(-1));
    assertThrows(IllegalArgumentException.class, () -> Rotation.bySize(1).keep(-1));
    assertThrows(IllegalArgumentException.class, () -> Rotation.byTime(Duration.ofNanos(-1)));
    assertThrows(
        IllegalArgumentException.class, () -> writer("no\0path", PCAP, Rotation.bySize(0)));
    RotatingWriter out = writer("a", PCAP, Rotation.bySize(0));
    out.flush();
    out.close();
    out.close();
    assertThrows(IllegalStateException.class, () -> packet(out, 0));
    assertThrows(IllegalStateException.class, out::flush);
  }
}
