package org.netmap4j.observe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link OwnerProgram} in a JVM of its own, ended with the test. */
final class OwnerRun implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  OwnerRun(String... names) throws IOException {
    List<String> command = java(OwnerProgram.class);
    command.addAll(List.of(names));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.outputWriter(StandardCharsets.UTF_8);
    read();
  }

  /** A command that runs a class of the tests in another JVM. */
  static List<String> java(Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return command;
  }

  private List<String> read() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = out.readLine();
    while (line != null && !line.equals("done")) {
      lines.add(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the owner has ended: " + lines);
    }
    return lines;
  }

  /** Has it do something; what its rings have counted then. */
  List<String> tell(String what) throws IOException {
    in.write(what + "\n");
    in.flush();
    return read();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9. */
  void kill() throws InterruptedException, IOException {
    process.destroyForcibly();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("it does not end");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Output of a command that ends by itself. */
  static String outputOf(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder text = new StringBuilder();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        text.append(line).append('\n');
      }
      process.waitFor();
      return text.toString();
    }
  }
}
