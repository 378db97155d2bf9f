package org.netmap4j.compat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A folder that stands for a machine: on its PATH are everyday programs, but neither Java nor Maven
 * nor a package manager unless a test puts a script there. So the scripts of the product can be
 * tried without finding, or installing, anything of the real machine.
 */
final class FakeMachine {
  private static final List<String> EVERYDAY =
      List.of(
          "bash",
          "cat",
          "chown",
          "cp",
          "date",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "id",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "seq",
          "sh",
          "sleep",
          "stat",
          "tail",
          "touch");

  /** What a command did. */
  record Outcome(int code, String out, String err) {}

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  FakeMachine(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("home"));
    for (String program : EVERYDAY) {
      for (String place : System.getenv("PATH").split(File.pathSeparator, -1)) {
        Path file = Path.of(place, program);
        if (Files.isExecutable(file)) {
          script("bin/" + program, "exec '" + file.toAbsolutePath() + "' \"$@\"");
          break;
        }
      }
    }
    environment.put("PATH", folder.resolve("bin").toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("NETMAP4J_NO_INSTALL", "1");
  }

  /** The checkout that the tests run in. */
  static Path checkout() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve(".mvn/toolchain.sh"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("not below the checkout: " + Path.of("").toAbsolutePath());
    }
    return at;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  FakeMachine with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Puts a shell script in place. */
  Path script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** A JDK as far as its folder goes, whose java prints its arguments. */
  Path jdk(String name, String version) throws IOException {
    script(name + "/bin/javac", "exit 1");
    return jre(name, version);
  }

  Path jre(String name, String version) throws IOException {
    script(name + "/bin/java", "printf '%s\\n' \"$@\"");
    Files.writeString(
        folder.resolve(name + "/release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    return folder.resolve(name);
  }

  Outcome run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("did not end: " + String.join(" ", command));
    }
    return new Outcome(
        process.exitValue(), read(folder.resolve("out")), read(folder.resolve("err")));
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
