package org.netmap4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.error.NetmapException;

/** One option, taken apart: its kind and where the value of each of its keys stands. */
final class PortOptionText {
  private final PortOptionKind kind;
  private final NameScanner in;
  private final Map<String, NameScanner> values = new LinkedHashMap<>();

  /** Reads the option's keys; {@code in} stands behind its name and ends with the option. */
  PortOptionText(PortOptionKind kind, NameScanner in) throws NetmapException {
    this.kind = kind;
    this.in = in;
    Optional<String> defaultKey = kind.defaultKey();
    if (in.take(":")) {
      readKeys();
    } else if (defaultKey.isPresent() && in.take("=")) {
      if (in.atEnd()) {
        throw in.expected("the " + defaultKey.get());
      }
      values.put(defaultKey.get(), in.part(in.at(), in.end()));
    } else {
      throw in.expected(defaultKey.isPresent() ? "'=' or ':'" : "':' and keys");
    }
    if (defaultKey.isPresent() && !values.containsKey(defaultKey.get())) {
      throw in.part(in.end(), in.end())
          .expected("%s of %s, which must be given".formatted(defaultKey.get(), kind.word()));
    }
  }

  private void readKeys() throws NetmapException {
    boolean more = !in.atEnd();
    while (more) {
      readKey();
      more = in.take(",");
    }
  }

  /** A key without a value counts as not given, as in libnetmap. */
  private void readKey() throws NetmapException {
    int start = in.at();
    String key = in.takeUntil("=,").replace('_', '-');
    if (!kind.keys().contains(key)) {
      throw in.expectedAt(
          start,
          "a key of %s (%s)".formatted(kind.word(), String.join(", ", kind.keys())),
          key.isEmpty() ? "none" : "'" + in.from(start) + "'");
    }
    if (values.containsKey(key)) {
      throw in.expectedAt(start, "each key once", "'%s' again".formatted(key));
    }
    if (!in.take("=")) {
      throw in.expected("'=' and the value of %s".formatted(key));
    }
    int from = in.at();
    in.takeUntil(",");
    if (in.at() > from) {
      values.put(key, in.part(from, in.at()));
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value of a key, as a cursor before it; empty if the key is not given. */
  NameScanner value(String key) {
    NameScanner value = values.get(key);
    return value == null ? in.part(in.end(), in.end()) : value;
  }

  /** The number given for a key, 0 if the key is not given. */
  int number(String key, int max) throws NetmapException {
    if (!has(key)) {
      return 0;
    }
    NameScanner value = value(key);
    int start = value.at();
    String expected = "a decimal number from 0 to %d for %s".formatted(max, key);
    long number = value.takeNumber();
    if (!value.atEnd() || value.at() == start) {
      throw value.expected(expected);
    }
    if (number > max) {
      throw value.expectedAt(start, expected, value.from(start));
    }
    return (int) number;
  }
}
