package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.InterfaceStatistics;
import org.netmap4j.savefile.PacketOptions;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapngReader;
import org.netmap4j.savefile.PcapngWriter;
import org.netmap4j.savefile.SavefileFormat;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.SavefileWriter;
import org.netmap4j.savefile.Savefiles;
import org.netmap4j.savefile.SectionHeader;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.savefile.WriteOptions;

/** Our files read by other programs and theirs by us: equal counts, times, lengths and bytes. */
class SavefileToolsTest {
  private static final int PACKETS = 200;
  private static final long FIRST = 1_700_000_000_123_456_789L;

  @TempDir private Path folder;

  /** What is compared of a packet. */
  private record Seen(long nanos, long original, String hex) {
    Seen inMicros() {
      return new Seen(nanos / 1000 * 1000, original, hex);
    }
  }

  /** The formats that are written. */
  enum Format {
    PCAP_MICRO_BIG(TimestampUnit.MICROS, true),
    PCAP_MICRO_LITTLE(TimestampUnit.MICROS, false),
    PCAP_NANO_BIG(TimestampUnit.NANOS, true),
    PCAP_NANO_LITTLE(TimestampUnit.NANOS, false),
    PCAPNG_BIG(null, true),
    PCAPNG_LITTLE(null, false);

    /** Of a pcap file; null of a pcapng file. */
    private final @Nullable TimestampUnit unit;

    private final boolean big;

    Format(@Nullable TimestampUnit unit, boolean big) {
      this.unit = unit;
      this.big = big;
    }

    ByteOrder order() {
      return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    boolean micro() {
      return unit == TimestampUnit.MICROS;
    }

    SavefileWriter create(Path file, WriteOptions options) throws NetmapException {
      SavefileFormat format =
          unit == null
              ? SavefileFormat.pcapng(
                  new SectionHeader(order(), "hw", "os", "netmap4j", List.of("a section")),
                  List.of(CaptureInterface.ethernet("eth0")))
              : SavefileFormat.pcap(new PcapHeader(unit, order(), 65_535, PcapHeader.ETHERNET));
      return format.create(file, options);
    }
  }

  private static void need(String program, String packageName) throws IOException {
    assumeTrue(
        Commands.have(program),
        "no '%s' on this machine (package %s)".formatted(program, packageName));
  }

  /** Some are longer on the wire than here; all times and lengths differ. */
  private static List<Seen> packets() {
    Random random = new Random(7);
    List<Seen> packets = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      byte[] data = new byte[14 + random.nextInt(1500)];
      random.nextBytes(data);
      int original = data.length + (i % 3 == 0 ? i : 0);
      packets.add(new Seen(FIRST + 1_000_000_001L * i, original, HexFormat.of().formatHex(data)));
    }
    return packets;
  }

