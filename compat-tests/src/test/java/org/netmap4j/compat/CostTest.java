package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What looking at 64 rings of another process costs, twice a second on 80x24. */
@Timeout(120)
class CostTest {
  /** A guard for machines that do other things as well; it is a fifth of that on a quiet one. */
  private static final double MOST_PERCENT = 10;

  private static final int WARM_SECONDS = 5;
  private static final int SECONDS = 15;

  /** Linux reports processor time to programs in hundredths of a second. */
  private static final double TICKS_PER_SECOND = 100;

  @TempDir Path folder;

  @Test
  void sixtyFourRingsTwiceASecondAreCheap() throws Exception {
    String missing = missing();
    if (!missing.isEmpty()) {
      System.out.println("CostTest skipped: " + missing);
    }
    assumeTrue(missing.isEmpty(), missing);
    Path pid = folder.resolve("pid");
    try (TestProgram holder = TestProgram.start(RingHolder.class);
        Tmux tmux = new Tmux(folder, 80, 24)) {
      Tmux.await("the rings", () -> holder.text().contains("ready"));
      // in a namespace of its own there are no interfaces but those 64 rings
      tmux.command(
          "unshare -n sh -c 'echo $$ > " + pid + "; exec \"$@\"' sh '" + TopRun.launcher() + "'");
      tmux.awaitScreen("held");
      tmux.awaitScreen(RingHolder.RINGS + " rings");
      Path stat = Path.of("/proc", Files.readString(pid).strip(), "stat");
      Thread.sleep(WARM_SECONDS * 1000L);
      double before = seconds(stat);
      long start = System.nanoTime();
      Thread.sleep(SECONDS * 1000L);
      double percent = 100 * (seconds(stat) - before) / ((System.nanoTime() - start) / 1e9);
      System.out.printf("CostTest: 64 rings, 80x24, 2 Hz: %.2f %% of a core%n", percent);
      assertTrue(percent > 0, "it does nothing: " + tmux.screen());
      assertTrue(percent < MOST_PERCENT, percent + " % of a core");
      tmux.keys("q");
    }
  }

  private static String missing() throws IOException {
    if (!Tmux.available()) {
      return "no tmux here; install the package tmux";
    }
    boolean namespaces = Commands.run(List.of("unshare", "-n", "true")).code() == 0;
    return namespaces ? "" : "no network namespaces here; run as root";
  }

  /** User and system time of a process, by proc_pid_stat(5). */
  private static double seconds(Path stat) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }
}
