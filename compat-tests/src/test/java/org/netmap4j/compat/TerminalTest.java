package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** netmap-top in a real terminal: what it shows, and that it gives the terminal back. */
@Timeout(180)
class TerminalTest {
  private static final Path TOOL = Path.of("..", "netmap-top").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeEach
  void needsTmux() {
    boolean available = Tmux.available();
    if (!available) {
      System.out.println("TerminalTest skipped: no tmux here; install the package tmux");
    }
    assumeTrue(available, "no tmux here; install the package tmux");
  }

  /** The tool as users start it. */
  private static String demo() {
    return "'" + TOOL.resolve("bin/netmap-top") + "' --demo";
  }

  /** The program on a source that throws after some readings. */
  private static String failing() {
    String jars = TOOL.resolve("target/lib") + "/*";
    String classPath =
        String.join(
            ":",
            List.of(
                TOOL.resolve("target/test-classes").toString(),
                TOOL.resolve("target/classes").toString(),
                jars));
    return "'%s' --enable-native-access=ALL-UNNAMED -Dfake.fail=3 -cp '%s' %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            classPath,
            "org.netmap4j.top.FakeMain");
  }

  /** Starts a command so that its process id is known, and waits for the first picture. */
  private long start(Tmux tmux, String command) throws IOException {
    Path pid = folder.resolve("pid");
    tmux.command("sh -c 'echo $$ > " + pid + "; exec \"$@\"' sh " + command);
    tmux.awaitScreen("RING");
    Tmux.await("the alternate screen", tmux::alternate);
    assertFalse(tmux.cursorVisible(), "cursor while it runs");
    return Long.parseLong(Files.readString(pid).strip());
  }

  private static void awaitGivenBack(Tmux tmux) {
    Tmux.await("the usual screen", () -> !tmux.alternate());
    Tmux.await("the cursor", tmux::cursorVisible);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "200,60", "40,10"})
  void showsRingsAtEverySize(int columns, int rows) throws IOException {
    try (Tmux tmux = new Tmux(folder, columns, rows)) {
      start(tmux, demo());
      tmux.awaitScreen("rx 0");
      List<String> lines = tmux.screen().lines().toList();
      assertTrue(lines.getFirst().contains("netmap-top"), lines.getFirst());
      assertTrue(lines.get(rows - 1).contains("F1 Help"), lines.get(rows - 1));
      assertTrue(lines.stream().anyMatch(line -> line.contains("PKT/S")));
      tmux.keys("?");
      tmux.awaitScreen("any key returns");
      tmux.keys("x");
      tmux.awaitScreen("F1 Help");
      tmux.keys("q");
      awaitGivenBack(tmux);
    }
  }

  @Test
  void followsTheWindow() throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      start(tmux, demo());
      tmux.resize(40, 10);
      Tmux.await(
          "the footer in the tenth line",
          () -> tmux.screen().lines().toList().get(9).contains("F1 Help"));
      tmux.resize(120, 40);
      Tmux.await(
          "the footer in the last line",
          () -> tmux.screen().lines().toList().get(39).contains("F1 Help"));
      tmux.keys("q");
      awaitGivenBack(tmux);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "C-c", "F10"})
  void quittingRestoresTheTerminal(String key) throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      String before = tmux.output("stty -a");
      start(tmux, demo());
      tmux.keys(key);
      awaitGivenBack(tmux);
      assertEquals("0", tmux.output("echo $?").strip());
      assertEquals(before, tmux.output("stty -a"));
    }
  }

  @Test
  void stoppingAndGoingOnRestoresTheTerminalBothTimes() throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      String before = tmux.output("stty -a");
      start(tmux, demo());
      for (int round = 0; round < 2; round++) {
        tmux.keys("C-z");
        awaitGivenBack(tmux);
        assertEquals(before, tmux.output("stty -a"), "stopped");
        tmux.command("fg");
        Tmux.await("the alternate screen", tmux::alternate);
        tmux.awaitScreen("PKT/S");
        tmux.awaitScreen("F1 Help");
        assertFalse(tmux.cursorVisible());
      }
      tmux.keys("q");
      awaitGivenBack(tmux);
      assertEquals(before, tmux.output("stty -a"), "ended");
    }
  }

  @Test
  void aTermSignalRestoresTheTerminal() throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      String before = tmux.output("stty -a");
      long pid = start(tmux, demo());
      assertTrue(ProcessHandle.of(pid).orElseThrow().destroy());
      awaitGivenBack(tmux);
      assertEquals("143", tmux.output("echo $?").strip());
      assertEquals(before, tmux.output("stty -a"));
    }
  }

  @Test
  void anExceptionRestoresTheTerminalAndIsTold() throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      String before = tmux.output("stty -a");
      start(tmux, failing());
      awaitGivenBack(tmux);
      assertEquals("1", tmux.output("echo $?").strip());
      tmux.awaitScreen("netmap-top: internal error");
      assertEquals(before, tmux.output("stty -a"));
    }
  }

  @Test
  void aTerminalThatGoesAwayEndsIt() throws IOException {
    ProcessHandle process;
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      process = ProcessHandle.of(start(tmux, demo())).orElseThrow();
    }
    Tmux.await("the end of the process", () -> !process.isAlive());
  }

  @Test
  void aDumbTerminalGetsBatchOutput() throws IOException {
    try (Tmux tmux = new Tmux(folder, 120, 30)) {
      tmux.command("TERM=dumb " + demo() + " -n 1 -d 0.1");
      tmux.awaitScreen("DIRECTION");
      tmux.awaitScreen("TERM=dumb cannot show a screen: batch output");
      assertFalse(tmux.alternate());
    }
  }
}