  private Path write(Format format, List<Seen> packets) throws NetmapException {
    Path file = folder.resolve("ours");
    try (SavefileWriter out = format.create(file, WriteOptions.REPLACE)) {
      for (Seen packet : packets) {
        ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex(packet.hex));
        out.write(packet.nanos, data, packet.original);
      }
    }
    return file;
  }

  private static List<Seen> read(Path file) throws NetmapException {
    List<Seen> packets = new ArrayList<>();
    try (SavefileReader in = Savefiles.open(file)) {
      while (in.next()) {
        byte[] data = new byte[in.capturedLength()];
        in.data().get(data);
        packets.add(
            new Seen(in.timestampNanos(), in.originalLength(), HexFormat.of().formatHex(data)));
      }
    }
    return packets;
  }

  private static List<Seen> asWritten(Format format, List<Seen> packets) {
    return format.micro() ? packets.stream().map(Seen::inMicros).toList() : packets;
  }

  private static String decimal(long nanos) {
    return "%d.%09d".formatted(nanos / 1_000_000_000, nanos % 1_000_000_000);
  }

  private static List<String> cells(String line) {
    return Pattern.compile("\t").splitAsStream(line.strip()).toList();
  }

  private static String md5(String hex) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(HexFormat.of().parseHex(hex));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tsharkReadsOurs(Format format) throws IOException {
    need("tshark", "tshark");
    List<Seen> packets = packets();
    Path file = write(format, packets);
    String said =
        Commands.ok(
            "tshark -n -o frame.generate_md5_hash:TRUE -r '%s' -T fields -e frame.time_epoch"
                    .formatted(file)
                + " -e frame.len -e frame.cap_len -e frame.md5_hash 2>/dev/null");
    List<String> expected =
        asWritten(format, packets).stream()
            .map(p ->
                "%s\t%d\t%d\t%s"
                    .formatted(decimal(p.nanos), p.original, p.hex.length() / 2, md5(p.hex)))
            .toList();
    assertEquals(expected, said.lines().toList());
  }

  @ParameterizedTest
  @EnumSource
  void capinfosReadsOurs(Format format) throws IOException {
    need("capinfos", "wireshark-common");
    List<Seen> packets = packets();
    Path file = write(format, packets);
    String said = Commands.ok("TZ=UTC capinfos -T -r -M -S -c -d -a -e '%s'".formatted(file));
    List<Seen> written = asWritten(format, packets);
    List<String> cells = cells(said);
    assertEquals(Integer.toString(PACKETS), cells.get(1), said);
    assertEquals(
        Long.toString(packets.stream().mapToLong(Seen::original).sum()), cells.get(2), said);
    assertTrue(decimal(written.getFirst().nanos).startsWith(cells.get(3)), said);
    assertTrue(decimal(written.getLast().nanos).startsWith(cells.get(4)), said);
  }

  @ParameterizedTest
  @EnumSource
  void tcpdumpReadsOursAndWeReadWhatItWrites(Format format) throws IOException {
    need("tcpdump", "tcpdump");
    List<Seen> packets = packets();
    Path file = write(format, packets);
    Path theirs = folder.resolve("theirs.pcap");
    Commands.ok("tcpdump --nano -r '%s' -w '%s' 2>&1".formatted(file, theirs));
    assertEquals(asWritten(format, packets), read(theirs));
  }

  @ParameterizedTest
  @EnumSource
  void weReadWhatEditcapWrites(Format format) throws IOException {
    need("editcap", "wireshark-common");
    List<Seen> packets = packets();
    Path file = write(format, packets);
    for (String type : List.of("pcap", "nsecpcap", "pcapng")) {
      Path theirs = folder.resolve("theirs." + type);
      Commands.ok("editcap -F %s '%s' '%s'".formatted(type, file, theirs));
      List<Seen> written = asWritten(format, packets);
      assertEquals(
          type.equals("pcap") ? written.stream().map(Seen::inMicros).toList() : written,
          read(theirs),
          type);
    }
  }

  @Test
  void weReadWhatMergecapWrites() throws IOException {
    need("mergecap", "wireshark-common");
    List<Seen> packets = packets();
    Path even = folder.resolve("even");
    Path odd = folder.resolve("odd");
    Files.move(write(Format.PCAPNG_BIG, every(packets, 0)), even);
    Files.move(write(Format.PCAP_NANO_LITTLE, every(packets, 1)), odd);
    Path merged = folder.resolve("merged");
    Commands.ok("mergecap -w '%s' '%s' '%s'".formatted(merged, even, odd));
    assertEquals(packets, read(merged));
    try (SavefileReader in = Savefiles.open(merged)) {
      PcapngReader ng = assertInstanceOf(PcapngReader.class, in);
      assertTrue(ng.next());
      assertTrue(ng.next());
      assertEquals(2, ng.interfaces().size());
      assertEquals(1, ng.interfaceId());
      assertEquals("eth0", ng.interfaces().getFirst().name());
    }
  }

  private static List<Seen> every(List<Seen> packets, int remainder) {
    return Stream.iterate(remainder, i -> i < packets.size(), i -> i + 2)
        .map(packets::get)
        .toList();
  }

  @Test
  void filesOneBehindTheOtherAreSections() throws IOException {
    need("tshark", "tshark");
    List<Seen> packets = packets();
    Path big = folder.resolve("big");
    Files.move(write(Format.PCAPNG_BIG, packets), big);
    Path little = write(Format.PCAPNG_LITTLE, packets);
    Path both = folder.resolve("both");
    Commands.ok("cat '%s' '%s' > '%s'".formatted(big, little, both));
    List<Seen> twice = new ArrayList<>(packets);
    twice.addAll(packets);
    assertEquals(twice, read(both));
    String said =
        Commands.ok("tshark -n -r '%s' -T fields -e frame.time_epoch 2>&1".formatted(both));
    assertEquals(
        twice.stream().map(p -> decimal(p.nanos)).toList(),
        said.lines().filter(line -> line.matches("[0-9.]+")).toList());
  }

  /** What only pcapng has: names, comments, flags, counters, simple packets. */
  @ParameterizedTest
  @EnumSource(names = {"PCAPNG_BIG", "PCAPNG_LITTLE"})
  void othersUnderstandOurOptions(Format format) throws IOException {
    need("tshark", "tshark");
    need("capinfos", "wireshark-common");
    Path file = folder.resolve("options.pcapng");
    SectionHeader section =
        new SectionHeader(format.order(), "box", "Minix 4", "netmap4j", List.of("of a section"));
    try (PcapngWriter out = PcapngWriter.create(file, section)) {
      out.addInterface(CaptureInterface.ethernet("port0"));
      out.addInterface(CaptureInterface.ethernet("port1"));
      PacketOptions options =
          new PacketOptions(List.of("of a packet"), OptionalInt.of(1), OptionalLong.of(4711));
      out.write(1, FIRST, ByteBuffer.allocate(60), 60, options);
      out.writeSimple(ByteBuffer.allocate(61), 61);
      out.statistics(InterfaceStatistics.of(1, FIRST, 10, 9));
    }
    String seen =
        Commands.ok(
            "tshark -n -r '%s' -T fields -e frame.interface_name -e frame.len 2>/dev/null"
                .formatted(file));
    assertEquals(List.of("port1\t60", "port0\t61"), seen.lines().toList());
    String full = Commands.ok("tshark -n -V -r '%s' 2>/dev/null".formatted(file));
    assertTrue(full.contains("of a packet"), full);
    assertTrue(full.contains("Inbound") || full.contains("inbound"), full);
    String infos = Commands.ok("capinfos '%s'".formatted(file));
    for (String part : List.of("box", "Minix 4", "netmap4j", "of a section", "port0", "port1")) {
      assertTrue(infos.contains(part), part + " in " + infos);
    }
    assertTrue(infos.contains("Number of stat entries = 1"), infos);
  }

  @Test
  void weUnderstandTheirComments() throws IOException {
    need("editcap", "wireshark-common");
    Path file = write(Format.PCAPNG_LITTLE, packets());
    Path theirs = folder.resolve("theirs.pcapng");
    Commands.ok("editcap -a '2:a remark' '%s' '%s'".formatted(file, theirs));
    try (SavefileReader in = Savefiles.map(theirs)) {
      PcapngReader ng = assertInstanceOf(PcapngReader.class, in);
      assertTrue(ng.next());
      assertEquals(PacketOptions.NONE, ng.packetOptions());
      assertTrue(ng.next());
      assertEquals(List.of("a remark"), ng.packetOptions().comments());
      assertEquals(List.of("a section"), ng.section().comments());
      assertEquals("eth0", ng.captureInterface().name());
    }
  }

  /** A file system that is too small: what fits is there, and others read it without a word. */
  @ParameterizedTest
  @EnumSource(names = {"PCAP_NANO_LITTLE", "PCAPNG_LITTLE"})
  void aFullFileSystemLeavesAReadableFile(Format format) throws IOException {
    Path mount = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        Commands.run(List.of("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount.toString()))
                .code()
            == 0,
        "no right to mount");
    try {
      Path file = mount.resolve("file");
      long written = 0;
      SavefileWriter out = format.create(file, WriteOptions.NEW_FILE);
      try (out) {
        NetmapException thrown =
            assertThrows(
                NetmapException.class,
                () -> {
                  for (int i = 0; i < 10_000; i++) {
                    out.write(FIRST + (long) i, ByteBuffer.allocate(301), 301);
                  }
                });
        assertTrue(String.valueOf(thrown.getMessage()).contains("No space left"), thrown::toString);
        written = out.bytes();
      }
      assertEquals(written, Files.size(file));
      assertTrue(written > (256 << 10) - 400, "only " + written);
      int packets = read(file).size();
      assertTrue(packets > 700, packets + " packets");
      if (Commands.have("capinfos")) {
        String said = Commands.ok("capinfos -T -r -M -c '%s'".formatted(file));
        assertEquals(Integer.toString(packets), cells(said).get(1), said);
      }
    } finally {
      Commands.ok("umount '%s'".formatted(mount));
    }
  }
}
