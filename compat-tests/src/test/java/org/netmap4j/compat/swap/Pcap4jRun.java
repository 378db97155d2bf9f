package org.netmap4j.compat.swap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program on pcap4j in a JVM of its own, inside a network namespace; ended with the test. */
final class Pcap4jRun implements AutoCloseable {
  /**
   * Puts nothing over each libpcap, in a mount namespace that goes with the program. What is left
   * of the command follows.
   */
  private static final String HIDE =
      "for f in /usr/lib/*/libpcap.so* /usr/lib/libpcap.so* /usr/lib64/libpcap.so*"
          + " /usr/local/lib/libpcap.so* /lib/*/libpcap.so*; do"
          + " [ ! -e \"$f\" ] || mount --bind /dev/null \"$f\" || exit 99; done; exec \"$@\"";

  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private Pcap4jRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What to run, and how. */
  static final class Launch {
    private final String namespace;
    private final List<String> jvm = new ArrayList<>();
    private final List<String> program = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private boolean hidden;
    private String bounds = "";
    private String shell = "";
    private boolean typing;
    private String stdin = "";
    private Path folder = Path.of(".");

    private Launch(String namespace) {
      this.namespace = namespace;
      jvm.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      jvm.add("--enable-native-access=ALL-UNNAMED");
    }

    /** With options for the JVM. */
    Launch jvm(String... options) {
      jvm.addAll(List.of(options));
      return this;
    }

    /** With the agent. */
    Launch swapped() {
      return jvm("-javaagent:" + Pcap4jJars.agent());
    }

    /** Where no libpcap can be found. */
    Launch withoutLibpcap() {
      hidden = true;
      return this;
    }

    /** As root, but without these capabilities. */
    Launch without(String... capabilities) {
      bounds = "-" + String.join(",-", capabilities);
      return this;
    }

    /** With a text on standard input. */
    Launch stdin(String text) {
      stdin = text;
      return this;
    }

    /** With a standard input that stays open: see {@link Pcap4jRun#type}. */
    Launch typing() {
      typing = true;
      return this;
    }

    /** With a variable in its environment. */
    Launch variable(String name, String value) {
      variables.put(name, value);
      return this;
    }

    /** In a folder. */
    Launch in(Path working) {
      folder = working;
      return this;
    }

    /** With a class path. */
    Launch classPath(List<Path> jars) {
      return jvm("-cp", Pcap4jJars.path(jars));
    }

    /** The class, or what else comes behind the options. */
    Launch program(String... arguments) {
      program.addAll(List.of(arguments));
      return this;
    }

    /** A command line, which brings its own Java and options. */
    Launch shell(String line) {
      shell = line;
      return this;
    }

    Pcap4jRun start() throws IOException {
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      if (hidden) {
        command.addAll(List.of("unshare", "-m", "sh", "-c", HIDE, "sh"));
      }
      if (!bounds.isEmpty()) {
        command.addAll(List.of("setpriv", "--bounding-set", bounds, "--inh-caps", bounds, "--"));
      }
      Path bin = Path.of(System.getProperty("java.home"), "bin");
      if (shell.isEmpty()) {
        command.add(bin.resolve("java").toString());
        command.addAll(jvm);
        command.addAll(program);
      } else {
        command.addAll(List.of("sh", "-c", "PATH=" + bin + ":$PATH; " + shell));
      }
      Path out = Files.createTempFile("pcap4j", ".out");
      Path err = Files.createTempFile("pcap4j", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(variables);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      Pcap4jRun run = new Pcap4jRun(process, out, err);
      run.type(stdin);
      if (!typing) {
        process.getOutputStream().close();
      }
      return run;
    }
  }

  /** A run in a network namespace. */
  static Launch in(String namespace) {
    return new Launch(namespace);
  }

  /** Types something. */
  void type(String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** What it has printed. */
  String text() throws IOException {
    return Files.readString(out);
  }

  /** What it has said on standard error. */
  String errors() throws IOException {
    return Files.readString(err);
  }

  /** All of it, for a test that fails. */
  String all() {
    try {
      return text() + "\n--- standard error\n" + errors();
    } catch (IOException e) {
      return e.toString();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until a text was printed. */
  void await(String wanted) throws IOException, InterruptedException {
    for (int i = 0; i < LIMIT_SECONDS * 20; i++) {
      if (text().contains(wanted)) {
        return;
      }
      if (!isAlive()) {
        break;
      }
      Thread.sleep(50);
    }
    throw new IOException("it did not print '" + wanted + "': " + all());
  }

  /** Waits until it has a file of this name open, which is on mounts of its own. */
  void awaitFile(String name) throws IOException, InterruptedException {
    for (int i = 0; i < LIMIT_SECONDS * 20 && isAlive(); i++) {
      try (Stream<Path> files = Files.list(Path.of("/proc", process.pid() + "", "fd"))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (Files.isSymbolicLink(file) && target(file).endsWith("/" + name)) {
            return;
          }
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("it does not open " + name + ": " + all());
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /** Waits until it ends; answers its exit code. */
  int end() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it does not end: " + all());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
