package org.netmap4j.top;

/** What was asked for on the command line cannot be. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what, and what would do. */
  UsageException(String message) {
    super(message);
  }
}
