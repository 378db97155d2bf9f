package org.netmap4j.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests, on the embedded engine, in a JVM of its own; ended with the test. */
final class TestProgram implements AutoCloseable {
  private final Process process;
  private final Path log;

  private TestProgram(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static TestProgram start(Class<?> program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dnetmap.engine=embedded"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Path log = Files.createTempFile(program.getSimpleName(), ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    return new TestProgram(process, log);
  }

  /** What it has printed. */
  String text() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(log);
  }
}
