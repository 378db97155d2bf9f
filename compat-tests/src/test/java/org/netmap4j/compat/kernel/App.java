package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of the module's, which is ended with whoever started it. */
public record App(Process process, Path log) implements AutoCloseable {
  /** Where they are; skips the test where there are none. */
  public static Path folder() {
    String name = System.getenv().getOrDefault("NETMAP_TEST_APPS", "");
    assumeTrue(!name.isEmpty(), "no --apps: netmap's own programs are not here");
    Path apps = Path.of(name);
    assumeTrue(Files.isExecutable(apps.resolve("pkt-gen")), "no pkt-gen in " + apps);
    return apps;
  }

  /** Starts one, behind the words {@code before}. */
  public static App start(List<String> before, String program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(folder().resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(program, ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    return new App(process, log);
  }

  /** What it has printed. */
  public String text() throws IOException {
    return Files.readString(log);
  }

  /** The number in what it has printed, last, as the pattern's group. */
  public double number(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(text());
    double found = Double.NaN;
    while (matcher.find()) {
      found = Double.parseDouble(matcher.group(1));
    }
    assertTrue(!Double.isNaN(found), text());
    return found;
  }

  /** Waits until it has written {@code text}. */
  public void await(String text) throws IOException, InterruptedException {
    for (int i = 0; i < 200 && !text().contains(text) && process.isAlive(); i++) {
      boolean _ = process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    assertTrue(text().contains(text), text());
  }

  public int end() throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    return process.exitValue();
  }

  /** As Ctrl-C does: it then says how much it did. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    end();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(log);
  }
}
