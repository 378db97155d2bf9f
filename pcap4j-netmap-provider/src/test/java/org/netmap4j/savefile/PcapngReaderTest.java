package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

class PcapngReaderTest {
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  private static PcapngReader reader(byte[] file) throws NetmapException {
    return assertInstanceOf(
        PcapngReader.class, Savefiles.over(Captures.channel(file), "test.pcapng"));
  }

  private static List<Packet> readAll(byte[] file) throws NetmapException {
    List<Packet> packets = new ArrayList<>();
    try (PcapngReader in = reader(file)) {
      Captures.readAll(in, packets);
    }
    return packets;
  }

  private static BadFile refusal(byte[] file) {
    return assertInstanceOf(
        BadFile.class, assertThrows(NetmapException.class, () -> readAll(file)).error());
  }

  /** The bytes themselves, so that reader and helper cannot be wrong together. */
  @ParameterizedTest
  @CsvSource({
    "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c"
        + " 00000001 00000014 0001 0000 00000040 00000014"
        + " 00000006 00000024 00000000 00000001 00000002 00000003 000000ff 0a0b0c00 00000024",
    "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"
        + " 01000000 14000000 0100 0000 40000000 14000000"
        + " 06000000 24000000 00000000 01000000 02000000 03000000 ff000000 0a0b0c00 24000000",
  })
  void readsBothOrders(String hex) throws NetmapException {
    byte[] file = HexFormat.of().parseHex(hex.replace(" ", ""));
    try (PcapngReader in = reader(file)) {
      assertEquals(file[4] == 0 ? BIG : LITTLE, in.section().order());
      assertThrows(IllegalStateException.class, in::captureInterface);
      assertTrue(in.next());
      assertEquals(((1L << 32) + 2) * 1000, in.timestampNanos());
      assertEquals(3, in.capturedLength());
      assertEquals(255, in.originalLength());
      assertEquals(48, in.offset());
      assertEquals(ByteBuffer.wrap(new byte[] {10, 11, 12}), in.data());
      assertEquals(1, in.linktype());
      assertEquals(
          new CaptureInterface(1, 64, "", "", TimestampResolution.MICROS, 0, List.of()),
          in.captureInterface());
      assertEquals(PacketOptions.NONE, in.packetOptions());
      assertFalse(in.next());
      assertEquals(84, in.offset());
    }
  }

  @Test
  void readsEveryKindOfBlockInBothSections() throws NetmapException {
    try (PcapngReader in = reader(Blocks.everything().bytes())) {
      for (ByteOrder order : List.of(BIG, LITTLE)) {
        assertTrue(in.next());
        assertEquals(order, in.section().order());
        assertEquals("app", in.section().application());
        assertEquals(List.of("two orders"), in.section().comments());
        assertEquals(1_000_000_007L, in.timestampNanos());
        assertEquals("eth0", in.captureInterface().name());
        assertEquals(60, in.originalLength());
        assertEquals(1, in.interfaces().size());
        assertEquals(List.of(), in.statistics());

        assertTrue(in.next());
        assertEquals(1_500_000_000L, in.timestampNanos());
        assertEquals(1, in.interfaceId());
        assertEquals(101, in.linktype());
        assertEquals("tun0", in.captureInterface().name());
        assertEquals("a tunnel", in.captureInterface().description());
        assertEquals(
            new PacketOptions(List.of("half past one"), OptionalInt.of(1), OptionalLong.empty()),
            in.packetOptions());

        assertTrue(in.next());
        assertEquals(9, in.timestampNanos());
        assertEquals(0, in.interfaceId());
        assertEquals(ByteBuffer.wrap(new byte[] {7}), in.data());
        assertEquals(
            new PacketOptions(List.of("old"), OptionalInt.empty(), OptionalLong.of(3)),
            in.packetOptions());

        assertTrue(in.next());
        assertEquals(0, in.timestampNanos());
        assertEquals(ByteBuffer.wrap(new byte[] {9, 8}), in.data());
        assertEquals(PacketOptions.NONE, in.packetOptions());
      }
      assertFalse(in.next());
      assertEquals(List.of(InterfaceStatistics.of(0, 2_000_000_000L, 5, 1)), in.statistics());
    }
  }

