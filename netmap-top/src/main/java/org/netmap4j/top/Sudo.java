package org.netmap4j.top;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.units.Shell;

/** The command that mends a missing permission. */
final class Sudo {
  /** How the launcher was called; it says so itself. */
  private static final String LAUNCHER = "netmap.top.launcher";

  private Sudo() {}

  /** What to add to the message of {@code failure}; nothing where a permission is not its cause. */
  static String remedy(Throwable failure, String... args) {
    return failure instanceof NetmapException e && e.error() instanceof NetmapError.NoPermission
        ? ": sudo " + commandLine(args)
        : "";
  }

  /** What the user typed, fit for a shell. */
  static String commandLine(String... args) {
    return Stream.concat(Stream.of(System.getProperty(LAUNCHER, "netmap-top")), Stream.of(args))
        .map(Shell::word)
        .collect(Collectors.joining(" "));
  }
}
