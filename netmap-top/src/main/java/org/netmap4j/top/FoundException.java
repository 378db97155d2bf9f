package org.netmap4j.top;

/** What was looked for was found; the output has said so, and the exit code does. */
final class FoundException extends Exception {
  private static final long serialVersionUID = 1L;

  /** There is nothing more to be said. */
  FoundException() {}
}
