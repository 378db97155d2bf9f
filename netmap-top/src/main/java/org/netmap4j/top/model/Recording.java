package org.netmap4j.top.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Packets on their way into a file, by a thread of its own. */
public interface Recording extends AutoCloseable {
  /** How far it is. Never waits. */
  RecordView view();

  /** Waits until all is written and closed, or for {@code patience}; whether it is. */
  boolean await(Duration patience) throws InterruptedException;

  /** What it ended with; null when without a fault, or when it has not ended. */
  @Nullable Throwable failure();

  /** Has it end, for any thread: what came before is written, then the file is closed. */
  @Override
  void close();
}
