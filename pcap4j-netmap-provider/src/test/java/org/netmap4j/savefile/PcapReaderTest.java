package org.netmap4j.savefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.Captures.Packet;

class PcapReaderTest {
  private static final int MICROS = 0xA1B2C3D4;
  private static final int NANOS = 0xA1B23C4D;
  private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  /** The bytes themselves, so that reader and test cannot be wrong together. */
  @ParameterizedTest
  @CsvSource({
    "a1b2c3d4 00020004 00000000 00000000 00000040 00000001, 000000010000000200000003000000ff, 1000002000",
    "d4c3b2a1 02000400 00000000 00000000 40000000 01000000, 010000000200000003000000ff000000, 1000002000",
    "a1b23c4d 00020004 00000000 00000000 00000040 00000001, 000000010000000200000003000000ff, 1000000002",
    "4d3cb2a1 02000400 00000000 00000000 40000000 01000000, 010000000200000003000000ff000000, 1000000002",
  })
  void readsBothOrdersAndBothUnits(String header, String record, long nanos)
      throws NetmapException {
    byte[] file = HexFormat.of().parseHex(header.replace(" ", "") + record + "0a0b0c");
    try (PcapReader in = Captures.reader(file)) {
      boolean micro = nanos % 1000 == 0;
      assertEquals(micro ? TimestampUnit.MICROS : TimestampUnit.NANOS, in.header().unit());
      assertEquals(file[0] == (byte) 0xa1 ? BIG : LITTLE, in.header().order());
      assertEquals(64, in.header().snaplen());
      assertEquals(PcapHeader.ETHERNET, in.header().linktype());
      assertTrue(in.next());
      assertEquals(nanos, in.timestampNanos());
      assertEquals(3, in.capturedLength());
      assertEquals(255, in.originalLength());
      assertEquals(24, in.offset());
      assertEquals(ByteBuffer.wrap(new byte[] {10, 11, 12}), in.data());
      assertFalse(in.next());
      assertEquals(43, in.offset());
      assertEquals(0, in.capturedLength());
      assertFalse(in.data().hasRemaining());
      assertFalse(in.next());
    }
  }

  @ParameterizedTest
  @MethodSource("org.netmap4j.savefile.Captures#formats")
  void deliversAllBeforeTheCutAndSaysWhereItIs(PcapHeader format) throws NetmapException {
    ByteBuffer file = Captures.file(format.unit().magic(), format.order(), 65_535, 1);
    Captures.record(file, 1, 2, 3, 3, (byte) 1, (byte) 2, (byte) 3);
    Captures.record(file, 1, 3, 0, 60);
    Captures.record(file, 1, 4, 5, 5, new byte[5]);
    byte[] whole = Captures.bytes(file);
    List<Integer> starts = List.of(24, 43, 59);
    for (int cut = 0; cut <= whole.length; cut++) {
      byte[] part = Arrays.copyOf(whole, cut);
      int end = cut;
      long complete = List.of(43, 59, 80).stream().filter(at -> at <= end).count();
      List<Packet> packets = new ArrayList<>();
      if (cut == 80 || starts.contains(cut)) {
        packets.addAll(Captures.readAll(part));
      } else {
        BadFile error =
            assertInstanceOf(
                BadFile.class,
                assertThrows(
                        NetmapException.class,
                        () -> {
                          try (PcapReader in = Captures.reader(part)) {
                            Captures.readAll(in, packets);
                          }
                        })
                    .error());
        assertEquals(cut, error.offset());
        assertEquals("test.pcap", error.file());
        assertEquals(cut == 0 ? "an empty file" : "the end of the file", error.found());
        int record = cut < 24 ? -1 : starts.get((int) complete);
        assertTrue(
            cut < 24 || error.expected().endsWith("begins at byte " + record), error.message());
      }
      assertEquals(complete, packets.size(), "cut at " + cut);
    }
  }

  @Test
  void anErrorStays() throws NetmapException {
    ByteBuffer file = Captures.record(Captures.file(MICROS, BIG, 100, 1), 0, 0, 4, 4, (byte) 1);
    try (PcapReader in = Captures.reader(Captures.bytes(file))) {
      NetmapException first = assertThrows(NetmapException.class, in::next);
      NetmapException again = assertThrows(NetmapException.class, in::next);
      assertEquals(first.error(), again.error());
      assertEquals(24, in.offset());
      assertEquals(0, in.capturedLength());
    }
  }

  /** Which lengths can be meant: to the snaplen, to 262144 below that, to 128 MiB in any case. */
  @ParameterizedTest
  @CsvSource({
    "0, 262144, true",
    "0, 262145, false",
    "64, 262144, true",
    "64, 262145, false",
    "300000, 300000, true",
    "300000, 300001, false",
    "-1, 134217728, true",
    "-1, 134217729, false",
    "-1, -1, false",
    "64, -1, false",
    "64, -2147483648, false",
  })
  void boundsTheLengthOfARecord(int snaplen, int captured, boolean possible) {
    ByteBuffer file = Captures.file(NANOS, LITTLE, snaplen, 1);
    Captures.record(file, 0, 0, 1, 1, (byte) 1);
    Captures.record(file, 0, 0, captured, captured, (byte) 1);
    BadFile error = Captures.refusal(Captures.bytes(file));
    // a possible length is believed until the file ends, 17 bytes into that record
    assertEquals(possible ? 58 : 41, error.offset(), error.message());
    assertEquals(
        possible ? "the end of the file" : "one of %d bytes".formatted(captured & 0xFFFF_FFFFL),
        error.found());
  }

