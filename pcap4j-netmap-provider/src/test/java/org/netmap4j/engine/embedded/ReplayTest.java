package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.PcapngWriter;
import org.netmap4j.savefile.SectionHeader;
import org.netmap4j.savefile.TimestampResolution;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** A savefile played into a ring: which packets, when, and how it ends. */
class ReplayTest {
  private static final int SLOTS = 8;
  private static final long FIRST = 1_700_000_000_000_000_000L;

  @TempDir Path directory;

  private final AtomicLong nanos = new AtomicLong(5_000);
  private final EmbeddedEngine engine = new EmbeddedEngine(Opened.SMALL);
  private final List<Registration> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Registration::close);
    assertEquals(0, engine.ringsInUse());
  }

  private static byte[] packet(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Packets of these lengths, {@code micros} after the first. */
  private Path file(PcapHeader header, int[] lengths, long... micros) throws NetmapException {
    Path file = directory.resolve("replay.pcap");
    try (PcapWriter out = PcapWriter.create(file, header)) {
      for (int i = 0; i < lengths.length; i++) {
        byte[] data = packet(i, lengths[i]);
        long after = i < micros.length ? micros[i] * 1000 : 0;
        out.write(FIRST + after, ByteBuffer.wrap(data), data.length);
      }
    }
    return file;
  }

  private Path file(int[] lengths, long... micros) throws NetmapException {
    return file(PcapHeader.ethernet(TimestampUnit.MICROS), lengths, micros);
  }

  private Registration open(Path file, double speed) throws NetmapException {
    engine.addReplay("file", new ReplayOptions(file, speed, SLOTS, nanos::get));
    return register(0);
  }

  private Registration register(long flags) throws NetmapException {
    Registration port = engine.register(Opened.request("file", NetmapAbi.REG_ALL_NIC, 0, flags));
    opened.add(port);
    return port;
  }

  private static List<byte[]> take(Registration port) throws NetmapException {
    port.rxsync();
    RawRing rx = RawPort.of(port).rx(0);
    List<byte[]> packets = new ArrayList<>();
    byte[] packet = new byte[0];
    for (int i = rx.head(); i != rx.tail(); i = (i + 1) % SLOTS) {
      byte[] part = rx.get(i);
      byte[] joined = Arrays.copyOf(packet, packet.length + part.length);
      System.arraycopy(part, 0, joined, packet.length, part.length);
      packet = joined;
      if (rx.flags(i) == 0) {
        packets.add(packet);
        packet = new byte[0];
      } else {
        assertEquals(NetmapAbi.NS_MOREFRAG, rx.flags(i));
        assertEquals(2048, part.length);
      }
    }
    rx.advance(rx.tail());
    return packets;
  }

  static Stream<PcapHeader> formats() {
    return Stream.of(TimestampUnit.values())
        .flatMap(unit ->
            Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                .map(order -> new PcapHeader(unit, order, 65_535, PcapHeader.ETHERNET)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void packetsAreThoseOfTheFile(PcapHeader header) throws NetmapException {
    int[] lengths = {60, 1514, 0, 1, 2048, 2049, 4096, 4097, 5000, 14, 60, 60, 60, 60, 60, 60, 60};
    Registration port = open(file(header, lengths), ReplayOptions.MAX_SPEED);
    List<byte[]> got = new ArrayList<>();
    while (!port.exhausted()) {
      got.addAll(take(port));
    }
    assertEquals(lengths.length, got.size(), "a packet without room waits");
    long bytes = 0;
    for (int i = 0; i < lengths.length; i++) {
      assertArrayEquals(packet(i, lengths[i]), got.get(i), "packet " + i);
      bytes += lengths[i];
    }
    assertEquals(Optional.empty(), port.trouble());
    var counters = port.counters(new RingId(RingKind.RX, 0)).orElseThrow();
    assertEquals(lengths.length, counters.packets());
    assertEquals(bytes, counters.bytes());
    assertEquals(0, counters.dropped());
    assertEquals(List.of(), take(port));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 10", "0.5, 0.5"})
  void packetsComeExactlyWhenDue(double speed, double factor) throws NetmapException {
    long[] micros = {0, 1000, 1000, 1001, 50_000, 40_000, 50_001};
    Registration port = open(file(new int[] {60, 60, 60, 60, 60, 60, 60}, micros), speed);
    long start = nanos.get();
    assertEquals(1, take(port).size());
    int[][] due = {{1000, 2}, {1001, 1}, {50_000, 2}, {50_001, 1}}; // one goes back in time
    for (int[] step : due) {
      long at = start + (long) (step[0] * 1000L / factor);
      nanos.set(at - 1);
      assertEquals(0, take(port).size(), "before " + step[0]);
      long wait = port.nextEventNanos() - System.nanoTime();
      assertTrue(wait <= 1, "due in 1 ns, wait " + wait);
      nanos.set(at);
      assertFalse(port.exhausted());
      assertEquals(step[1], take(port).size(), "at " + step[0]);
    }
    assertTrue(port.exhausted());
    assertEquals(Long.MAX_VALUE, port.nextEventNanos());
  }

  @Test
  void theClockStartsAtTheFirstSync() throws NetmapException {
    Registration port = open(file(new int[] {60, 60}, 0, 1000), 1);
    nanos.addAndGet(10_000_000);
    assertEquals(1, take(port).size());
    nanos.addAndGet(999_999);
    assertEquals(0, take(port).size());
    nanos.addAndGet(1);
    assertEquals(1, take(port).size());
  }

  @Test
  void atMaximalSpeedTimeDoesNotMatter() throws NetmapException {
    Registration port =
        open(file(new int[] {60, 60, 60}, 0, 9_000_000, 1), ReplayOptions.MAX_SPEED);
    assertEquals(3, take(port).size());
    assertTrue(port.exhausted());
  }

  @Test
  void atAVerySlowSpeedNothingComesEarly() throws NetmapException {
    Registration port = open(file(new int[] {60, 60}, 0, 1), 1e-18);
    assertEquals(1, take(port).size());
    nanos.addAndGet(Long.MAX_VALUE / 2);
    assertEquals(0, take(port).size());
    assertFalse(port.exhausted());
    nanos.set(0); // a clock that goes back
    assertEquals(0, take(port).size());
    assertTrue(port.nextEventNanos() > System.nanoTime());
  }

  @Test
  void aCutFileGivesWhatCameBeforeAndSaysWhere() throws IOException {
    Path file = file(new int[] {60, 70, 80});
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    Registration port = open(file, 1);
    assertFalse(port.exhausted());
    List<byte[]> got = take(port);
    assertEquals(2, got.size());
    assertArrayEquals(packet(1, 70), got.get(1));
    assertTrue(port.exhausted());
    NetmapError.BadFile error =
        assertInstanceOf(NetmapError.BadFile.class, port.trouble().orElseThrow());
    assertEquals(whole.length - 1, error.offset());
    assertEquals(file.toString(), error.file());
    assertEquals(List.of(), take(port));
  }

  @Test
  void aPcapngFileIsPlayedWithoutWhatIsNoEthernet() throws NetmapException {
    Path file = directory.resolve("replay.pcapng");
    CaptureInterface tunnel =
        new CaptureInterface(101, 0, "tun0", "", TimestampResolution.NANOS, 0, List.of());
    long first;
    try (PcapngWriter out = PcapngWriter.create(file, SectionHeader.of("test"))) {
      out.addInterface(CaptureInterface.ethernet("eth0"));
      out.addInterface(tunnel);
      out.addInterface(CaptureInterface.ethernet("eth1"));
      out.write(0, FIRST, ByteBuffer.wrap(packet(0, 60)), 60);
      first = out.bytes();
      out.write(1, FIRST, ByteBuffer.wrap(packet(1, 61)), 61);
      out.write(2, FIRST + 1_000_000, ByteBuffer.wrap(packet(2, 62)), 62);
      out.write(1, FIRST, ByteBuffer.wrap(packet(3, 63)), 63);
    }
    Registration port = open(file, 1);
    List<byte[]> got = new ArrayList<>(take(port));
    assertEquals(1, got.size());
    assertEquals(Optional.empty(), port.trouble(), "said at the end, lest it end the file");
    nanos.addAndGet(1_000_000);
    got.addAll(take(port));
    assertEquals(2, got.size());
    assertArrayEquals(packet(0, 60), got.get(0));
    assertArrayEquals(packet(2, 62), got.get(1));
    assertTrue(port.exhausted());
    assertEquals(
        new NetmapError.BadFile(
            file.toString(),
            first,
            "Ethernet frames (linktype 1)",
            "a packet of linktype 101 from interface tun0; 2 such were left out"),
        port.trouble().orElseThrow());
  }

  @Test
  void anEmptyFileEndsAtOnce() throws NetmapException {
    Registration port = open(file(new int[0]), 1);
    assertEquals(List.of(), take(port));
    assertTrue(port.exhausted());
    assertEquals(Optional.empty(), port.trouble());
  }

  @Test
  void aPacketLongerThanTheRingIsCountedAndTheRestGoesOn() throws NetmapException {
    int longest = 7 * 2048;
    Registration port =
        open(file(new int[] {60, longest, longest + 1, 61}), ReplayOptions.MAX_SPEED);
    List<byte[]> got = new ArrayList<>();
    while (!port.exhausted()) {
      got.addAll(take(port));
    }
    assertEquals(List.of(60, longest, 61), got.stream().map(p -> p.length).toList());
    var counters = port.counters(new RingId(RingKind.RX, 0)).orElseThrow();
    assertEquals(1, counters.drops().get(DropCause.TOO_LONG));
    assertEquals(1, counters.dropped());
  }

  @Test
  void whoBindsTheRingAgainGoesOnWhereItWasLeft() throws NetmapException {
    Registration first = open(file(new int[] {60, 61, 62}, 0, 1000, 2000), 1);
    register(NetmapAbi.NR_TX_RINGS_ONLY); // no rings, but it keeps the port
    assertEquals(1, take(first).size());
    opened.remove(first);
    first.close();
    Registration second = register(0);
    nanos.addAndGet(1_000_000);
    List<byte[]> got = take(second);
    assertEquals(1, got.size());
    assertArrayEquals(packet(1, 61), got.getFirst());
  }

  @Test
  void anOpenThatFailsDoesNotSpendTheFile() throws NetmapException {
    engine.addGenerator("gen", new GeneratorOptions(List.of(1L), 1, 8, nanos::get));
    List<Registration> all = new ArrayList<>();
    for (int i = 0; i < Opened.SMALL.ifs(); i++) { // no netmap_if is left
      all.add(engine.register(Opened.request("gen", NetmapAbi.REG_ALL_NIC, 0, 0)));
    }
    Path file = file(new int[] {60});
    NetmapException thrown = assertThrows(NetmapException.class, () -> open(file, 1));
    assertInstanceOf(NetmapError.NoSpace.class, thrown.error());
    all.forEach(Registration::close);
    Registration port = register(0);
    assertEquals(1, take(port).size());
    assertEquals(PortKind.REPLAY, port.reply().kind());
  }

  @Test
  void oddOptionsAreRefused() throws NetmapException {
    Path file = file(new int[0]);
    for (double speed : new double[] {0, -1, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> ReplayOptions.of(file, speed));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new ReplayOptions(file, 1, 1, System::nanoTime));
    NetmapException thrown =
        assertThrows(
            NetmapException.class,
            () -> engine.addReplay("x", ReplayOptions.of(directory.resolve("none"), 1)));
    assertInstanceOf(NetmapError.BadFile.class, thrown.error());
  }
}
