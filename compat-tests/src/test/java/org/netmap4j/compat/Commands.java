package org.netmap4j.compat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs the system's programs. */
public final class Commands {
  private static final long LIMIT_SECONDS = 60;
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Commands() {}

  /** What a command did; standard error goes with standard output. */
  public record Outcome(int code, String out) {}

  public static Outcome run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Future<?> limit =
        TIMER.schedule(() -> process.destroyForcibly(), LIMIT_SECONDS, TimeUnit.SECONDS);
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), out);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(String.join(" ", command));
    } finally {
      limit.cancel(false);
    }
  }

  /** Runs a command line that must succeed; answers what it printed. */
  public static String ok(String line) throws IOException {
    Outcome outcome = run(List.of("sh", "-c", line));
    if (outcome.code() != 0) {
      throw new IOException(line + ": exit " + outcome.code() + ": " + outcome.out());
    }
    return outcome.out();
  }

  /** Whether the machine has a program. */
  public static boolean have(String program) throws IOException {
    return run(List.of("sh", "-c", "command -v " + program)).code() == 0;
  }
}
