package org.netmap4j.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An example program in a JVM of its own, inside a network namespace; ended with the test. */
public final class ExampleRun implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ExampleRun(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a class of {@code org.netmap4j.examples}. */
  public static ExampleRun start(String namespace, String engine, String name, String... arguments)
      throws IOException {
    return startMain(namespace, engine, "org.netmap4j.examples." + name, arguments);
  }

  /** Starts any class of the class path. */
  public static ExampleRun startMain(
      String namespace, String engine, String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dnetmap.engine=" + engine));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(name);
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(name, ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    return new ExampleRun(process, log);
  }

  /** What it has printed. */
  public String text() throws IOException {
    return Files.readString(log);
  }

  /** Waits until it has printed {@code text}. */
  public void await(String text) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !text().contains(text) && isAlive(); i++) {
      Thread.sleep(50);
    }
    if (!text().contains(text)) {
      throw new IOException("no '" + text + "' in: " + text());
    }
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it ends; answers its exit code. */
  public int end() throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("it does not end: " + text());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(log);
  }
}
