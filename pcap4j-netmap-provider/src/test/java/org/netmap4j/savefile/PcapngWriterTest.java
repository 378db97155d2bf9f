package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

class PcapngWriterTest {
  private static final CaptureInterface SMALL =
      new CaptureInterface(1, 64, "e", "", TimestampResolution.MICROS, 5, List.of());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private static SectionHeader section(ByteOrder order) {
    return new SectionHeader(order, "", "", "", List.of());
  }

  private PcapngWriter writer(SectionHeader section) throws NetmapException {
    return PcapngWriter.over(Channels.newChannel(bytes), "x", section, WriteOptions.REPLACE);
  }

  private PcapngReader reader() throws NetmapException {
    return assertInstanceOf(
        PcapngReader.class, Savefiles.over(Captures.channel(bytes.toByteArray()), "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
        + " 00000001 00000028 0001 0000 00000040 0002000165000000 0009000109000000 00000000 00000028"
        + " 00000006 00000024 00000000 00000001 00000007 00000003 000000ff 0a0b0c00 00000024"
        + " 00000003 00000014 00000002 01020000 00000014",
    "false, 0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
        + " 01000000 28000000 0100 0000 40000000 0200010065000000 0900010009000000 00000000 28000000"
        + " 06000000 24000000 00000000 01000000 07000000 03000000 ff000000 0a0b0c00 24000000"
        + " 03000000 14000000 02000000 01020000 14000000",
  })
  void writesTheseBytes(boolean big, String hex) throws NetmapException {
    try (PcapngWriter out = writer(section(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN))) {
      assertEquals(0, out.addInterface(SMALL));
      out.write((1L << 32) + 7, ByteBuffer.wrap(new byte[] {10, 11, 12}), 255);
      out.writeSimple(ByteBuffer.wrap(new byte[] {1, 2}), 2);
      assertEquals(hex.replace(" ", "").length() / 2, out.bytes());
    }
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsWrittenIsRead(boolean big) throws NetmapException {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("PcapngWriterTest seed " + seed);
    Random random = new Random(seed);
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    SectionHeader first = new SectionHeader(order, "hw", "ös", "app", List.of("one", "two"));
    SectionHeader second = section(ByteOrder.nativeOrder());
    CaptureInterface ethernet =
        new CaptureInterface(
            1, 65_535, "eth0", "first", TimestampResolution.NANOS, 0, List.of("x".repeat(60_000)));
    CaptureInterface raw =
        new CaptureInterface(101, 0, "", "", TimestampResolution.NANOS, 0, List.of());
    List<Packet> packets = Captures.packets(random, PcapHeader.ethernet(TimestampUnit.NANOS), 60);
    OptionalLong none = OptionalLong.empty();
    InterfaceStatistics all =
        new InterfaceStatistics(
            1,
            5_000_000_000_000L,
            OptionalLong.of(4_999_999_999_999L),
            OptionalLong.of(5_000_000_000_001L),
            OptionalLong.of(1),
            OptionalLong.of(-1),
            OptionalLong.of(3),
            OptionalLong.of(4),
            OptionalLong.of(5));
    try (PcapngWriter out = writer(first)) {
      for (SectionHeader section : List.of(first, second)) {
        if (section.equals(second)) {
          out.section(second);
        }
        assertEquals(0, out.addInterface(ethernet));
        assertEquals(1, out.addInterface(raw));
        for (int i = 0; i < packets.size(); i++) {
          Packet p = packets.get(i);
          if (i % 2 == 0) {
            out.write(i % 4 / 2, p.nanos(), p.data(), p.original());
          } else {
            out.write(i % 4 / 2, p.nanos(), p.data(), p.original(), options(i));
          }
        }
        out.statistics(all);
        out.statistics(new InterfaceStatistics(0, 1, none, none, none, none, none, none, none));
      }
    }
    try (PcapngReader in = reader()) {
      for (SectionHeader section : List.of(first, second)) {
        for (int i = 0; i < packets.size(); i++) {
          Packet p = packets.get(i);
          assertTrue(in.next());
          assertEquals(section, in.section());
          assertEquals(p.nanos(), in.timestampNanos());
          assertEquals(p.data(), in.data());
          assertEquals(p.original(), in.originalLength());
          assertEquals(i % 4 / 2, in.interfaceId());
          assertEquals(i % 4 / 2 == 0 ? ethernet : raw, in.captureInterface());
          assertEquals(i % 2 == 0 ? PacketOptions.NONE : options(i), in.packetOptions());
        }
      }
      assertFalse(in.next());
      assertEquals(all, in.statistics().get(1));
      assertEquals(0, in.statistics().get(0).interfaceId());
    }
  }

  private static PacketOptions options(int i) {
    return new PacketOptions(
        i % 3 == 0 ? List.of() : List.of("comment " + i, "ü"),
        i % 5 == 0 ? OptionalInt.empty() : OptionalInt.of(-i),
        i % 7 == 0 ? OptionalLong.empty() : OptionalLong.of(1L << i));
  }

  @Test
  void refusesWhatTheFormatCannotHold() throws NetmapException {
    ByteBuffer packet = ByteBuffer.allocate(65);
    ByteBuffer two = ByteBuffer.allocate(2);
    try (PcapngWriter out = writer(section(ByteOrder.BIG_ENDIAN))) {
      assertThrows(IllegalArgumentException.class, () -> out.write(0, two, 2), "no interface");
      out.addInterface(SMALL);
      long before = out.bytes();
      assertThrows(IllegalArgumentException.class, () -> out.write(1, 0, two, 2));
      assertThrows(IllegalArgumentException.class, () -> out.write(-1, 0, two, 2));
      assertThrows(IllegalArgumentException.class, () -> out.write(-1, two, 2));
      assertThrows(IllegalArgumentException.class, () -> out.write(0, packet, 65));
      assertThrows(IllegalArgumentException.class, () -> out.write(0, two, 1));
      assertThrows(IllegalArgumentException.class, () -> out.writeSimple(two, 3));
      assertThrows(
          IllegalArgumentException.class, () -> out.statistics(InterfaceStatistics.of(1, 0, 0, 0)));
      assertThrows(
          IllegalArgumentException.class,
          () -> out.statistics(InterfaceStatistics.of(0, -1, 0, 0)));
      PacketOptions tooLong =
          new PacketOptions(List.of("x".repeat(65_536)), OptionalInt.empty(), OptionalLong.empty());
      assertThrows(IllegalArgumentException.class, () -> out.write(0, 0, two, 2, tooLong));
      assertEquals(before, out.bytes(), "nothing of what was refused is written");
      out.writeSimple(packet.slice(0, 64), 99);
    }
    List<Packet> packets = new ArrayList<>();
    try (PcapngReader in = reader()) {
      Captures.readAll(in, packets);
    }
    assertEquals(1, packets.size());
    assertEquals(64, packets.getFirst().data().remaining());
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenAsked(@TempDir Path dir) throws IOException {
    Path path = Files.writeString(dir.resolve("a"), "precious");
    NetmapException thrown =
        assertThrows(
            NetmapException.class,
            () -> PcapngWriter.create(path, section(ByteOrder.BIG_ENDIAN), WriteOptions.NEW_FILE));
    assertTrue(
        String.valueOf(thrown.getMessage())
            .contains("expected a new file, found one that is there already"),
        thrown::toString);
    assertEquals("precious", Files.readString(path));
    PcapngWriter.create(path, section(ByteOrder.BIG_ENDIAN)).close();
    assertEquals(28, Files.size(path));
  }

  @Test
  void aSectionThatCannotBeWrittenClosesTheFile(@TempDir Path dir) {
    SectionHeader huge =
        new SectionHeader(ByteOrder.BIG_ENDIAN, "", "", "x".repeat(65_536), List.of());
    assertThrows(IllegalArgumentException.class, () -> PcapngWriter.create(dir.resolve("a"), huge));
  }

  @Test
  void aClosedWriterRefuses() throws NetmapException {
    PcapngWriter out = writer(section(ByteOrder.BIG_ENDIAN));
    out.close();
    out.close();
    assertThrows(IllegalStateException.class, () -> out.addInterface(SMALL));
    assertThrows(IllegalStateException.class, () -> out.section(section(ByteOrder.BIG_ENDIAN)));
    assertThrows(IllegalStateException.class, () -> out.write(0, ByteBuffer.allocate(0), 0));
    assertThrows(IllegalStateException.class, out::flush);
  }
}
