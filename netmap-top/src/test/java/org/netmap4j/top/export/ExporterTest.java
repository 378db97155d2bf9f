package org.netmap4j.top.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.top.export.Pages.port;
import static org.netmap4j.top.export.Pages.rx;
import static org.netmap4j.top.export.Pages.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.Snapshot;

class ExporterTest {
  private static final String PACKETS = "netmap_ring_receive_packets_total{";

  private static byte[] bytes(Exporter exporter, Exposition format) {
    return exporter.text(format).orElseThrow();
  }

  /** What is exported after each of these samples. */
  private static List<Map<String, Double>> pages(List<List<PortReading>> samples) {
    Exporter exporter = new Exporter("1");
    Reading[] readings = new Reading[samples.size()];
    for (int i = 0; i < readings.length; i++) {
      readings[i] = Samples.reading(1000L * (i + 1), samples.get(i).toArray(PortReading[]::new));
    }
    List<Map<String, Double>> pages = new ArrayList<>();
    for (Snapshot snapshot : Samples.snapshots(readings)) {
      exporter.accept(snapshot);
      pages.add(Pages.series(bytes(exporter, Exposition.PROMETHEUS), Exposition.PROMETHEUS));
    }
    return pages;
  }

  private static List<Double> packets(List<List<PortReading>> samples) {
    return pages(samples).stream().map(page -> page.isEmpty() ? -1 : sum(page, PACKETS)).toList();
  }