  @Test
  void aLengthThatLiesCostsNoMemory() {
    ByteBuffer file = Captures.file(NANOS, LITTLE, -1, 1);
    Captures.record(file, 0, 0, 128 << 20, 128 << 20, (byte) 1);
    byte[] bytes = Captures.bytes(file);
    Captures.refusal(bytes);
    long before = allocated();
    Captures.refusal(bytes);
    assertTrue(allocated() - before < 1 << 20, "allocated " + (allocated() - before));
  }

  @Test
  void hostileFieldsAreDeliveredAsTheyAre() throws NetmapException {
    ByteBuffer file = Captures.file(MICROS, LITTLE, 64, 1);
    Captures.record(file, -1, -1, 1, -1, (byte) 1);
    Captures.record(file, 5, 1_000_000, 1, 0, (byte) 1);
    List<Packet> packets = Captures.readAll(Captures.bytes(file));
    assertEquals(4_294_967_295L * 1_000_000_000L + 4_294_967_295_000L, packets.get(0).nanos());
    assertEquals(4_294_967_295L, packets.get(0).original());
    assertEquals(6_000_000_000L, packets.get(1).nanos());
    assertEquals(0, packets.get(1).original());
  }

  @Test
  void masksWhatIsAboveTheLinktype() throws NetmapException {
    try (PcapReader in =
        Captures.reader(Captures.bytes(Captures.file(NANOS, BIG, -1, 0x5400_00E2)))) {
      assertEquals(0xE2, in.header().linktype());
      assertEquals(0xFFFF_FFFFL, in.header().snaplen());
      assertFalse(in.next());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0a0d0d0a, pcapng",
    "0a0d0d0a, editcap -F pcap IN OUT",
    "a1b2cd34, Kuznetzov",
    "34cdb2a1, Kuznetzov",
    "a1b234cd, Mesquita",
    "4d3c2ba1, Navtel",
    "1c0001ac, IXIA",
    "ab01001c, IXIA",
    "28b52ffd, zstd -dc",
    "fd377a58, xz -dc",
    "1f8b0800, gzip -dc",
    "1f8b0808, gzip -dc",
    "50cafe05, bytes 50cafe05",
  })
  void namesWhatItDoesNotRead(String magic, String found) {
    byte[] start = HexFormat.of().parseHex(magic);
    for (int length : new int[] {4, 24, 100}) {
      BadFile error = Captures.refusal(Arrays.copyOf(start, length));
      assertEquals(0, error.offset());
      assertTrue(error.found().contains(found), error.message());
    }
  }

