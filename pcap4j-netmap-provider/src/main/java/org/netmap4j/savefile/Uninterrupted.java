package org.netmap4j.savefile;

import java.io.IOException;

/** What a file channel does at once, without its seeing that this thread is interrupted. */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Something that is asked of a channel. */
  @FunctionalInterface
  interface Question<T> {
    T answer() throws IOException;
  }

  /** Asks it; an interrupt that came before is kept for who wants it. */
  static <T> T ask(Question<T> question) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return question.answer();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
