package org.netmap4j.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A terminal of a size of one's own, with a shell in it, on a server of its own. */
final class Tmux implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final String server =
      "netmap4j-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  private final Path folder;
  private int marks;
  private boolean paneKilled;

  /** Starts a shell whose files are in {@code folder}. */
  Tmux(Path folder, int columns, int rows) throws IOException {
    this.folder = folder;
    run(
        List.of(
            "-u",
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            Integer.toString(columns),
            "-y",
            Integer.toString(rows),
            "env LC_ALL=C.UTF-8 HOME=" + folder + " PS1='$ ' ENV= sh -i"));
    run(List.of("set-option", "-g", "status", "off"));
    resize(columns, rows);
  }

  /** Whether there is a tmux to run. */
  static boolean available() {
    try {
      Process process = new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-L", server));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return text;
  }

  /** Presses keys, by tmux's names for them. */
  void keys(String... keys) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("send-keys", "-t", "t"));
    arguments.addAll(Arrays.asList(keys));
    run(arguments);
  }

  /** Types a command for the shell. */
  void command(String line) throws IOException {
    run(List.of("send-keys", "-t", "t", "-l", line));
    keys("Enter");
  }

  /** Has the shell run a command, and waits for its output. */
  String output(String line) throws IOException {
    Path file = folder.resolve("mark" + marks++);
    command(line + " > " + file + ".part; mv " + file + ".part " + file);
    await(line, () -> Files.exists(file));
    return Files.readString(file);
  }

  /** Closes the terminal under whatever runs in it. */
  void killPane() throws IOException {
    run(List.of("kill-pane", "-t", "t"));
    paneKilled = true;
  }

  /** Has nobody read the terminal until it is closed: the server, which would, is stopped. */
  Stalled stall() throws IOException {
    String pid = run(List.of("display-message", "-p", "-t", "t", "#{pid}")).strip();
    Commands.ok("kill -STOP " + pid);
    return () -> Commands.ok("kill -CONT " + pid);
  }

  /** A terminal that is not read. */
  @FunctionalInterface
  interface Stalled extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  void resize(int columns, int rows) throws IOException {
    run(
        List.of(
            "resize-window",
            "-t",
            "t",
            "-x",
            Integer.toString(columns),
            "-y",
            Integer.toString(rows)));
  }

  /** The characters on the screen. */
  String screen() {
    try {
      return run(List.of("capture-pane", "-p", "-t", "t"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  boolean alternate() {
    return flag("alternate_on");
  }

  boolean cursorVisible() {
    return flag("cursor_flag");
  }

  private boolean flag(String name) {
    try {
      return run(List.of("display-message", "-p", "-t", "t", "#{" + name + "}"))
          .strip()
          .equals("1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void awaitScreen(String text) {
    await("'" + text + "' in\n" + screen(), () -> screen().contains(text));
  }

  /** Looks again and again, for some seconds. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void close() throws IOException {
    if (paneKilled) {
      return; // and with the last one went the server
    }
    run(List.of("kill-server"));
  }
}
