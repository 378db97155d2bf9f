package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** netmap-top beside pkt-gen, which does not notice. */
@Tag("kernel")
class TopKernelTest {
  private static final int RATE = 5000;

  /** A line of its each second; the middle is the packets of the batch. */
  private static final Pattern REPORT = Pattern.compile("\\] ([0-9.]+) ([KM]?)pps");

  /** The tool in a JVM of its own, a sample each second as a line of JSON. */
  private record Top(Process process, Path out) implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Top start() throws IOException {
      Path out = Files.createTempFile("top", ".ndjson");
      List<String> command = new ArrayList<>();
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              "org.netmap4j.top.Main",
              "--batch",
              "--format",
              "ndjson",
              "-d",
              "1"));
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(Path.of("/dev/null").toFile())
              .start();
      return new Top(process, out);
    }

    List<JsonNode> samples() throws IOException {
      List<JsonNode> samples = new ArrayList<>();
      String text = Files.readString(out);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        samples.add(JSON.readTree(line)); // the last one may be half there
      }
      return samples;
    }

    /** The ports of that name that the latest sample has, of other processes. */
    List<JsonNode> ports(String name) throws IOException {
      List<JsonNode> found = new ArrayList<>();
      List<JsonNode> samples = samples();
      if (!samples.isEmpty()) {
        for (JsonNode port : samples.getLast().path("ports")) {
          if (port.path("name").asText().equals(name) && port.has("owner")) {
            found.add(port);
          }
        }
      }
      return found;
    }

    /** Waits until there are so many; for two minutes at most, in a slow guest. */
    void await(String name, int ports) throws IOException, InterruptedException {
      for (int i = 0; i < 1200 && ports(name).size() != ports; i++) {
        assertTrue(process.isAlive());
        Thread.sleep(100);
      }
      assertEquals(ports, ports(name).size(), () -> name + " in " + out);
    }

    /** What its transmit rings are shown to do. */
    static double sent(JsonNode port) {
      double sum = 0;
      for (JsonNode ring : port.path("rings")) {
        if (ring.path("direction").asText().equals("tx")) {
          assertEquals("sampled", ring.path("label").asText());
          sum += ring.path("packetsPerSecond").asDouble();
        }
      }
      return sum;
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      process
          .onExit()
          .orTimeout(20, TimeUnit.SECONDS)
          .handle((_, _) -> process.destroyForcibly())
          .join();
      Files.delete(out);
    }
  }

  private static App generator(String nic) throws IOException {
    return App.start(
        List.of(),
        "pkt-gen",
        "-i",
        "netmap:" + nic,
        "-f",
        "tx",
        "-w",
        "0",
        "-R",
        Integer.toString(RATE),
        "-b",
        "32");
  }

  /** What pkt-gen says of itself, each second. */
  private static List<Double> reports(App app) throws IOException {
    List<Double> rates = new ArrayList<>();
    Matcher matcher = REPORT.matcher(app.text());
    while (matcher.find()) {
      double unit = matcher.group(2).equals("K") ? 1e3 : matcher.group(2).isEmpty() ? 1 : 1e6;
      rates.add(Double.parseDouble(matcher.group(1)) * unit);
    }
    return rates;
  }

  /** The mean of the next reports. */
  private static double rate(App app) throws IOException, InterruptedException {
    int before = reports(app).size() + 1; // the one under way belongs to what was before
    int wanted = 6;
    for (int i = 0; i < 400 && reports(app).size() < before + wanted; i++) {
      Thread.sleep(100);
    }
    List<Double> all = reports(app);
    assertTrue(all.size() >= before + wanted, app.text());
    return all.subList(before, before + wanted).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  @Test
  void showsWhatPktGenDoesAndLeavesItAlone() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    try (App app = generator(nic)) {
      app.await("pps");
      List<Double> without = new ArrayList<>();
      List<Double> with = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        without.add(rate(app));
        try (Top top = Top.start()) {
          top.await(nic, 1);
          int first = top.samples().size();
          with.add(rate(app));
          List<JsonNode> samples = top.samples();
          // the middle one: a guest that was kept waiting has looked too late for some
          List<Double> all =
              samples.subList(first, samples.size()).stream()
                  .map(TopKernelTest::sentBy)
                  .sorted()
                  .toList();
          double shown = all.get(all.size() / 2);
          System.out.printf(
              "pkt-gen: %s without netmap-top, %s with it, which shows %.0f%n",
              without, with, shown);
          assertEquals(with.getLast(), shown, RATE * 0.1, "shown, against what pkt-gen says");
        }
      }
      for (int i = 0; i < with.size(); i++) {
        assertEquals(without.get(i), with.get(i), RATE * 0.1, "with and without netmap-top");
      }
    }
  }

  private static double sentBy(JsonNode sample) {
    double sum = 0;
    for (JsonNode port : sample.path("ports")) {
      sum += port.has("owner") ? Top.sent(port) : 0;
    }
    return sum;
  }

  @Test
  void followsPktGenWhenItEndsAndComesBack() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    try (App keeper = generator(Kernel.veth()[1]);
        Top top = Top.start()) {
      for (int i = 0; i < 2; i++) {
        try (App app = generator(nic)) {
          app.await("pps");
          top.await(nic, 1);
          assertTrue(top.ports(nic).getFirst().path("owner").asText().contains("pkt-gen"));
          app.interrupt();
        }
        top.await(nic, 0); // the objects stay in the region, which another one holds
        assertTrue(keeper.process().isAlive());
      }
    }
  }
}
