package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

class PcapWriterTest {
  private static final PcapHeader SMALL =
      new PcapHeader(TimestampUnit.MICROS, ByteOrder.LITTLE_ENDIAN, 64, 1);

  @ParameterizedTest
  @CsvSource({
    "MICROS, true, a1b2c3d400020004000000000000000000000040000000010000000100000002000000010000000aff",
    "MICROS, false, d4c3b2a1020004000000000000000000400000000100000001000000020000000100"
        + "00000a000000ff",
    "NANOS, true, a1b23c4d000200040000000000000000000000400000000100000001000007d7000000010000000aff",
    "NANOS, false, 4d3cb2a102000400000000000000000040000000010000000100000"
        + "0d7070000010000000a000000ff",
  })
  void writesTheseBytes(TimestampUnit unit, boolean big, String hex) throws NetmapException {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Packet packet = new Packet(1_000_002_007L, ByteBuffer.wrap(new byte[] {-1}), 10, 24);
    assertEquals(
        hex,
        HexFormat.of()
            .formatHex(Captures.write(new PcapHeader(unit, order, 64, 1), List.of(packet))));
  }

  @ParameterizedTest
  @MethodSource("org.netmap4j.savefile.Captures#formats")
  void whatIsWrittenIsRead(PcapHeader header) throws NetmapException {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("PcapWriterTest seed " + seed);
    List<Packet> packets = Captures.packets(new Random(seed), header, 40);
    byte[] file = Captures.write(header, packets);
    try (PcapReader in = Captures.reader(file)) {
      assertEquals(header, in.header());
    }
    assertEquals(packets, Captures.readAll(file), "seed " + seed);
  }

  @Test
  void aPacketMayBeLongerThanTheBuffers() throws NetmapException {
    PcapHeader header = PcapHeader.ethernet(TimestampUnit.NANOS);
    byte[] longest = new byte[PcapHeader.MAX_SNAPLEN];
    new Random(1).nextBytes(longest);
    List<Packet> packets =
        List.of(
            new Packet(1, ByteBuffer.wrap(new byte[] {1}), 1, 24),
            new Packet(2, ByteBuffer.wrap(longest), longest.length, 41),
            new Packet(3, ByteBuffer.wrap(new byte[] {3}), 1, 57 + longest.length));
    assertEquals(packets, Captures.readAll(Captures.write(header, packets)));
  }

  @Test
  void leavesThePacketsPositionAlone() throws NetmapException {
    ByteBuffer packet = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PcapWriter out = PcapWriter.over(Channels.newChannel(bytes), "x", SMALL)) {
      out.write(0, packet, 2);
      out.write(0, packet, 2);
    }
    assertEquals(1, packet.position());
    List<Packet> read = Captures.readAll(bytes.toByteArray());
    assertEquals(2, read.size());
    assertEquals(ByteBuffer.wrap(new byte[] {2, 3}), read.get(1).data());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, timestampNanos",
    "4294967296000000000, 1, 1, timestampNanos",
    "0, 65, 65, length=65",
    "0, 2, 1, originalLength=1",
    "0, 1, 4294967296, originalLength=4294967296",
  })
  void refusesWhatTheFormatCannotHold(long nanos, int length, long original, String says)
      throws NetmapException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PcapWriter out = PcapWriter.over(Channels.newChannel(bytes), "x", SMALL)) {
      IllegalArgumentException thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> out.write(nanos, new byte[length], 0, length, original));
      assertTrue(String.valueOf(thrown.getMessage()).contains(says), thrown::toString);
    }
    assertEquals(24, bytes.size(), "nothing of the refused record is written");
  }

  @Test
  void refusesAHeaderThatTheFormatCannotHold() {
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    for (long snaplen : new long[] {-1, 0x1_0000_0000L}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PcapHeader(TimestampUnit.NANOS, order, snaplen, 1));
    }
    for (int linktype : new int[] {-1, 0x1_0000}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new PcapHeader(TimestampUnit.NANOS, order, 64, linktype));
    }
  }

  @Test
  void replacesAFileAndClosesIt(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("a.pcap");
    Files.write(path, new byte[100]);
    PcapWriter out = PcapWriter.create(path, PcapHeader.ethernet(TimestampUnit.NANOS));
    out.close();
    out.close();
    assertEquals(24, Files.size(path));
    assertThrows(IllegalStateException.class, () -> out.write(0, new byte[1], 0, 1, 1));
    assertThrows(IllegalStateException.class, out::flush);
    NetmapException thrown =
        assertThrows(
            NetmapException.class,
            () -> PcapWriter.create(dir, PcapHeader.ethernet(TimestampUnit.NANOS)));
    assertEquals(dir.toString(), assertInstanceOf(BadFile.class, thrown.error()).file());
  }

  @Test
  void aFailedWriteStaysFailedAndClosesTheChannel() throws NetmapException {
    Full full = new Full(30);
    PcapWriter out = PcapWriter.over(full, "full", SMALL);
    out.write(0, new byte[64], 0, 64, 64);
    NetmapException first = assertThrows(NetmapException.class, out::flush);
    assertEquals(
        new BadFile("full", 30, "room for 74 bytes more", "java.io.IOException: disk full"),
        first.error());
    assertEquals(first.error(), assertThrows(NetmapException.class, out::flush).error());
    assertEquals(
        first.error(),
        assertThrows(NetmapException.class, () -> out.write(0, new byte[1], 0, 1, 1)).error());
    out.close();
    assertFalse(full.isOpen());
    Full atClose = new Full(0);
    PcapWriter other = PcapWriter.over(atClose, "full", SMALL);
    assertThrows(NetmapException.class, other::close);
    assertFalse(atClose.isOpen());
  }

  /** Other programs' opinion of the files, where there are such programs. */
  @ParameterizedTest
  @MethodSource("others")
  void otherProgramsReadTheFile(String program, String option, PcapHeader header, @TempDir Path dir)
      throws IOException, InterruptedException {
    Path path = dir.resolve("a.pcap");
    try (PcapWriter out = PcapWriter.create(path, header)) {
      for (int i = 0; i < 3; i++) {
        out.write(1_700_000_000_123_456_000L + i * 1_000L, new byte[60], 0, 60, 60 + i);
      }
    }
    ProcessBuilder builder = new ProcessBuilder(program, option, path.toString());
    builder.environment().put("TZ", "UTC");
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      String cause = "not compared with " + program + ": " + e.getMessage();
      System.out.println(cause);
      abort(cause);
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(
        program.equals("tcpdump")
            ? said.contains("1700000000.123458")
            : said.lines().anyMatch(line -> line.matches("Number of packets:\\s+3")),
        said);
  }

  static Stream<Arguments> others() {
    return Captures.formats()
        .flatMap(header ->
            Stream.of(
                Arguments.of("tcpdump", "-ttnr", header), Arguments.of("capinfos", "-Mc", header)));
  }

  /** Takes so many bytes and then fails. */
  private static final class Full implements WritableByteChannel {
    private int room;
    private boolean open = true;

    Full(int room) {
      this.room = room;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (room == 0) {
        throw new IOException("disk full");
      }
      int bytes = Math.min(room, from.remaining());
      from.position(from.position() + bytes);
      room -= bytes;
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