  @Test
  void appliesResolutionAndOffset() throws NetmapException {
    Blocks file = new Blocks(LITTLE).section(LITTLE);
    file.linked(1, 0, Blocks.bytes(9, 3), file.number(14, 1_700_000_000L));
    file.linked(1, 0, Blocks.bytes(9, 0x81), file.number(14, -1));
    file.linked(1, 0, Blocks.bytes(9, 12));
    file.linked(1, 0, file.number(14, Long.MAX_VALUE));
    file.linked(1, 0, file.number(14, Long.MIN_VALUE));
    for (int i = 0; i < 5; i++) {
      file.enhanced(i, 1999, new byte[0], 0);
    }
    file.enhanced(2, -1, new byte[0], 0);
    file.enhanced(0, -1, new byte[0], 0);
    assertEquals(
        List.of(
            1_700_000_001_999_000_000L,
            998_500_000_000L,
            1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE + 1_999_000,
            18_446_744_073_709_551L,
            Long.MAX_VALUE),
        readAll(file.bytes()).stream().map(Packet::nanos).toList());
  }

  @Test
  void timesOfCountersHaveTheirInterfacesResolutionAndOffset() throws NetmapException {
    Blocks file = new Blocks(BIG).section(BIG);
    file.linked(1, 0, Blocks.bytes(9, 3), file.number(14, 1));
    file.statistics(0, 7, file.number(2, 5), file.number(3, 6)); // high half first, as times are
    try (PcapngReader in = reader(file.bytes())) {
      assertFalse(in.next());
      InterfaceStatistics counters = in.statistics().getFirst();
      assertEquals(1_007_000_000L, counters.timestampNanos());
      assertEquals(OptionalLong.of(1_005_000_000L), counters.started());
      assertEquals(OptionalLong.of(1_006_000_000L), counters.ended());
    }
  }

  @Test
  void textsMayEndWithZeros() throws NetmapException {
    Blocks file = new Blocks(BIG).section(BIG, Blocks.text(2, "box\0\0"), Blocks.text(3, "\0"));
    try (PcapngReader in = reader(file.bytes())) {
      assertEquals("box", in.section().hardware());
      assertEquals("", in.section().os());
    }
  }

  @Test
  void optionsNeedNoEndAndNothingIsReadBehindIt() throws NetmapException {
    Blocks file = new Blocks(BIG).section(BIG).linked(1, 0);
    ByteBuffer body = file.body().putInt(0).putLong(0).putInt(0).putInt(0);
    file.block(6, body.putShort((short) 2).putShort((short) 4).putInt(77));
    ByteBuffer ended = file.body().putInt(0).putLong(0).putInt(0).putInt(0);
    file.block(6, ended.putInt(0).putShort((short) 2).putShort((short) 4).putInt(77));
    try (PcapngReader in = reader(file.bytes())) {
      assertTrue(in.next());
      assertEquals(OptionalInt.of(77), in.packetOptions().flags());
      assertTrue(in.next());
      assertEquals(OptionalInt.empty(), in.packetOptions().flags());
    }
  }

  @Test
  void askingForOptionsLeavesThePacketAlone() throws NetmapException {
    byte[] data = {1, 2, 3, 4, 5};
    Blocks file =
        new Blocks(BIG).section(BIG).linked(1, 0).enhanced(0, 0, data, 5, Blocks.text(1, "a text"));
    try (PcapngReader in = reader(file.bytes())) {
      assertTrue(in.next());
      ByteBuffer before = in.data();
      assertEquals(List.of("a text"), in.packetOptions().comments());
      assertEquals(ByteBuffer.wrap(data), in.data());
      assertEquals(ByteBuffer.wrap(data), before);
    }
  }

  @Test
  void aPacketsBrokenOptionsDoNotEndTheFile() throws NetmapException {
    Blocks file = new Blocks(BIG).section(BIG).linked(1, 0);
    int at = file.size();
    file.enhanced(0, 0, new byte[4], 4, Blocks.bytes(2, 1, 2, 3));
    file.block(
        6, file.body().putInt(0).putLong(0).putLong(0).putShort((short) 9).putShort((short) 1));
    file.enhanced(0, 0, new byte[1], 1);
    try (PcapngReader in = reader(file.bytes())) {
      assertTrue(in.next());
      BadFile size = badOptions(in);
      assertEquals(at + 34, size.offset());
      assertEquals("option 2 to have 4 bytes", size.expected());
      assertTrue(in.next());
      BadFile beyond = badOptions(in);
      assertEquals(at + 48 + 30, beyond.offset());
      assertEquals("an option of at most 0 bytes", beyond.expected());
      assertTrue(in.next());
      assertEquals(PacketOptions.NONE, in.packetOptions());
    }
  }

