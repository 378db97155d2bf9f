package org.netmap4j.top;

import java.nio.file.AccessDeniedException;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.config.ConfigException;

/** How the process ends, for scripts. */
final class ExitCode {
  static final int OK = 0;
  static final int RUNTIME = 1;

  /** The doctor found something wrong. */
  static final int FOUND = 1;

  static final int USAGE = 2;
  static final int PERMISSION = 3;
  static final int NO_PORT = 4;

  private static final int EPERM = 1;
  private static final int EACCES = 13;

  private ExitCode() {}

  /** The code that a failure ends the process with. */
  static int of(Throwable failure) {
    return switch (failure) {
      case UsageException _ -> USAGE;
      case ConfigException _ -> USAGE;
      case NetmapException e -> of(e.error());
      case AccessDeniedException _ -> PERMISSION;
      default -> RUNTIME;
    };
  }

  private static int of(NetmapError error) {
    return switch (error) {
      case NetmapError.BadName _ -> USAGE;
      case NetmapError.BadAlias _ -> USAGE;
      case NetmapError.NoPermission _ -> PERMISSION;
      case NetmapError.NoSuchPort _ -> NO_PORT;
      case NetmapError.NoSuchRing _ -> NO_PORT;
      case NetmapError.InterfaceDown e -> e.gone() ? NO_PORT : RUNTIME;
      case NetmapError.SystemCall e ->
          e.errno() == EPERM || e.errno() == EACCES ? PERMISSION : RUNTIME;
      case NetmapError.CannotOpen _ -> RUNTIME;
      case NetmapError.NoSuchCore _ -> RUNTIME;
      case NetmapError.PacketTooLarge _ -> RUNTIME;
      case NetmapError.WouldBlock _ -> RUNTIME;
      case NetmapError.NoSpace _ -> RUNTIME;
      case NetmapError.Unsupported _ -> RUNTIME;
      case NetmapError.Closed _ -> RUNTIME;
      case NetmapError.BadIndices _ -> RUNTIME;
      case NetmapError.BadFile _ -> RUNTIME;
    };
  }
}
