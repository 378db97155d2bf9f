package org.netmap4j.top.replay;

/** A line that is no sample: what was expected and what was found. */
final class BadSampleException extends Exception {
  private static final long serialVersionUID = 1L;

  BadSampleException(String message) {
    super(message);
  }
}
