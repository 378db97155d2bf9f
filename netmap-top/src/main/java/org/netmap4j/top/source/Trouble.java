package org.netmap4j.top.source;

import org.netmap4j.top.units.Printable;

/** What went wrong, in one line for the screen. */
final class Trouble {
  private Trouble() {}

  static String text(Throwable cause) {
    String message = cause.getMessage();
    return Printable.of((message == null ? cause.toString() : message).replace('\n', ' '));
  }
}