  private static BadFile badOptions(PcapngReader in) {
    return assertInstanceOf(
        BadFile.class, assertThrows(NetmapException.class, in::packetOptions).error());
  }

  /** As a stream and mapped. */
  @Test
  void deliversAllBeforeTheCutAndSaysWhereItIs(@TempDir Path dir) throws IOException {
    Blocks file = Blocks.everything();
    byte[] whole = file.bytes();
    Path path = dir.resolve("cut.pcapng");
    for (int cut = 0; cut <= whole.length; cut++) {
      byte[] part = Arrays.copyOf(whole, cut);
      Files.write(path, part);
      int end = cut;
      long complete = file.packetEnds.stream().filter(at -> at <= end).count();
      for (boolean mapped : new boolean[] {false, true}) {
        List<Packet> packets = new ArrayList<>();
        String where = "cut at " + cut + (mapped ? ", mapped" : "");
        if (file.ends.contains(cut)) {
          try (SavefileReader in = mapped ? Savefiles.map(path) : Savefiles.open(path)) {
            Captures.readAll(in, packets);
            assertEquals(cut, in.offset());
          }
        } else {
          NetmapException thrown =
              assertThrows(
                  NetmapException.class,
                  () -> {
                    try (SavefileReader in = mapped ? Savefiles.map(path) : Savefiles.open(path)) {
                      Captures.readAll(in, packets);
                    }
                  },
                  where);
          BadFile error = assertInstanceOf(BadFile.class, thrown.error());
          assertEquals(cut, error.offset(), where + ": " + error.message());
          assertEquals(cut == 0 ? "an empty file" : "the end of the file", error.found(), where);
        }
        assertEquals(complete, packets.size(), where);
      }
    }
  }

  /**
   * Four bytes of a right file are overwritten: where, by what; what is said, and of which byte.
   */
  @ParameterizedTest
  @CsvSource({
    "4, 24, 4, a block of at least 28 bytes",
    "4, 30, 4, a multiple of 4",
    "4, -4, 4, a block of at most",
    "8, 7, 8, the byte-order magic",
    "12, 0x20000, 12, version 1.0",
    "12, 0x10001, 12, version 1.0",
    "24, 0, 24, 'the block''s length again, 28'",
    "32, 16, 32, a block of at least 20 bytes",
    "32, 22, 32, a multiple of 4",
    "32, 0x7ffffffc, 32, a block of at most",
    "32, 60, 84, 'the block''s length again, 60'",
    "44, 24, 44, 'the block''s length again, 20'",
    "52, 28, 52, a block of at least 32 bytes",
    "52, 32, 76, 'the block''s length again, 32'",
    "56, 1, 56, an interface below 1",
    "56, -1, 56, an interface below 1",
    "68, 9, 48, a packet of at most 8 bytes",
    "68, -1, 48, a packet of at most 8 bytes",
    "84, 0, 84, 'the block''s length again, 40'",
    "88, 0x77, 128, the rest of a block",
    "92, 8, 92, a block of at least 12 bytes",
    "92, 0, 92, a block of at least 12 bytes",
    "92, 36, 120, 'the block''s length again, 36'",
    "92, -4, 128, the rest of a block of 4294967292 bytes",
  })
  void saysWhatIsWrongAndWhere(String at, String value, long offset, String expected) {
    Blocks file =
        new Blocks(BIG)
            .section(BIG)
            .linked(1, 64)
            .enhanced(0, 1, new byte[8], 8)
            .block(0x77, ByteBuffer.allocate(28).putLong(1).position(28));
    int number = Integer.decode(at);
    file.poke(number, Long.decode(value).intValue());
    if (number == 88) {
      file.poke(92, 44).poke(124, 44); // four bytes more than there are
    }
    BadFile error = refusal(file.bytes());
    assertTrue(error.expected().contains(expected), error.message());
    assertEquals(offset, error.offset(), error.message());
  }

