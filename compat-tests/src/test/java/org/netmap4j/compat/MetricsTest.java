package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus server and its tools on what netmap-top exports and on what it is delivered with.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MetricsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVER = "http://127.0.0.1:19090/api/v1/";

  @TempDir private Path folder;

  private static void need(String program) throws IOException {
    assumeTrue(Commands.have(program), "no '" + program + "' on this machine (package prometheus)");
  }

  private static Path monitoring() {
    return TopRun.launcher().resolve("../../monitoring").normalize();
  }

  private static String get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(20_000);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String url(TopRun top) throws IOException, InterruptedException {
    String before = "metrics at ";
    for (int i = 0; i < 600 && !top.err().contains("/metrics"); i++) {
      assertTrue(top.process().isAlive(), top.err());
      Thread.sleep(50);
    }
    return top.err().substring(top.err().indexOf(before) + before.length()).strip();
  }

  /** The metrics, once there is a sample. */
  private static String metrics(String url) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return get(url);
      } catch (IOException e) {
        if (i == 100) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private Process server(String namespace, String target) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 500ms, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
          - job_name: netmap-top
            static_configs: [{targets: ['%s']}]
        """
            .formatted(monitoring().resolve("alerts.yml"), URI.create(target).getAuthority()));
    List<String> command = new ArrayList<>(TopRun.inside(namespace));
    command.addAll(
        List.of(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:19090"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  private static JsonNode ask(String namespace, String path) throws Exception {
    return VethPair.in(namespace, () -> JSON.readTree(get(SERVER + path)));
  }

  private static JsonNode query(String namespace, String expression) throws Exception {
    JsonNode answer =
        ask(namespace, "query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    assertEquals("success", answer.get("status").asText(), expression);
    return answer.get("data").get("result");
  }

  private static long sum(String namespace, String expression) throws Exception {
    JsonNode result = query(namespace, "sum(" + expression + ")");
    return result.isEmpty() ? -1 : (long) result.get(0).get("value").get(1).asDouble();
  }

  private static void await(String namespace, long expected, String expression) throws Exception {
    long found = -1;
    for (int i = 0; i < 200 && found != expected; i++) {
      try {
        found = sum(namespace, expression);
      } catch (IOException e) {
        found = -1; // it has not begun yet
      }
      Thread.sleep(100);
    }
    assertEquals(expected, found, expression);
  }

  @Test
  void aServerScrapesTheCountersOfTheInterface() throws Exception {
    need("prometheus");
    try (VethPair pair = VethPair.create(2, 1500);
        TopRun top =
            TopRun.start(
                folder,
                TopRun.inside(pair.near),
                "--quiet",
                "--export=127.0.0.1:0",
                "-d",
                "0.3",
                pair.a)) {
      String url = url(top);
      Process server = server(pair.near, url);
      try {
        await(pair.near, 1, "up{job=\"netmap-top\"}");
        Traffic.datagrams(pair.far, "192.0.2.1", 3000);
        Traffic.datagrams(pair.near, "192.0.2.2", 2000);
        String of = "{device=\"" + pair.a + "\"}";
        for (String[] row :
            new String[][] {
              {"rx_packets", "netmap_ring_receive_packets_total"},
              {"rx_bytes", "netmap_ring_receive_bytes_total"},
              {"tx_packets", "netmap_host_ring_receive_packets_total"}
            }) {
          await(pair.near, VethPair.counter(pair.near, pair.a, row[0]), row[1] + of);
        }
        assertEquals(0, sum(pair.near, "netmap_ring_receive_drops_total" + of));
        assertEquals(2, sum(pair.near, "count by (device) (netmap_ring_slots" + of + ")"));
        JsonNode target = ask(pair.near, "targets").get("data").get("activeTargets").get(0);
        assertEquals("", target.get("lastError").asText());
        dashboardIsUnderstood(pair.near);
        for (JsonNode group : ask(pair.near, "rules").get("data").get("groups")) {
          for (JsonNode rule : group.get("rules")) {
            assertTrue(!rule.get("health").asText().equals("err"), rule.toString());
          }
        }
        Commands.ok("ip -n " + pair.near + " link set " + pair.a + " down");
        await(pair.near, 1, "netmap_port_trouble" + of);
      } finally {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
          server.destroyForcibly();
        }
      }
      top.process().destroy();
      assertEquals(143, top.end());
      assertEquals("", top.out());
    }
  }

  private static void dashboardIsUnderstood(String namespace) throws Exception {
    JsonNode dashboard = JSON.readTree(monitoring().resolve("grafana-dashboard.json").toFile());
    int queries = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        String expression =
            target
                .get("expr")
                .asText()
                .replace("$__rate_interval", "5s")
                .replaceAll("\\$\\w+", ".*");
        query(namespace, expression);
        queries++;
      }
    }
    assertTrue(queries > 20, "queries: " + queries);
  }

  @Test
  void promtoolFindsNothingToObjectTo() throws Exception {
    need("promtool");
    Path metrics = folder.resolve("metrics");
    Path file = folder.resolve("netmap.prom");
    try (TopRun top =
        TopRun.start(
            folder,
            List.of(),
            "--demo",
            "--quiet",
            "--export=127.0.0.1:0",
            "--textfile=" + file,
            "-d",
            "0.2")) {
      Files.writeString(metrics, metrics(url(top)));
      assertEquals("", Commands.ok("promtool check metrics < '%s' 2>&1".formatted(metrics)));
      for (int i = 0; i < 100 && !Files.exists(file); i++) {
        Thread.sleep(50);
      }
      assertEquals("", Commands.ok("promtool check metrics < '%s' 2>&1".formatted(file)));
      Commands.ok("kill " + top.process().pid());
      assertEquals(143, top.end());
      assertTrue(Files.notExists(file), "gone with its tool");
    }
    String in = "cd '%s' && promtool ".formatted(monitoring());
    assertTrue(Commands.ok(in + "check rules alerts.yml").contains("7 rules found"));
    assertTrue(Commands.ok(in + "test rules alerts-test.yml").contains("SUCCESS"));
    Commands.ok(in + "check config --syntax-only prometheus.yml");
  }

  @Test
  void whatIsLoggedIsPlayedBack() throws Exception {
    Path log = folder.resolve("log");
    try (VethPair pair = VethPair.create(2, 1500);
        TopRun top =
            TopRun.start(
                folder,
                TopRun.inside(pair.near),
                "--format",
                "ndjson",
                "-n",
                "4",
                "-d",
                "0.5",
                "--log=" + log,
                pair.a)) {
      top.awaitOutput("\"version\"");
      Traffic.datagrams(pair.far, "192.0.2.1", 500);
      assertEquals(0, top.end(), top.err());
      assertEquals(top.out(), Files.readString(log));
    }
    String[] replay = {
      "--replay=" + log, "--replay-speed=max", "--format=ndjson", "--log=" + log + "2"
    };
    try (TopRun top = TopRun.start(folder, List.of(), replay)) {
      assertEquals(0, top.end(), top.err());
      List<String> played = top.out().lines().toList();
      List<String> logged = Files.readAllLines(log);
      assertEquals(4, played.size());
      for (int i = 0; i < 4; i++) {
        assertEquals(counters(logged.get(i)), counters(played.get(i)));
      }
    }
    Files.writeString(log, Files.readString(log).substring(0, (int) Files.size(log) - 5));
    try (TopRun top = TopRun.start(folder, List.of(), replay)) {
      assertEquals(1, top.end());
      assertEquals(3, top.out().lines().count());
      assertTrue(top.err().contains(log + ", line 4: expected a whole line"), top.err());
    }
  }

  /** A sample without what rests on the clock of who took it. */
  private static String counters(String line) {
    return line.replaceAll(
        "\"(uptime|[a-zA-Z]+PerSecond|seconds\\d+|p\\d\\d|max|maxToMean|jain|hotRing)\":[0-9.]+",
        "");
  }
}
