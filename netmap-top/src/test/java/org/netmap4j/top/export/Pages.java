package org.netmap4j.top.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RingReading;

/** Expositions made and read; what a server would refuse fails here. */
final class Pages {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\",?)*)\\})? (\\S+)");

  private Pages() {}

  static PortReading port(String name, String owner, RingReading... rings) {
    return new PortReading(name, PortKind.NIC, List.of(rings), null, owner);
  }

  static RingReading rx(int ring, long packets) {
    return Samples.ring(ring, Direction.RX, 0, 0, packets, packets * 60, 0);
  }

  /** The series of a text and their values, once it is seen that the text is as it must be. */
  static Map<String, Double> series(byte[] text, Exposition format) {
    String all = new String(text, StandardCharsets.UTF_8);
    assertTrue(all.endsWith("\n"));
    assertEquals(format == Exposition.OPEN_METRICS, all.endsWith("\n# EOF\n"));
    Map<String, Double> series = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    Set<String> helped = new HashSet<>();
    List<String> order = new ArrayList<>();
    for (String line : all.split("\n", -1)) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        assertEquals(null, types.put(words[2], words[3]), "one TYPE: " + line);
      } else if (line.startsWith("# HELP ")) {
        assertTrue(helped.add(words[2]), "one HELP: " + line);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        Matcher matcher = SAMPLE.matcher(line);
        assertTrue(matcher.matches(), line);
        String name = matcher.group(1);
        String family =
            types.containsKey(name) ? name : name.replaceAll("_(total|info|bucket|count|sum)$", "");
        assertTrue(types.containsKey(family) && helped.contains(family), "before it: " + line);
        if (order.isEmpty() || !order.getLast().equals(family)) {
          assertTrue(!order.contains(family), "lines of a family stay together: " + line);
          order.add(family);
        }
        String key = line.substring(0, line.lastIndexOf(' '));
        assertEquals(null, series.put(key, Double.valueOf(matcher.group(3))), "twice: " + key);
      }
    }
    return series;
  }

  /** The value of the one series that has all {@code parts}. */
  static double value(Map<String, Double> series, String... parts) {
    List<String> found =
        series.keySet().stream()
            .filter(key -> List.of(parts).stream().allMatch(key::contains))
            .toList();
    assertEquals(1, found.size(), List.of(parts) + " in " + series.keySet());
    return series.getOrDefault(found.getFirst(), Double.NaN);
  }
}