  private static double sum(Map<String, Double> page, String name) {
    return page.entrySet().stream()
        .filter(series -> series.getKey().startsWith(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void theUsualSampleIsWholeInBothFormats(Exposition format) {
    Exporter exporter = new Exporter("1.2");
    assertTrue(exporter.text(format).isEmpty(), "before the first sample");
    exporter.accept(Samples.usual());
    Map<String, Double> page = Pages.series(bytes(exporter, format), format);
    String ring1 = "{device=\"eth0\",kind=\"nic\",ring=\"1\"}";
    assertEquals(20 * 4321, page.get("netmap_ring_receive_packets_total" + ring1));
    assertEquals(20 * 4321 * 1514, page.get("netmap_ring_receive_bytes_total" + ring1));
    assertEquals(123, page.get("netmap_ring_transmit_packets_total" + ring1));
    assertEquals(240, value(page, "netmap_ring_receive_drops_total", "eth0", "ring=\"1\""));
    assertEquals(1014, value(page, "netmap_ring_used_slots", "receive", "eth0", "ring=\"1\""));
    assertEquals(1024, value(page, "netmap_ring_slots", "transmit", "eth0", "ring=\"1\""));
    assertEquals(20, value(page, "netmap_host_ring_receive_packets_total", "eth0"));
    assertEquals(1, value(page, "netmap_port_trouble", "wan"));
    assertEquals(0, value(page, "netmap_port_trouble", "eth0"));
    assertEquals(1, value(page, "netmap_port_info", "vale0:router", "kind=\"vale\""));
    assertEquals(1, page.get("netmap_top_build_info{version=\"1.2\"}"));
    assertEquals(20, page.get("netmap_top_samples_total"));
    assertEquals(0.0153, page.get("netmap_top_cpu_ratio"));
    assertEquals(1773500976.5, value(page, "netmap_top_sample_timestamp_seconds"), 0.001);
  }

  /** Sums over all series of a name are true: the host's packets have names of their own. */
  @Test
  void nicAndHostRingsDoNotAddUp() {
    Exporter exporter = new Exporter("1");
    exporter.accept(Samples.usual(1));
    Map<String, Double> page =
        Pages.series(bytes(exporter, Exposition.PROMETHEUS), Exposition.PROMETHEUS);
    double expected = Samples.usual(1).totals(Direction.RX).packets();
    assertEquals(expected, sum(page, PACKETS));
  }

  @Test
  void histogramsAreCumulativeAndLargeBatchesAreInTheLastBucket() {
    List<Long> batches = new ArrayList<>(List.of(5L, 0L, 2L));
    while (batches.size() < 15) {
      batches.add(1L);
    }
    RingActivity activity =
        new RingActivity(
            100, 7, 3, 900, batches, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), RingActivity.Burst.NONE);
    RingReading ring =
        new RingReading(
            0, Direction.RX, 1024, 0, 0, 0, 9, 540, 6, Label.EXACT, Map.of("a", 4L), activity);
    Map<String, Double> page = pages(List.of(List.of(port("eth0", "", ring)))).getFirst();
    assertEquals(5, value(page, "batch_slots_bucket", "le=\"1.0\""));
    assertEquals(7, value(page, "batch_slots_bucket", "le=\"7.0\""));
    assertEquals(19, value(page, "batch_slots_bucket", "le=\"+Inf\""));
    assertEquals(28, value(page, "packet_size_bytes_count"));
    assertEquals(21, value(page, "packet_size_bytes_bucket", "le=\"1518.0\""));
    assertEquals(3, value(page, "netmap_ring_stalls_total"));
    assertEquals(7, value(page, "netmap_ring_full_looks_total"));
    assertEquals(900, value(page, "netmap_ring_high_water_slots"));
    assertEquals(4, value(page, "drops_total", "reason=\"a\""));
    assertEquals(2, value(page, "drops_total", "reason=\"unspecified\""));
  }

  @Test
  void aRingThatBeginsAnewGoesOn() {
    assertEquals(
        List.of(100.0, 150.0, 153.0, 160.0),
        packets(
            List.of(
                List.of(port("eth0", "", rx(0, 100))),
                List.of(port("eth0", "", rx(0, 150))),
                List.of(port("eth0", "", rx(0, 3))),
                List.of(port("eth0", "", rx(0, 10))))));
  }

  @Test
  void aPortThatVanishesIsNotThereAndGoesOnWhenItReturns() {
    List<Map<String, Double>> pages =
        pages(
            List.of(
                List.of(port("eth0", "", rx(0, 100)), port("eth1", "", rx(0, 1))),
                List.of(port("eth1", "", rx(0, 1))),
                List.of(port("eth0", "", rx(0, 7)), port("eth1", "", rx(0, 1)))));
    assertFalse(pages.get(1).keySet().stream().anyMatch(key -> key.contains("eth0")));
    assertEquals(107, value(pages.get(2), PACKETS, "eth0"));
  }

  @Test
  void anOwnerThatIsStartedAgainGoesOnWithItsSeries() {
    List<Map<String, Double>> pages =
        pages(
            List.of(
                List.of(port("eth0", "java[10]", rx(0, 100))),
                List.of(port("eth0", "java[11]", rx(0, 5))),
                List.of(port("eth0", "java[11]", rx(0, 25))),
                List.of(port("eth0", "java[11] or x[7]", rx(0, 30)))));
    assertEquals(100, value(pages.get(0), PACKETS, "owner=\"java\""));
    assertEquals(100, value(pages.get(1), PACKETS, "owner=\"java\""), "no burst");
    assertEquals(120, value(pages.get(2), PACKETS, "owner=\"java\""));
    assertEquals(30, value(pages.get(3), PACKETS, "owner=\"java or x\""));
  }

  @Test
  void portsOfOneNameAndProgramAreOneSeries() {
    PortReading own = port("eth0", "", rx(0, 1000));
    List<Map<String, Double>> pages =
        pages(
            List.of(
                List.of(own, port("eth0", "a[1]", rx(0, 100)), port("eth0", "a[2]", rx(0, 10))),
                List.of(own, port("eth0", "a[2]", rx(0, 15))),
                // which of two ports of one process is which, nobody knows
                List.of(own, port("eth0", "a[2]", rx(0, 1)), port("eth0", "a[2]", rx(0, 16)))));
    assertEquals(110, value(pages.get(0), PACKETS, "owner=\"a\""));
    assertEquals(2048, value(pages.get(0), "netmap_ring_slots", "owner=\"a\""));
    assertEquals(115, value(pages.get(1), PACKETS, "owner=\"a\""));
    assertEquals(115, value(pages.get(2), PACKETS, "owner=\"a\""));
    pages.forEach(
        page -> assertEquals(1000, page.get(PACKETS + "device=\"eth0\",kind=\"nic\",ring=\"0\"}")));
  }

  @ParameterizedTest
  @EnumSource
  void hostileNamesAreEscapedAndBounded(Exposition format) {
    String[] names = {
      "a\"b",
      "a\\",
      "a\nb",
      "a\n# EOF\n",
      "\0",
      "x".repeat(1 << 20),
      "x".repeat(1 << 20) + "y",
      "\ud800",
      "\udc00",
      "\ud83d\ude00",
      "",
      "é",
      "{}",
      "a\",kind=\"nic"
    };
    PortReading[] ports = new PortReading[names.length];
    for (int i = 0; i < names.length; i++) {
      ports[i] = port(names[i], names[i] + "[1]", rx(0, 1));
    }
    Exporter exporter = new Exporter("1");
    exporter.accept(Samples.snapshots(Samples.reading(1000, ports)).getFirst());
    byte[] text = bytes(exporter, format);
    assertTrue(text.length < 40_000, "bounded: " + text.length);
    Map<String, Double> page = Pages.series(text, format);
    assertEquals(names.length, sum(page, PACKETS), "none is lost");
    assertEquals(1, value(page, PACKETS, "device=\"a\\\"b\"", "owner=\"a\\\"b\""));
    assertEquals(1, value(page, PACKETS, "device=\"a\\n# EOF\\n\""));
    assertEquals(2, value(page, PACKETS, "device=\"xxx"), "one series");
    assertTrue(new String(text, StandardCharsets.UTF_8).contains("\ud83d\ude00"));
  }

  @Test
  void whatThereIsNoRoomForIsCounted() {
    RingReading[] rings = new RingReading[100];
    for (int i = 0; i < rings.length; i++) {
      rings[i] = rx(i, 1);
    }
    Exporter exporter = new Exporter("1", new Ledger(10 * 5 + 4));
    exporter.accept(Samples.snapshots(Samples.reading(1000, port("eth0", "", rings))).getFirst());
    Map<String, Double> page =
        Pages.series(bytes(exporter, Exposition.PROMETHEUS), Exposition.PROMETHEUS);
    assertEquals(90, page.get("netmap_top_left_out"));
    assertEquals(10, sum(page, PACKETS));

    PortReading[] ports = new PortReading[Ledger.MAX_PORTS + 3];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = port("p" + i, "", rx(0, 1));
    }
    Map<String, Double> many = pages(List.of(List.of(ports))).getFirst();
    assertEquals(6, many.get("netmap_top_left_out"), "three ports and their rings");
  }

  @Test
  void manyReasonsAreBounded() {
    Map<String, Long> losses =
        java.util.stream.IntStream.range(0, 1000)
            .boxed()
            .collect(Collectors.toMap(i -> "reason " + i, _ -> 1L));
    RingReading ring =
        new RingReading(
            0, Direction.RX, 64, 0, 0, 0, 0, 0, 1000, Label.EXACT, losses, RingActivity.NONE);
    Map<String, Double> page = pages(List.of(List.of(port("eth0", "", ring)))).getFirst();
    String drops = "netmap_ring_receive_drops_total{";
    assertEquals(1000, sum(page, drops));
    assertEquals(17, page.keySet().stream().filter(key -> key.startsWith(drops)).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | true",
        "application/openmetrics-text; version=1.0.0; q=0.5,text/plain;q=0.3 | true",
        "application/openmetrics-text;q=0.2,text/plain;q=0.3 | false",
        "application/openmetrics-text;version=0.0.1 | false",
        "application/openmetrics-text;q=0 | false",
        "application/openmetrics-text;q=x | false",
        "text/html,*/* | false",
        ";;;,,,q= | false"
      })
  void theClientChoosesTheFormat(String accept, boolean open) {
    assertEquals(open, Exposition.wanted(accept) == Exposition.OPEN_METRICS);
    assertEquals(Exposition.PROMETHEUS, Exposition.wanted("x".repeat(1 << 20)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:1, 127.0.0.1:1",
    "[::1]:9, [0:0:0:0:0:0:0:1]:9",
    "9100, 127.0.0.1:9100",
    "localhost:0, 127.0.0.1:0",
    ":65535, 0.0.0.0:65535"
  })
  void addressesAreRead(String text, String expected) {
    String read = ExportAddress.text(ExportAddress.parse(text));
    assertEquals(expected, read.replace("[0:0:0:0:0:0:0:0]", "0.0.0.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "::1:80", "[x]:1", "a b:1"})
  void badAddressesSayWhatWasExpected(String text) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ExportAddress.parse(text))
                .getMessage());
    assertTrue(message.contains("expected") || message.contains("no such address"), message);
  }

  @Test
  void portsOfNetmapAreNoAddresses() {
    assertFalse(ExportAddress.looksLike("vale0:1"));
    assertFalse(ExportAddress.looksLike("eth0"));
    assertFalse(ExportAddress.looksLike("netmap:eth0"));
    assertTrue(ExportAddress.looksLike("0.0.0.0:9100"));
    assertTrue(ExportAddress.looksLike("[::1]:9100"));
  }
}
