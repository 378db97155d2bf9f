package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** netmap-top in a terminal that changes its size, is not read, or goes away. */
@Timeout(180)
class TerminalTroubleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STALLED_SECONDS = 10;

  @TempDir Path folder;

  @BeforeEach
  void needsTmux() {
    boolean available = Tmux.available();
    if (!available) {
      System.out.println("TerminalTroubleTest skipped: no tmux here; install the package tmux");
    }
    assumeTrue(available, "no tmux here; install the package tmux");
  }

  private ProcessHandle start(Tmux tmux, String options) throws IOException {
    Path pid = folder.resolve("pid");
    tmux.command(
        "sh -c 'echo $$ > "
            + pid
            + "; exec \"$@\"' sh '"
            + TopRun.launcher()
            + "' --demo "
            + options);
    tmux.awaitScreen("RING");
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }

  private static void awaitLine(Tmux tmux, int row, String text) {
    Tmux.await(
        "'" + text + "' in line " + row,
        () -> {
          List<String> lines = tmux.screen().lines().toList();
          return lines.size() > row && lines.get(row).contains(text);
        });
  }

  /**
   * Waits until the tool has drawn at this size. What tmux keeps of a larger picture has no clock
   * at the right; a size that lasts for less than the tool takes to look at it would be no test.
   */
  private static void awaitDrawn(Tmux tmux, int columns, int rows) {
    Tmux.await(
        "a picture of %dx%d".formatted(columns, rows),
        () -> {
          List<String> lines = tmux.screen().lines().toList();
          return lines.size() == rows
              && lines.getFirst().matches(".*\\d\\d:\\d\\d:\\d\\d *")
              && lines.getFirst().stripTrailing().length() == columns - 1
              && lines.getLast().contains("F1");
        });
  }

  @Test
  void everyPageFollowsTheWindowToItsLeastSizeAndBack() throws IOException {
    try (Tmux tmux = new Tmux(folder, 200, 60)) {
      ProcessHandle process = start(tmux, "");
      for (int page = 1; page <= 9; page++) {
        tmux.keys(Integer.toString(page));
        if (page > 1) {
          awaitLine(tmux, 1, page + " ");
        }
        tmux.resize(40, 10);
        awaitDrawn(tmux, 40, 10);
        tmux.resize(20, 5);
        awaitDrawn(tmux, 20, 5);
        tmux.resize(200, 60);
        awaitDrawn(tmux, 200, 60);
        assertTrue(process.isAlive(), "page " + page);
      }
      tmux.keys("q");
      Tmux.await("the end", () -> !process.isAlive());
    }
  }

  @Test
  void goesOnWhereItWasAndAtTheSizeThatThereIsThen() throws IOException {
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      String before = tmux.output("stty -a");
      start(tmux, "");
      tmux.keys("5");
      tmux.awaitScreen("by cause");
      tmux.keys("C-z");
      Tmux.await("the usual screen", () -> !tmux.alternate());
      assertEquals(before, tmux.output("stty -a"), "stopped");
      tmux.resize(60, 12);
      tmux.command("fg");
      Tmux.await("the alternate screen", tmux::alternate);
      tmux.awaitScreen("by cause");
      awaitDrawn(tmux, 60, 12);
      tmux.resize(80, 24);
      awaitDrawn(tmux, 80, 24);
      tmux.keys("q");
      Tmux.await("the usual screen", () -> !tmux.alternate());
      assertEquals(before, tmux.output("stty -a"), "ended");
    }
  }

  @Test
  void aClosedTerminalEndsItAndLeavesAWholeLog() throws IOException {
    Path log = folder.resolve("log");
    try (Tmux tmux = new Tmux(folder, 80, 24)) {
      ProcessHandle process = start(tmux, "-d 0.1 --log " + log);
      Tmux.await("samples", () -> samples(log).size() > 3);
      tmux.killPane();
      Tmux.await("the end of the process", () -> !process.isAlive());
    }
    assertTrue(Files.readString(log).endsWith("}\n"), "the last sample is whole");
  }

  @Test
  void samplingGoesOnWhileTheTerminalIsNotRead() throws Exception {
    Path log = folder.resolve("log");
    try (Tmux tmux = new Tmux(folder, 200, 60)) {
      ProcessHandle process = start(tmux, "-d 0.1 --log " + log);
      Instant from;
      Instant to;
      try (Tmux.Stalled _ = tmux.stall()) {
        awaitNoFrames(process);
        from = Instant.now();
        Thread.sleep(TimeUnit.SECONDS.toMillis(STALLED_SECONDS));
        to = Instant.now();
        assertTrue(drawingStandsStill(process), "the terminal takes frames");
      }
      Tmux.await("a later sample", () -> samples(log).getLast().isAfter(to));
      List<Instant> during = new ArrayList<>(List.of(from));
      samples(log).stream().filter(at -> at.isAfter(from) && at.isBefore(to)).forEach(during::add);
      during.add(to);
      for (int i = 1; i < during.size(); i++) {
        Duration gap = Duration.between(during.get(i - 1), during.get(i));
        assertTrue(gap.toMillis() < 2000, "a gap of " + gap + " in " + during);
      }
      Tmux.await("the present on the screen", () -> showsThePresent(tmux));
      try (Tmux.Stalled _ = tmux.stall()) {
        awaitNoFrames(process);
        assertTrue(process.destroy());
        Tmux.await("the end while it cannot write", () -> !process.isAlive());
      }
    }
  }

  private static List<Instant> samples(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      List<Instant> times = new ArrayList<>();
      for (String line : lines.filter(it -> it.endsWith("}")).toList()) {
        times.add(Instant.parse(JSON.readTree(line).get("time").asText()));
      }
      return times;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean showsThePresent(Tmux tmux) {
    String title = tmux.screen().lines().findFirst().orElse("").strip();
    if (!title.matches(".* \\d\\d:\\d\\d:\\d\\d")) {
      return false;
    }
    LocalTime shown = LocalTime.parse(title.substring(title.length() - 8));
    LocalTime now = LocalTime.now(ZoneId.systemDefault());
    return Math.abs(Duration.between(shown, now).toSeconds()) <= 2;
  }

  private static void awaitNoFrames(ProcessHandle process) {
    Tmux.await("a write that hangs", () -> drawingStandsStill(process));
  }

  /** Whether what draws does not run at all; else it looks at the size ten times a second. */
  private static boolean drawingStandsStill(ProcessHandle process) {
    try {
      long before = switches(process);
      Thread.sleep(1000);
      return switches(process) == before;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long id(Path task) {
    return Long.parseLong(task.getFileName().toString());
  }

  /** How often the process's first two threads, the launcher's and the program's, gave way. */
  private static long switches(ProcessHandle process) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> all = Files.list(tasks)) {
      List<Path> first =
          all.sorted(Comparator.comparingLong(TerminalTroubleTest::id)).limit(2).toList();
      long sum = 0;
      for (Path task : first) {
        for (String line : Files.readAllLines(task.resolve("status"))) {
          if (line.startsWith("voluntary_ctxt_switches:")) {
            sum += Long.parseLong(line.replaceAll("\\D", ""));
          }
        }
      }
      return sum;
    }
  }
}