  @Test
  void refusesPacketsWithoutAnInterfaceAndTooLongSimpleOnes() {
    for (Blocks file :
        List.of(
            new Blocks(BIG).section(BIG).simple(new byte[4], 4),
            new Blocks(BIG).section(BIG).obsolete(0, 0, 0, new byte[4], 4),
            new Blocks(BIG).section(BIG).statistics(0, 0),
            new Blocks(BIG).section(BIG).linked(1, 0).section(LITTLE).simple(new byte[4], 4))) {
      assertTrue(
          refusal(file.bytes()).expected().startsWith("an interface below 0"),
          () -> refusal(file.bytes()).message());
    }
    Blocks simple = new Blocks(BIG).section(BIG).linked(1, 8).simple(new byte[4], 9);
    BadFile error = refusal(simple.bytes());
    assertEquals("a packet of at most 4 bytes in this block", error.expected());
    assertEquals("one of 8 bytes", error.found());
  }

  @Test
  void aSimplePacketIsCutToTheSnaplen() throws NetmapException {
    Blocks file = new Blocks(BIG).section(BIG).linked(1, 3).simple(new byte[] {1, 2, 3}, 99);
    Packet packet = readAll(file.bytes()).getFirst();
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), packet.data());
    assertEquals(99, packet.original());
  }

  @Test
  void refusesOptionsOfTheWrongLength() {
    for (Blocks.Option option :
        List.of(Blocks.bytes(9, 1, 2), Blocks.bytes(14, 1), Blocks.bytes(9))) {
      BadFile error = refusal(new Blocks(BIG).section(BIG).linked(1, 0, option).bytes());
      assertEquals(28 + 16 + 2, error.offset(), error.message());
      assertTrue(error.expected().startsWith("option " + option.code() + " to have"));
    }
  }

  @Test
  void aLengthThatLiesCostsNoMemory() {
    Blocks file = new Blocks(BIG).section(BIG).linked(1, -1);
    file.block(6, file.body().putLong(0)).poke(52, 128 << 20);
    byte[] bytes = file.bytes();
    refusal(bytes);
    long before = allocated();
    refusal(bytes);
    assertTrue(allocated() - before < 1 << 20, "allocated " + (allocated() - before));
  }

  @Test
  void readingAllocatesNothingPerPacket() throws NetmapException {
    Blocks file = new Blocks(LITTLE).section(LITTLE).linked(1, 0, Blocks.bytes(9, 6));
    for (int i = 0; i < 8_000; i++) {
      file.enhanced(0, i, new byte[61], 61);
    }
    byte[] bytes = file.bytes();
    assertEquals(sum(bytes), sum(bytes));
    long before = allocated();
    sum(bytes);
    assertTrue(allocated() - before < 300_000, "allocated " + (allocated() - before));
  }

  private static long sum(byte[] file) throws NetmapException {
    long sum = 0;
    try (PcapngReader in = reader(file)) {
      while (in.next()) {
        sum += in.timestampNanos() + in.data().get(in.data().position()) + in.linktype();
      }
    }
    return sum;
  }

  private static long allocated() {
    return assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void aSectionHasSoManyInterfacesAtMost() {
    int count = (1 << 16) + 1;
    Blocks start = new Blocks(BIG).section(BIG);
    byte[] one = new Blocks(BIG).linked(1, 0).bytes();
    ByteBuffer file = ByteBuffer.allocate(start.size() + count * one.length).put(start.bytes());
    while (file.hasRemaining()) {
      file.put(one);
    }
    assertEquals("at most 65536 interfaces", refusal(file.array()).expected());
  }

  @Test
  void aPcapReaderSaysThatItIsPcapng() {
    BadFile error = Captures.refusal(Blocks.everything().bytes());
    assertTrue(error.found().startsWith("pcapng"), error.message());
  }

  @Test
  void eitherFormatIsOpenedAndNothingElse(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("x");
    try (PcapWriter out = PcapWriter.create(path, PcapHeader.ethernet(TimestampUnit.NANOS))) {
      out.write(7, new byte[5], 0, 5, 5);
    }
    try (SavefileReader in = Savefiles.open(path)) {
      assertInstanceOf(PcapReader.class, in);
      assertTrue(in.next());
      assertEquals(TimestampResolution.NANOS, in.captureInterface().resolution());
      assertEquals(0, in.interfaceId());
      assertEquals(1, in.linktype());
    }
    for (String text : List.of("", "\n", "what is this, then")) {
      Files.writeString(path, text);
      for (boolean mapped : new boolean[] {false, true}) {
        NetmapException thrown =
            assertThrows(
                NetmapException.class,
                () -> (mapped ? Savefiles.map(path) : Savefiles.open(path)).close());
        assertTrue(
            String.valueOf(thrown.getMessage()).contains("expected a pcap or pcapng file header"),
            thrown::toString);
      }
    }
  }
}
