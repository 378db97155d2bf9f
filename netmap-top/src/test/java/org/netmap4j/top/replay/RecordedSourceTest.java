package org.netmap4j.top.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.top.Samples;
import org.netmap4j.top.batch.BatchFormat;
import org.netmap4j.top.model.Cost;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RateMeter;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.Snapshot;

@Timeout(30)
class RecordedSourceTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("log");
  }

  private static String written(List<Snapshot> snapshots) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Snapshot snapshot : snapshots) {
      text.append(BatchFormat.NDJSON.open().sample(snapshot));
    }
    return text.toString();
  }

  private List<Reading> readings(double speed) throws IOException {
    List<Reading> readings = new ArrayList<>();
    try (RecordedSource source = RecordedSource.open(file, speed)) {
      while (!source.ended()) {
        readings.add(source.readAt(System.nanoTime()));
      }
    }
    return readings;
  }

  private static List<Snapshot> recorded() {
    RingReading lossy =
        new RingReading(
            5,
            Direction.HOST_RX,
            512,
            7,
            6,
            5,
            100,
            6000,
            9,
            Label.DRIVER,
            Map.of("ring full", 7L, "a\"\n", 2L),
            new RingActivity(
                90,
                8,
                7,
                511,
                List.of(1L, 0L, 2L),
                List.of(6L, 5L),
                new RingActivity.Burst(44, 5001)));
    PortFacts facts =
        new PortFacts(
            "native",
            "ixgbe",
            false,
            10_000_000_000L,
            1500,
            4,
            null,
            List.of("gro"),
            "rx tx",
            List.of(new PortFacts.Counter("rx_missed", 5, true)));
    PortReading full = new PortReading("eth7", PortKind.NIC, List.of(lossy), null, "a[1]", facts);
    Reading rich =
        new Reading(
            Samples.reading(5000).time(),
            5_000_000_000L,
            "kernel",
            List.of(full),
            List.of("a note"),
            List.of(
                new RegionReading(
                    "kernel",
                    1,
                    4096,
                    "b[2]",
                    List.of(new RegionReading.Pool("rings", 36_864, 200, 7)),
                    List.of("eth7"))),
            List.of(
                new Finding("offloads", "eth7", Finding.Severity.WARNING, "gro", "merged", "off")));
    List<Snapshot> all = new ArrayList<>(Samples.others());
    all.addAll(
        Samples.snapshots(
            Samples.reading(3000, Samples.nic("x\u0000\ud83d\ude00", "oh \"no\"\n", lossy)),
            Samples.reading(4000),
            rich));
    return all;
  }

  private static List<PortReading> ports(Snapshot snapshot) {
    return snapshot.ports().stream()
        .map(port ->
            new PortReading(
                port.name(),
                port.kind(),
                port.rings().stream().map(ring -> ring.reading()).toList(),
                port.trouble(),
                port.owner(),
                port.facts()))
        .toList();
  }

  @Test
  void whatWasRecordedIsReadAgain() throws IOException {
    List<Snapshot> snapshots = recorded();
    Files.writeString(file, written(snapshots));
    assertTrue(RecordedSource.recognises(file));
    List<Reading> readings = readings(Double.POSITIVE_INFINITY);
    assertEquals(snapshots.size(), readings.size());
    for (int i = 0; i < readings.size(); i++) {
      assertEquals(ports(snapshots.get(i)), readings.get(i).ports());
      assertEquals(snapshots.get(i).time(), readings.get(i).time());
      assertEquals(snapshots.get(i).engine(), readings.get(i).engine());
      assertEquals(snapshots.get(i).notes(), readings.get(i).notes());
      assertEquals(snapshots.get(i).regions(), readings.get(i).regions());
      assertEquals(snapshots.get(i).findings(), readings.get(i).findings());
    }
  }

  /** And written again it is the same, rates and all. */
  @Test
  void theRatesAreThoseOfThen() throws IOException {
    List<Snapshot> snapshots = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      snapshots.add(Samples.usual(n));
    }
    String text = written(snapshots);
    Files.writeString(file, text);
    StringBuilder again = new StringBuilder();
    try (RecordedSource source = RecordedSource.open(file, 1000)) {
      RateMeter meter = null;
      while (!source.ended()) {
        Reading reading = source.readAt(0);
        meter = meter == null ? new RateMeter(reading.nanos() - 500_000_000L) : meter;
        again.append(BatchFormat.NDJSON.open().sample(meter.next(reading, new Cost(0, 0))));
      }
    }
    assertEquals(text, again.toString());
  }

  /** A program that is looked at counts on between two runs of the tool. */
  @Test
  void whatWasCountedBetweenTwoRunsIsNoRate() throws IOException {
    Files.writeString(file, written(run(100, 200)) + written(run(5_000_000, 5_000_050)));
    RateMeter meter = new RateMeter(0);
    List<Double> rates = new ArrayList<>();
    for (Reading reading : readings(Double.POSITIVE_INFINITY)) {
      Snapshot snapshot = meter.next(reading, new Cost(0, 1));
      rates.add(snapshot.ports().getFirst().rings().getFirst().packetsPerSecond());
    }
    assertEquals(List.of(0.0, 100.0, 0.0, 50.0), rates);
  }

  /** A sample each second of a ring of another process. */
  private static List<Snapshot> run(long... packets) {
    Reading[] readings = new Reading[packets.length];
    for (int i = 0; i < packets.length; i++) {
      RingReading ring = Samples.ring(0, Direction.RX, 0, 0, packets[i], 0, 0);
      readings[i] =
          Samples.reading(
              1000L * (i + 1),
              new PortReading("eth0", PortKind.NIC, List.of(ring), null, "a[1]", PortFacts.NONE));
    }
    return Samples.snapshots(readings);
  }

  @Test
  void theSpeedIsKeptAndAnotherRunFollowsAtOnce() throws IOException {
    List<Snapshot> run = List.of(Samples.usual(1), Samples.usual(2), Samples.usual(3));
    Files.writeString(file, written(run) + written(run));
    long before = System.nanoTime();
    List<Reading> readings = readings(10);
    // two half seconds, what the second run took to its first, and two again, a tenth of it all
    assertTrue(System.nanoTime() - before >= 250_000_000L);
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < readings.size(); i++) {
      gaps.add((readings.get(i).nanos() - readings.get(i - 1).nanos()) / 1_000_000);
    }
    assertEquals(List.of(500L, 500L, 500L, 500L, 500L), gaps);
  }

  @Test
  void closingEndsAWait() throws Exception {
    Files.writeString(file, written(List.of(Samples.usual(1), Samples.usual(100))));
    RecordedSource source = RecordedSource.open(file, 0.000001);
    source.readAt(0);
    Thread closer = Thread.ofPlatform().start(source::close);
    source.readAt(0); // would take years
    closer.join();
  }

  @Test
  void pastTheEndNothingChanges() throws IOException {
    Files.writeString(file, written(List.of(Samples.usual(1))));
    try (RecordedSource source = RecordedSource.open(file, 1)) {
      Reading only = source.readAt(0);
      assertTrue(source.ended());
      assertEquals(only, source.readAt(0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"version\":1,\"ti | it was cut off",
        "garbage\\n | expected a JSON object",
        "\\n | expected an object",
        "[]\\n | expected an object",
        "{}\\n | version: expected a number",
        "{\"version\":2,\"time\":\"x\"}\\n | expected version 1, found 2",
        "{\"version\":1e99}\\n | version: expected 0 to",
        "{\"version\":1,\"time\":\"soon\",\"uptime\":1,\"engine\":\"e\"}\\n | time: expected ISO 8601",
        "{\"version\":1,\"time\":\"2026-01-01T00:00:00Z\",\"uptime\":-1,\"engine\":\"e\"}\\n | uptime: expected seconds",
        "{\"version\":1,\"time\":\"2026-01-01T00:00:00Z\",\"uptime\":1e999999999,\"engine\":\"e\"}\\n | uptime: expected seconds",
        "{\"version\":1,\"ports\":{}}\\n | ports: expected a list",
        "{\"version\":1,\"ports\":[{\"name\":\"x\",\"kind\":\"y\"}]}\\n | kind: expected a name that is known, found 'y'",
        "{\"version\":1,\"ports\":[{\"rings\":[{\"slots\":99999999}]}]}\\n | slots: expected 0 to",
        "{\"version\":1,\"ports\":[{\"rings\":[{\"slots\":8,\"ring\":0,\"direction\":\"rx\",\"head\":8}]}]}\\n | head: expected 0 to 7, found '8'",
        "{\"version\":1,\"ports\":[{\"rings\":[{\"losses\":{\"a\":-1}}]}]}\\n | a: expected a number",
        "{\"version\":1,\"time\":\"2026-01-01T00:00:00Z\",\"uptime\":1,\"engine\":\"e\"}{}\\n | found more after it"
      })
  void aBadLineIsToldAfterWhatCameBefore(String bad, String expected) throws IOException {
    String good = written(List.of(Samples.usual(1), Samples.usual(2)));
    Files.writeString(file, good + bad.replace("\\n", "\n"));
    try (RecordedSource source = RecordedSource.open(file, Double.POSITIVE_INFINITY)) {
      source.readAt(0);
      source.readAt(0);
      assertFalse(source.ended());
      String message =
          String.valueOf(assertThrows(IOException.class, () -> source.readAt(0)).getMessage());
      assertTrue(message.startsWith(file + ", line 3: "), message);
      assertTrue(message.contains(expected), message);
      assertTrue(message.length() < 400, message);
    }
  }

  @Test
  void hostileSizesAreBounded() throws IOException {
    String[] lines = {
      "{\"version\":1,\"x\":\"" + "y".repeat(2 << 20) + "\"}\n",
      "{" + "\"a\":[".repeat(100_000) + "\n",
      "{\"version\":" + "1".repeat(1000) + "}\n",
      "{\"" + "n".repeat(100_000) + "\":1}\n",
      "{" + " ".repeat(LineReader.MAX_LENGTH) + "}\n"
    };
    for (String line : lines) {
      Files.writeString(file, line);
      String message =
          String.valueOf(
              assertThrows(IOException.class, () -> RecordedSource.open(file, 1)).getMessage());
      assertTrue(message.contains(", line 1: expected ") && message.length() < 400, message);
    }
  }

  /** Bytes changed at random: a sample or an error, nothing else. */
  @Test
  void damagedLinesAreErrors() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = written(recorded()).getBytes(StandardCharsets.UTF_8);
    SampleParser parser = new SampleParser();
    int end = new String(good, StandardCharsets.ISO_8859_1).indexOf('\n');
    for (int i = 0; i < 5000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, end);
      for (int n = random.nextInt(4); n >= 0; n--) {
        bad[random.nextInt(end)] = (byte) random.nextInt(256);
      }
      try {
        parser.parse(bad, random.nextInt(8) == 0 ? random.nextInt(end) : end);
      } catch (BadSampleException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("expected"), e + " seed " + seed);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void otherFilesAreNotRecognised() throws IOException {
    Files.write(file, new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4});
    assertFalse(RecordedSource.recognises(file));
    assertFalse(RecordedSource.recognises(folder));
    assertFalse(RecordedSource.recognises(folder.resolve("nosuch")));
    assertFalse(RecordedSource.recognises(Path.of("/dev/null")));
  }
}
