package org.netmap4j.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the machine says of netmap's module. Nothing is opened but files of /sys and /lib; what
 * cannot be read is left out.
 *
 * @param loaded whether it is loaded, or part of the kernel
 * @param installed whether it could be loaded; empty where that cannot be told
 * @param node /dev/netmap; empty when it is not there
 * @param deviceNumber the number that a node must have, as {@code 10:58}; empty where the system
 *     does not say
 * @param parameters those that are numbers, by name
 */
public record ModuleFacts(
    boolean loaded,
    Optional<Boolean> installed,
    Optional<Node> node,
    Optional<String> deviceNumber,
    Map<String, Long> parameters) {
  /** The module has some fifty. */
  private static final int MOST_PARAMETERS = 256;

  private static final int MOST_TEXT = 64;

  /** Copies the map. */
  public ModuleFacts {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The device node.
   *
   * @param permissions as {@code rw-rw----}
   * @param owner the user that has it
   * @param group the group that has it
   * @param usable whether this process may read and write it
   */
  public record Node(String permissions, String owner, String group, boolean usable) {}

  /** What is there now. */
  public static ModuleFacts now() {
    return in(Path.of("/"));
  }

  /** What is there below another root. */
  static ModuleFacts in(Path root) {
    Path parameters = root.resolve("sys/module/netmap/parameters");
    Optional<Node> node = node(root.resolve("dev/netmap"));
    boolean loaded = Files.isDirectory(root.resolve("sys/module/netmap"));
    return new ModuleFacts(
        loaded,
        loaded ? Optional.of(true) : installed(root),
        node,
        text(root.resolve("sys/class/misc/netmap/dev")).filter(text -> text.matches("\\d+:\\d+")),
        parameters(parameters));
  }

  private static Optional<Node> node(Path device) {
    try {
      PosixFileAttributes found =
          Files.readAttributes(device, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Node(
              PosixFilePermissions.toString(found.permissions()),
              found.owner().getName(),
              found.group().getName(),
              Files.isReadable(device) && Files.isWritable(device)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> installed(Path root) {
    Optional<String> release = text(root.resolve("proc/sys/kernel/osrelease"));
    if (release.isEmpty() || release.get().indexOf('/') >= 0) {
      return Optional.empty();
    }
    Path modules = root.resolve("lib/modules").resolve(release.get()).resolve("modules.dep");
    try (Stream<String> lines = Files.lines(modules, StandardCharsets.ISO_8859_1)) {
      return Optional.of(
          lines.anyMatch(line -> line.matches("([^:]*/)?netmap\\.ko(\\.[a-z0-9]+)?:.*")));
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Long> parameters(Path folder) {
    Map<String, Long> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (found.size() < MOST_PARAMETERS) {
          text(file)
              .filter(text -> text.matches("-?\\d{1,18}"))
              .ifPresent(text -> found.put(String.valueOf(file.getFileName()), number(text)));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // no module, or gone meanwhile
    }
    return found;
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  /** A file's text, if it is short. */
  private static Optional<String> text(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (java.io.InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_TEXT + 1);
      return bytes.length <= MOST_TEXT
          ? Optional.of(new String(bytes, StandardCharsets.ISO_8859_1).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
