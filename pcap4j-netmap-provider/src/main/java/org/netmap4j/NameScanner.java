package org.netmap4j;

import org.netmap4j.error.NetmapError.BadName;
import org.netmap4j.error.NetmapException;

/**
 * A cursor over a port's name, or a part of it, that can say what it expected instead.
 *
 * <p>NUL stands for the end, so the name must hold none.
 */
final class NameScanner {
  private static final char END = '\0';

  private final String name;
  private final int end;
  private int at;

  private NameScanner(String name, int at, int end) {
    this.name = name;
    this.at = at;
    this.end = end;
  }

  static NameScanner over(String name) {
    return new NameScanner(name, 0, name.length());
  }

  /** A cursor of its own over the characters from {@code from} to before {@code to}. */
  NameScanner part(int from, int to) {
    return new NameScanner(name, from, to);
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  boolean atEnd() {
    return at == end;
  }

  /** The character at the cursor, NUL at the end. */
  char peek() {
    return charAt(at);
  }

  /** The character after the one at the cursor, NUL past the end. */
  char peekNext() {
    return charAt(at + 1);
  }

  private char charAt(int index) {
    return index < end ? name.charAt(index) : END;
  }

  /** Steps over {@code text} if it stands at the cursor. */
  boolean take(String text) {
    if (at + text.length() > end || !name.startsWith(text, at)) {
      return false;
    }
    at += text.length();
    return true;
  }

  /** Steps over all up to the next of {@code stops} or the end, and returns it. */
  String takeUntil(String stops) {
    int start = at;
    while (at < end && stops.indexOf(name.charAt(at)) < 0) {
      at++;
    }
    return name.substring(start, at);
  }

  /** Steps over letters, digits and {@code _}, as C's {@code isalnum} knows them; may be none. */
  String takeIdentifier() {
    int start = at;
    while (isIdentifier(peek())) {
      at++;
    }
    return name.substring(start, at);
  }

  /** Steps over digits, at least one of which stands here; too great a number saturates. */
  long takeNumber() {
    long number = 0;
    for (; isDigit(peek()); at++) {
      int digit = peek() - '0';
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }

  String from(int start) {
    return name.substring(start, at);
  }

  /** The error that {@code what} does not stand at the cursor. */
  NetmapException expected(String what) {
    return expectedAt(
        at,
        what,
        at == name.length() ? "the end" : "'" + Character.toString(name.codePointAt(at)) + "'");
  }

  /** The error that at {@code index} stands {@code found} and not {@code what}. */
  NetmapException expectedAt(int index, String what, String found) {
    return new NetmapException(new BadName(name, index, what, found));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isIdentifier(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
