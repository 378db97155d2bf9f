package org.netmap4j.pcap;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * Names that stand for ports, so that a program which has an interface's name built in captures on
 * a port: {@code eth0=netmap:eth0/rt,eth1=inline:eth1}.
 *
 * <p>They are given by the system property {@value #PROPERTY}, else by the environment variable
 * {@value #VARIABLE}:
 *
 * <pre>{@code
 * aliases = item { "," item }
 * item    = name "=" target | "@" file          "\," and "\\" are a comma and a backslash
 * }</pre>
 *
 * <p>A file has one {@code name=target} a line; empty lines are passed over, and so is what follows
 * a {@code #} at the start of a line or behind a blank. A target is what {@link NetmapHandle#open}
 * takes, and is no alias itself. Blanks around names and targets do not count.
 */
public final class Aliases {
  /** The system property that has them. */
  public static final String PROPERTY = "netmap.alias";

  /** The environment variable that has them where the property does not. */
  public static final String VARIABLE = "NETMAP_ALIAS";

  private static final long LONGEST_FILE = 1 << 20;
  private static final String ITEM = "NAME=PORT or @FILE";

  private final Map<String, String> targets = new LinkedHashMap<>();

  private Aliases() {}

  /** Where text comes from, for errors. */
  private record Source(String name, int line) {
    NetmapException expected(int at, String what, String found) {
      return new NetmapException(new NetmapError.BadAlias(name, line, at, what, found));
    }
  }

  /**
   * Those in force now.
   *
   * @throws NetmapException one of them is none: which, and where ({@link NetmapError.BadAlias})
   */
  public static Aliases current() throws NetmapException {
    String property = System.getProperty(PROPERTY, "");
    return property.isBlank()
        ? parse("variable " + VARIABLE, System.getenv().getOrDefault(VARIABLE, ""))
        : parse("property " + PROPERTY, property);
  }

  /**
   * Reads aliases as the property has them.
   *
   * @param source where the text comes from, for errors
   * @throws NetmapException one of them is none: which, and where ({@link NetmapError.BadAlias})
   */
  public static Aliases parse(String source, String text) throws NetmapException {
    Aliases aliases = new Aliases();
    if (!text.isBlank()) {
      aliases.readItems(new Source(source, 0), text);
    }
    return aliases;
  }

  private void readItems(Source source, String text) throws NetmapException {
    StringBuilder item = new StringBuilder();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',') {
        readItem(source, start, item.toString());
        item.setLength(0);
        start = i + 1;
      } else if (c == '\\') {
        i++;
        if (i == text.length() || ",\\".indexOf(text.charAt(i)) < 0) {
          throw source.expected(i, "',' or '\\' behind a '\\'", found(text, i));
        }
        item.append(text.charAt(i));
      } else {
        item.append(c);
      }
    }
    readItem(source, start, item.toString());
  }

  private static String found(String text, int at) {
    return at >= text.length() ? "the end" : "'" + Character.toString(text.codePointAt(at)) + "'";
  }

  private void readItem(Source source, int start, String item) throws NetmapException {
    String file = item.strip();
    if (file.startsWith("@")) {
      readFile(source, start + item.indexOf('@') + 1, file.substring(1));
    } else {
      readAlias(source, start, item, ITEM);
    }
  }

  private void readAlias(Source source, int start, String text, String expected)
      throws NetmapException {
    int sign = text.indexOf('=');
    String name = sign < 0 ? "" : text.substring(0, sign).strip();
    if (name.isEmpty()) {
      throw source.expected(start, expected, text.isBlank() ? "nothing" : "'" + text.strip() + "'");
    }
    if (!name.codePoints().allMatch(Aliases::mayBeInName)) {
      throw source.expected(start, "a name without blanks and controls", "'" + name + "'");
    }
    String target = text.substring(sign + 1).strip();
    int at = start + sign + 1;
    try {
      CaptureName _ = CaptureName.ofTarget(target);
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.BadName bad) {
        throw source.expected(at, "a port (" + bad.expected() + ")", "'" + target + "'");
      }
      throw e;
    }
    String before = targets.putIfAbsent(name, target);
    if (before != null && !before.equals(target)) {
      throw source.expected(
          start, "one port for " + name, "'" + target + "' after '" + before + "'");
    }
  }

  private static boolean mayBeInName(int c) {
    return !Character.isWhitespace(c)
        && switch (Character.getType(c)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }

  private void readFile(Source source, int at, String name) throws NetmapException {
    String text;
    try {
      Path file = Path.of(name);
      if (!Files.isRegularFile(file)) { // a pipe could keep us waiting
        throw source.expected(at, "a file", "'" + name + "', which is none");
      }
      if (Files.size(file) > LONGEST_FILE) {
        throw source.expected(
            at, "a file of at most " + LONGEST_FILE + " bytes", "'" + name + "', which is longer");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NetmapException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw source.expected(at, "a file of UTF-8 text", "'" + name + "'");
    } catch (InvalidPathException | IOException e) {
      throw source.expected(at, "a file that can be read", "'" + name + "' (" + e + ")");
    }
    int line = 0;
    for (String each : text.lines().toList()) {
      line++;
      String alias = each.replaceFirst("(^|\\s)#.*", "");
      if (!alias.isBlank()) {
        readAlias(new Source("file " + name, line), 0, alias, "NAME=PORT");
      }
    }
  }

  /** What a name stands for, if it is an alias. */
  public Optional<String> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** All of them, with what they stand for, in the order in which they were given. */
  public Map<String, String> all() {
    return Collections.unmodifiableMap(targets);
  }
}
