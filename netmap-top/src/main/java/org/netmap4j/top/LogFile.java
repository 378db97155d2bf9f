package org.netmap4j.top;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the log goes: a file under the user's state directory, never the screen. Without a place to
 * write there is no log; the tool runs all the same.
 */
final class LogFile {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private LogFile() {}

  /**
   * Sets the log up; must come before the first logger. Settings given to the JVM stay.
   *
   * @return where the log is; null for nowhere
   */
  static @Nullable Path setUp(Map<String, String> env) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path file = writable(path(env));
    if (file == null) {
      System.setProperty(PREFIX + "defaultLogLevel", "off");
      return null;
    }
    set("logFile", file.toString());
    set("defaultLogLevel", "info");
    set("log.org.pcap4j", "warn"); // it tells how it was set up
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    set("showShortLogName", "true");
    return file;
  }

  private static void set(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }

  private static @Nullable Path path(Map<String, String> env) {
    try {
      String state = env.getOrDefault("XDG_STATE_HOME", "");
      String home = env.getOrDefault("HOME", "");
      // The XDG specification has relative paths ignored.
      if (state.startsWith("/")) {
        return Path.of(state, "netmap-top", "netmap-top.log");
      }
      return home.startsWith("/")
          ? Path.of(home, ".local", "state", "netmap-top", "netmap-top.log")
          : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable Path writable(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      Files.createDirectories(file.getParent());
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return file;
    } catch (IOException | SecurityException e) {
      return null;
    }
  }
}