  @Test
  void knowsARealGzipFile() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(Captures.bytes(Captures.file(MICROS, LITTLE, 64, 1)));
    }
    assertTrue(Captures.refusal(zipped.toByteArray()).found().contains("gzip"));
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "2, 5", "3, 4", "0, 0", "-1, -1"})
  void refusesOtherVersions(short major, short minor) {
    ByteBuffer file = Captures.file(NANOS, LITTLE, 64, 1).putShort(4, major).putShort(6, minor);
    BadFile error = Captures.refusal(Captures.bytes(file));
    assertEquals(4, error.offset());
    assertEquals("version %d.%d".formatted(major & 0xFFFF, minor & 0xFFFF), error.found());
  }

  @Test
  void aPacketMayArriveByteByByte() throws NetmapException {
    ByteBuffer file = Captures.file(MICROS, BIG, 64, 1);
    Captures.record(file, 1, 1, 3, 3, (byte) 7, (byte) 8, (byte) 9);
    ByteBuffer source = ByteBuffer.wrap(Captures.bytes(file));
    List<Packet> packets = new ArrayList<>();
    try (PcapReader in = PcapReader.over(new Drip(source), "drip")) {
      Captures.readAll(in, packets);
    }
    assertEquals(1, packets.size());
    assertEquals(ByteBuffer.wrap(new byte[] {7, 8, 9}), packets.getFirst().data());
  }

  @Test
  void followsAFileThatGrowsByWholeRecords(@TempDir Path dir) throws IOException {
    Path path = dir.resolve("grow.pcap");
    try (PcapWriter out = PcapWriter.create(path, PcapHeader.ethernet(TimestampUnit.NANOS))) {
      out.flush();
      try (PcapReader in = PcapReader.open(path)) {
        assertFalse(in.next());
        out.write(5, new byte[] {1, 2, 3}, 1, 2, 2);
        out.flush();
        assertTrue(in.next());
        assertEquals(ByteBuffer.wrap(new byte[] {2, 3}), in.data());
        assertFalse(in.next());
      }
    }
  }

  @Test
  void saysWhatIsWrongWithAFile(@TempDir Path dir) throws IOException {
    assertEquals("no such file", openRefusal(dir.resolve("none")).found());
    assertTrue(openRefusal(dir).found().contains("directory"), "a directory");
    Path empty = Files.createFile(dir.resolve("empty"));
    assertEquals(
        new BadFile(empty.toString(), 0, "a pcap file header", "an empty file"),
        openRefusal(empty));
    Path text = Files.write(dir.resolve("text"), "hello".getBytes(StandardCharsets.US_ASCII));
    assertEquals("bytes 68656c6c", openRefusal(text).found());
  }

  @Test
  void aChannelThatFailsIsAnError() throws NetmapException {
    IOException cause = new IOException("wire cut");
    ByteBuffer file = ByteBuffer.wrap(Captures.bytes(Captures.file(MICROS, BIG, 64, 1)));
    try (PcapReader in = PcapReader.over(new Failing(file, cause), "wire")) {
      NetmapException thrown = assertThrows(NetmapException.class, in::next);
      assertSame(cause, thrown.getCause());
      assertEquals(24, assertInstanceOf(BadFile.class, thrown.error()).offset());
    }
  }

  @Test
  void refusesANonBlockingChannel() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    try (Pipe.SinkChannel sink = pipe.sink()) {
      assertTrue(sink.isOpen());
      assertThrows(IllegalStateException.class, () -> PcapReader.over(pipe.source(), "pipe"));
      assertFalse(pipe.source().isOpen(), "closed also when it throws");
    }
  }

  @Test
  void closesItsChannelOnceAndThenRefuses() throws NetmapException {
    ReadableByteChannel channel =
        Captures.channel(Captures.bytes(Captures.file(MICROS, BIG, 64, 1)));
    PcapReader in = PcapReader.over(channel, "x");
    in.close();
    in.close();
    assertFalse(channel.isOpen());
    assertThrows(IllegalStateException.class, in::next);
    ReadableByteChannel bad = Captures.channel(new byte[] {1, 2, 3, 4});
    assertThrows(NetmapException.class, () -> PcapReader.over(bad, "x"));
    assertFalse(bad.isOpen());
  }

  @Test
  void readingAllocatesNothingPerRecord() throws NetmapException {
    ByteBuffer file = Captures.file(NANOS, LITTLE, 64, 1);
    while (file.remaining() > 80) {
      Captures.record(file, 1, 1, 60, 60, new byte[60]);
    }
    byte[] bytes = Captures.bytes(file);
    assertEquals(sum(bytes), sum(bytes));
    long before = allocated();
    sum(bytes);
    long bytesAllocated = allocated() - before;
    assertTrue(bytesAllocated < 300_000, bytesAllocated + " bytes for " + bytes.length / 76);
  }

  /** Random bytes, and files that were right until some bytes were changed. */
  @Test
  void randomBytesGiveRecordsOrABadFile() throws NetmapException {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("PcapReaderTest seed " + seed);
    Random random = new Random(seed);
    PcapHeader header = new PcapHeader(TimestampUnit.MICROS, LITTLE, 65_535, 1);
    byte[] right = Captures.write(header, Captures.packets(random, header, 4));
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] file = i % 3 == 0 ? new byte[random.nextInt(200)] : right.clone();
      if (i % 3 == 0) {
        random.nextBytes(file);
      }
      for (int changes = random.nextInt(4); changes > 0 && file.length > 0; changes--) {
        int at =
            random.nextBoolean()
                ? random.nextInt(Math.min(64, file.length))
                : random.nextInt(file.length);
        file[at] = (byte) random.nextInt();
      }
      try {
        Captures.readAll(file);
      } catch (NetmapException e) {
        BadFile error = assertInstanceOf(BadFile.class, e.error(), "seed " + seed);
        assertTrue(error.offset() >= 0 && error.offset() <= file.length, "seed " + seed);
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", file " + HexFormat.of().formatHex(file), e);
      }
    }
    assertTrue(refused > 500 && refused < 3_000, refused + " refused, seed " + seed);
  }

  private static BadFile openRefusal(Path path) {
    NetmapException thrown = assertThrows(NetmapException.class, () -> PcapReader.open(path));
    return assertInstanceOf(BadFile.class, thrown.error());
  }

  private static long sum(byte[] file) throws NetmapException {
    long sum = 0;
    try (PcapReader in = Captures.reader(file)) {
      while (in.next()) {
        sum += in.timestampNanos() + in.data().get(in.data().position());
      }
    }
    return sum;
  }

  private static long allocated() {
    return assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Gives one byte at a time. */
  private record Drip(ByteBuffer source) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) {
      if (!source.hasRemaining()) {
        return -1;
      }
      into.put(source.get());
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Gives what it has and then fails. */
  private record Failing(ByteBuffer source, IOException cause) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      if (!source.hasRemaining()) {
        throw cause;
      }
      int bytes = source.remaining();
      into.put(source);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
