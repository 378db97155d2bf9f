package org.netmap4j.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batch output of real processes: signals, readers that leave, disks that are full. */
@Timeout(60)
class ProcessTest {
  @TempDir Path home;

  private ProcessBuilder tool(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeMain.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("XDG_STATE_HOME");
    builder.redirectError(home.resolve("stderr").toFile());
    return builder;
  }

  private String stderr() throws IOException {
    return Files.readString(home.resolve("stderr"));
  }

  @Test
  void aTermSignalClosesTheArrayWithinASecond() throws Exception {
    Process process = tool("--format", "json", "-d", "0.05").start();
    StringBuilder text = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int lines = 0; lines < 3; lines++) {
        text.append(out.readLine()).append('\n');
      }
      long before = System.nanoTime();
      assertTrue(process.toHandle().destroy()); // Process.destroy would close the stream
      out.lines().forEach(line -> text.append(line).append('\n'));
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(2), "took too long");
    }
    assertEquals(128 + 15, process.exitValue());
    assertTrue(text.toString().endsWith("}\n]\n"), text.toString());
    try (JsonParser parser = new JsonFactory().createParser(text.toString())) {
      while (parser.nextToken() != null) {
        parser.currentToken();
      }
    }
    assertEquals("", stderr());
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() throws Exception {
    Process process = tool("--format", "csv", "-d", "0.01").start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(out.readLine().startsWith("time,engine"));
    }
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    assertEquals("", stderr());
  }

  @Test
  void aFullDiskIsAnError() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "no /dev/full here");
    Process process = tool("--batch", "-d", "0.01").redirectOutput(full).start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
    assertEquals(
        "netmap-top: standard output: No space left on device; make room there, or send it"
            + " elsewhere\n",
        stderr());
  }

  @Test
  void theLogIsAFileAndAPlaceThatCannotBeWrittenBreaksNothing() throws Exception {
    assertEquals(0, tool("-n", "1", "-d", "0.01").start().waitFor());
    assertTrue(Files.exists(home.resolve(".local/state/netmap-top/netmap-top.log")));
    ProcessBuilder builder = tool("-n", "1", "-d", "0.01");
    builder.environment().put("XDG_STATE_HOME", "/proc/1/nowhere");
    assertEquals(0, builder.start().waitFor());
    assertEquals("", stderr());
  }

  @Test
  void withoutATerminalItIsBatchAndLoadsNoDesktop() throws Exception {
    ProcessBuilder builder = tool("-n", "2", "-d", "0.1");
    builder.command().add(1, "-Xlog:class+load:file=" + home.resolve("classes"));
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals(2, text.lines().filter(line -> line.startsWith("netmap-top  ")).count());
    String classes = Files.readString(home.resolve("classes"));
    assertTrue(classes.contains("org.netmap4j.top.Tool"));
    assertFalse(classes.contains(" java.awt.") || classes.contains(" javax.swing."));
  }
}
