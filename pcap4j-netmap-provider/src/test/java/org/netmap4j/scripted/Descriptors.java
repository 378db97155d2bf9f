package org.netmap4j.scripted;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this process has open that a port may have opened: memfds, sockets, epoll sets, events. */
public final class Descriptors {
  private Descriptors() {}

  /** Descriptor numbers and what they are, of the kinds that ports open. */
  public static List<String> open() {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path fd : all) {
        String target = target(fd);
        if (target.contains("memfd:netmap")
            || target.startsWith("socket:")
            || target.startsWith("anon_inode:")) {
          found.add(fd.getFileName() + " " + target);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException e) {
      return ""; // the one that lists the directory
    }
  }

  /** Mappings of regions and packet rings. */
  public static List<String> mapped() {
    try {
      return Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .filter(line -> line.contains("netmap-region") || line.contains("socket:"))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
