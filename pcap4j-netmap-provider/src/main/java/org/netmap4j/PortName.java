package org.netmap4j;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.netmap4j.error.NetmapException;

/** The first part of a port's name: subsystem, port, pipe. */
final class PortName {
  /** NETMAP_REQ_IFNAMSIZ of net/netmap.h, less the NUL at its end. */
  static final int MAX_BYTES = 63;

  private static final String NETMAP = "netmap:";
  private static final String VALE = "vale";
  private static final String SUFFIX_SIGNS = "-*^/@";
  private static final String PIPE_SIGNS = "{}";

  private PortName() {}

  /**
   * Reads {@code subsystem:vpname} and leaves the cursor behind it.
   *
   * @return the name as {@code nr_name} holds it
   */
  static String read(NameScanner in) throws NetmapException {
    int start = in.at();
    boolean vale = false;
    if (in.take(NETMAP)) {
      start = in.at();
    } else if (in.take(VALE)) {
      vale = true;
      in.takeIdentifier();
      if (!in.take(":")) {
        throw in.expected("':' after 'vale' and the switch's letters, digits and '_'");
      }
    } else {
      String subsystem = in.takeUntil(":");
      throw in.expectedAt(
          start, "'netmap:' or 'vale'", subsystem.isEmpty() ? "none" : "'" + subsystem + "'");
    }
    readPort(in, vale);
    String name = in.from(start);
    checkLength(in, start, name);
    return name;
  }

  private static void readPort(NameScanner in, boolean mayBeEmpty) throws NetmapException {
    String base = in.takeUntil(SUFFIX_SIGNS + PIPE_SIGNS);
    if (in.take("{") || in.take("}")) {
      if (in.takeIdentifier().isEmpty()) {
        throw in.expected("a pipe id of letters, digits and '_'");
      }
      if (!in.atEnd() && SUFFIX_SIGNS.indexOf(in.peek()) < 0) {
        throw in.expected("letters, digits and '_' in the pipe id, then '-', '^', '*', '/' or '@'");
      }
    } else if (base.isEmpty() && !mayBeEmpty) {
      throw in.expected("the name of a port");
    }
  }

  private static void checkLength(NameScanner in, int start, String name) throws NetmapException {
    int bytes = 0;
    for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
      bytes += Character.toString(name.codePointAt(i)).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        throw in.expectedAt(
            start + i,
            "the end of the port's name, which has at most %d bytes".formatted(MAX_BYTES),
            "%d bytes in all".formatted(name.getBytes(StandardCharsets.UTF_8).length));
      }
    }
  }

  /** Whether the grammar can write {@code name} with the subsystem {@code vale}. */
  static boolean isVale(String name) {
    NameScanner in = NameScanner.over(name);
    if (!in.take(VALE)) {
      return false;
    }
    in.takeIdentifier();
    return in.take(":");
  }

  /** The canonical portspec of {@code name}, rings and options left out. */
  static String portspec(String name) {
    return isVale(name) ? name : NETMAP + name;
  }

  /** The pipe's end that {@code name} names, if it does. */
  static Optional<PortPipe> pipe(String name) {
    NameScanner in = NameScanner.over(name);
    String base = in.takeUntil(PIPE_SIGNS);
    if (in.atEnd()) {
      return Optional.empty();
    }
    boolean master = in.peek() == '{';
    return Optional.of(new PortPipe(base, master, name.substring(in.at() + 1)));
  }
}
