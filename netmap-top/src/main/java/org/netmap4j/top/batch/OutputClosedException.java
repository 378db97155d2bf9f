package org.netmap4j.top.batch;

import java.io.IOException;

/** The reader of the output is gone, as {@code head} is after ten lines: no error, only an end. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The exception. */
  public OutputClosedException() {
    super("standard output: nobody reads it any more");
  }
}
