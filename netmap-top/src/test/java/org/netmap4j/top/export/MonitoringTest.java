package org.netmap4j.top.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/** The dashboard and the alerts speak of metrics that there are. */
class MonitoringTest {
  private static final Path FOLDER = Path.of("monitoring");
  private static final Pattern NAME = Pattern.compile("netmap_[a-z_]+");

  /** All names that an export can have. */
  private static Set<String> exported() {
    RingActivity activity =
        new RingActivity(9, 1, 1, 5, List.of(1L), List.of(1L), RingActivity.Burst.NONE);
    List<RingReading> rings = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      rings.add(
          new RingReading(
              0, direction, 64, 0, 0, 0, 1, 60, 1, Label.EXACT, Map.of("full", 1L), activity));
    }
    Exporter exporter = new Exporter("1");
    exporter.accept(
        Samples.snapshots(
                Samples.reading(1000, Samples.nic("eth0", null, rings.toArray(RingReading[]::new))))
            .getFirst());
    return Pages.series(exporter.text(Exposition.PROMETHEUS).orElseThrow(), Exposition.PROMETHEUS)
        .keySet()
        .stream()
        .map(series -> series.replaceAll("\\{.*", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(List<String> texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      Matcher matcher = NAME.matcher(text);
      while (matcher.find()) {
        names.add(matcher.group());
      }
    }
    return names;
  }

  private static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    String text = Files.readString(FOLDER.resolve("grafana-dashboard.json"));
    try (JsonParser json = new JsonFactory().createParser(text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING
            && Set.of("expr", "definition").contains(String.valueOf(json.currentName()))) {
          queries.add(json.getText());
        }
      }
    }
    return queries;
  }

  @Test
  void theDashboardAsksForWhatThereIs() throws IOException {
    List<String> queries = queries();
    assertTrue(queries.size() > 20, queries.toString());
    Set<String> unknown = names(queries);
    assertTrue(unknown.size() > 15, unknown.toString());
    unknown.removeAll(exported());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void theAlertsAskForWhatThereIs() throws IOException {
    List<String> lines =
        Files.readAllLines(FOLDER.resolve("alerts.yml"), StandardCharsets.UTF_8).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    Set<String> unknown = names(lines);
    assertTrue(unknown.size() > 6, unknown.toString());
    unknown.removeAll(exported());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void thePortIsTheSameEverywhere() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String expected = String.valueOf(ExportAddress.DEFAULT_PORT);
    for (String file : List.of("prometheus.yml", "netmap-top.service")) {
      assertTrue(Files.readString(FOLDER.resolve(file)).contains(expected), file);
    }
    assertTrue(readme.contains(ExportAddress.DEFAULT), ExportAddress.DEFAULT);
  }
}
