package org.netmap4j.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that holds a region, or the module's device.
 *
 * @param pid its number
 * @param command its name as the system has it (comm), made printable
 * @param self whether it is this process
 */
public record Owner(long pid, String command, boolean self) {
  /**
   * Whether an interface's name means the same to it and to the caller: whether both are in the
   * same network namespace. Empty where that cannot be told.
   */
  public Optional<Boolean> sharesNetwork() {
    try {
      Path ours = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
      return Optional.of(ours.equals(Files.readSymbolicLink(process().resolve("ns/net"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it is stopped, by a signal or a debugger. */
  public boolean stopped() {
    try {
      // the name, in brackets, may have any character in it; the state follows the last of them
      String stat = Files.readString(process().resolve("stat"), StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() && (stat.charAt(state) == 'T' || stat.charAt(state) == 't');
    } catch (IOException e) {
      return false;
    }
  }

  private Path process() {
    return Path.of("/proc", Long.toString(pid));
  }

  @Override
  public String toString() {
    return command + "[" + pid + "]";
  }
}
