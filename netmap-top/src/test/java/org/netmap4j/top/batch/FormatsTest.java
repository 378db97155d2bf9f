package org.netmap4j.top.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.Snapshot;

class FormatsTest {
  private static final List<Snapshot> TWO = List.of(Samples.usual(1), Samples.usual(2));

  private static String written(BatchFormat format, List<Snapshot> snapshots) throws IOException {
    SampleFormat open = format.open();
    StringBuilder text = new StringBuilder(open.begin());
    for (Snapshot snapshot : snapshots) {
      text.append(open.sample(snapshot));
    }
    return text.append(open.end()).toString();
  }

  /** The value at the parser: maps, lists, strings, numbers as they were written. */
  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "#" + parser.getText();
      default -> parser.getText();
    };
  }

  private static List<Object> parse(String json) throws IOException {
    List<Object> roots = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        roots.add(value(parser));
      }
    }
    return roots;
  }

  private static List<?> list(Map<?, ?> map, String name) {
    return (List<?>) Objects.requireNonNull(map.get(name), name);
  }

  @Test
  void jsonIsOneArrayOfSamples() throws IOException {
    List<?> roots = parse(written(BatchFormat.JSON, TWO));
    assertEquals(1, roots.size());
    List<?> samples = (List<?>) roots.getFirst();
    assertEquals(2, samples.size());
    Map<?, ?> sample = (Map<?, ?>) samples.getLast();
    assertEquals(
        List.of("version", "time", "uptime", "engine", "ports"), List.copyOf(sample.keySet()));
    assertEquals("#1", sample.get("version"));
    assertEquals("2026-03-14T15:09:27.500Z", sample.get("time"));
    assertEquals("embedded", sample.get("engine"));
    List<?> ports = list(sample, "ports");
    Map<?, ?> eth0 = (Map<?, ?>) ports.getFirst();
    assertEquals(
        List.of("name", "kind", "rings", "imbalance", "imbalance10Seconds"),
        List.copyOf(eth0.keySet()));
    // 1,625,000 of 1,633,656 packets a second on ring 0 of four
    assertEquals(
        "{maxToMean=#3.979, jain=#0.253, hotRing=#0}", String.valueOf(eth0.get("imbalance")));
    Map<?, ?> down = (Map<?, ?>) ports.get(1);
    assertEquals("wan\u001b[7m1", down.get("name"));
    assertEquals("nic", down.get("kind"));
    assertEquals("interface is down; bring it up with: ip link set wan1 up", down.get("trouble"));
    Map<?, ?> ring = (Map<?, ?>) list(eth0, "rings").get(1);
    assertEquals(
        "{ring=#1, direction=rx, slots=#1024, head=#1000, cur=#1000, tail=#990, packets=#8642,"
            + " bytes=#13083988, drops=#24, packetsPerSecond=#8642, bitsPerSecond=#104671904,"
            + " label=sampled, losses={}, looks=#0, fullLooks=#0, stalls=#0, highWater=#0,"
            + " batches=[], sizes=[], burst={packets=#0, micros=#0, packetsPerSecond=#0},"
            + " average={seconds1=#8642, seconds10=#8642, seconds60=#8642},"
            + " lastMinute={p50=#8642, p95=#8642, p99=#8642, max=#8642}}",
        ring.toString());
  }

  @Test
  void aSampleIsALine() throws IOException {
    String text = written(BatchFormat.NDJSON, TWO);
    assertEquals(2, text.lines().count());
    assertTrue(text.endsWith("}\n"));
    assertEquals(2, parse(text).size());
    assertEquals(
        List.of("[", "]"),
        written(BatchFormat.JSON, TWO).lines().filter(line -> line.length() == 1).toList());
  }

  @Test
  void nothingAtAllIsAnEmptyArray() throws IOException {
    assertEquals(List.of(List.of()), parse(written(BatchFormat.JSON, List.of())));
  }

  @Test
  void numbersHaveNoExponentAndCountsNoFraction() throws IOException {
    long many = Long.MAX_VALUE;
    List<Snapshot> large =
        Samples.snapshots(
            Samples.reading(
                3, Samples.nic("e", null, Samples.ring(0, Direction.RX, 0, 0, 1, many, 0))));
    String text = written(BatchFormat.NDJSON, large);
    assertTrue(text.contains("\"bytes\":9223372036854775807"), text);
    assertTrue(text.contains("\"packetsPerSecond\":333.333"), text);
    assertFalse(text.matches("(?s).*[0-9]E[0-9+].*"), text);
    assertEquals("0", Formats.rate(Double.NaN).toPlainString());
    assertEquals("0", Formats.rate(1e-9).toPlainString());
    assertEquals("100", Formats.rate(100).toPlainString());
  }

  @Test
  void csvHasAHeaderAndStableColumns() throws IOException {
    String text = written(BatchFormat.CSV, TWO);
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      assertEquals(
          "time,engine,port,kind,ring,direction,slots,head,cur,tail,packets,bytes,drops,"
              + "packetsPerSecond,bitsPerSecond,label,trouble,owner,losses,fullLooks,stalls,"
              + "highWater,burstPacketsPerSecond,average1,average10,average60,p50,p95,p99,max",
          String.join(",", parser.getHeaderNames()));
      List<CSVRecord> records = parser.getRecords();
      assertEquals(22, records.size());
      for (CSVRecord record : records) {
        assertTrue(record.isConsistent());
      }
      CSVRecord ring = records.get(12);
      assertEquals("rx", ring.get("direction"));
      assertEquals("8642", ring.get("packets"));
      assertEquals("8642", ring.get("packetsPerSecond"));
      assertEquals("8642", ring.get("average10"));
      assertEquals("8642", ring.get("max"));
      CSVRecord down = records.get(8);
      assertEquals("wan\u001b[7m1", down.get("port"));
      assertEquals("", down.get("packets"));
      assertTrue(down.get("trouble").startsWith("interface is down"));
    }
  }

  /** A ring that has seen everything. */
  private static Snapshot active() {
    RingActivity activity =
        new RingActivity(
            500,
            40,
            2,
            1023,
            List.of(0L, 3L, 9L),
            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L),
            new RingActivity.Burst(600, 6000));
    RingReading ring =
        new RingReading(
            0,
            Direction.RX,
            1024,
            0,
            0,
            1023,
            500,
            30_000,
            12,
            Label.EXACT,
            Map.of("truncated", 2L, "queue full", 10L),
            activity);
    return Samples.snapshots(Samples.reading(1000, Samples.nic("e", null, ring))).getFirst();
  }

  @Test
  void whatARingHasDoneIsWrittenDown() throws IOException {
    Map<?, ?> sample = (Map<?, ?>) parse(written(BatchFormat.NDJSON, List.of(active()))).getFirst();
    Map<?, ?> port = (Map<?, ?>) list(sample, "ports").getFirst();
    assertEquals(List.of("name", "kind", "rings"), List.copyOf(port.keySet()), "one ring");
    String ring = list(port, "rings").getFirst().toString();
    assertTrue(
        ring.contains(
            "losses={queue full=#10, truncated=#2}, looks=#500, fullLooks=#40, stalls=#2,"
                + " highWater=#1023, batches=[#0, #3, #9],"
                + " sizes=[#1, #2, #3, #4, #5, #6, #7],"
                + " burst={packets=#600, micros=#6000, packetsPerSecond=#100000}"),
        ring);
    String csv = written(BatchFormat.CSV, List.of(active()));
    assertTrue(
        csv.endsWith(
            ",exact,,,queue full=10;truncated=2,40,2,1023,100000,"
                + "500,500,500,500,500,500,500\n"),
        csv);
  }

  @Test
  void portsOfOthersHaveTheirOwner() throws IOException {
    List<Snapshot> others = List.of(Samples.others().getLast());
    Map<?, ?> sample = (Map<?, ?>) parse(written(BatchFormat.NDJSON, others)).getFirst();
    assertEquals("#1", sample.get("version"));
    assertEquals(
        List.of("2 processes of others cannot be looked into; run as root"), list(sample, "notes"));
    Map<?, ?> tap = (Map<?, ?>) list(sample, "ports").get(1);
    assertEquals(List.of("name", "kind", "owner", "rings"), List.copyOf(tap.keySet()));
    assertEquals("java[4711]", tap.get("owner"));
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser =
        CSVParser.parse(new StringReader(written(BatchFormat.CSV, others)), format)) {
      assertEquals(
          List.of("", "java[4711]", "bridge[1] or pkt-gen[22]", "su\u001b[7m[8]"),
          parser.getRecords().stream().map(record -> record.get("owner")).toList());
    }
    String text = written(BatchFormat.TEXT, others);
    assertTrue(text.contains(" java[4711]\n"), text);
    assertTrue(text.contains("! 2 processes of others cannot be looked into"), text);
    assertTrue(text.indexOf('\u001b') < 0);
  }

  @Test
  void textIsAlignedAndSafe() throws IOException {
    String text = written(BatchFormat.TEXT, TWO);
    List<String> lines = text.lines().toList();
    assertEquals(2, lines.stream().filter(line -> line.startsWith("PORT ")).count());
    assertEquals(2, lines.stream().filter(line -> line.startsWith("netmap-top  2026-")).count());
    int end = lines.get(1).indexOf("PACKETS") + "PACKETS".length();
    for (String line : lines.subList(2, 10)) {
      assertTrue(Character.isDigit(line.charAt(end - 1)) && line.charAt(end) == ' ', line);
    }
    assertTrue(lines.stream().noneMatch(line -> line.indexOf('\u001b') >= 0));
    assertTrue(text.contains("! interface is down"));
  }
}
