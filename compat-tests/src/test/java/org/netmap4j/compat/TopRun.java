package org.netmap4j.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of {@code netmap-top/bin/netmap-top} as a user starts it. */
final class TopRun implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path out;
  private final Path err;

  private TopRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The launcher, from wherever in the checkout the tests run. */
  static Path launcher() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("netmap-top/bin/netmap-top"))) {
      Path parent = at.getParent();
      if (parent == null) {
        throw new IllegalStateException("not inside the checkout");
      }
      at = parent;
    }
    return at.resolve("netmap-top/bin/netmap-top");
  }

  /** Starts the tool; {@code before} is what starts it, such as {@code ip netns exec NAME}. */
  static TopRun start(Path folder, List<String> before, String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "top", ".out");
    Path err = Files.createTempFile(folder, "top", ".err");
    List<String> command = new ArrayList<>(before);
    command.add(launcher().toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new TopRun(process, out, err);
  }

  static List<String> inside(String namespace) {
    return List.of("ip", "netns", "exec", namespace);
  }

  Process process() {
    return process;
  }

  /** Waits for the end; answers the exit code. */
  int end() throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("netmap-top did not end: " + err() + out());
    }
    return process.exitValue();
  }

  /** Waits until it has written {@code text}. */
  void awaitOutput(String text) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !out().contains(text); i++) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    if (!out().contains(text)) {
      throw new IOException("no '" + text + "' in: " + out() + err());
    }
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  JsonNode json() throws IOException {
    return JSON.readTree(out());
  }

  /** The sum of a field over the rings of one direction, in the last sample. */
  static long sum(JsonNode sample, String port, String direction, String field) {
    long sum = 0;
    for (JsonNode candidate : sample.get("ports")) {
      if (candidate.get("name").asText().equals(port)) {
        for (JsonNode ring : candidate.get("rings")) {
          if (ring.get("direction").asText().equals(direction)) {
            sum += ring.get(field).asLong();
          }
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
