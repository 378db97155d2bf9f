package org.netmap4j.top.model;

import java.io.IOException;

/**
 * Where readings come from. Called by one thread, the sampler; {@link #close} also by others, and
 * it ends a wait.
 */
public interface RingSource extends AutoCloseable {
  /**
   * Serves the ports until {@code deadlineNanos} ({@link System#nanoTime}), then says what they
   * look like. Returns early once {@link #ended}.
   *
   * @throws IOException when no reading can be had any more; what concerns one port alone is that
   *     port's {@link PortReading#trouble}
   */
  Reading readAt(long deadlineNanos) throws IOException;

  /** Whether nothing more will come, as after the last packet of a savefile. */
  boolean ended();

  @Override
  void close();
}
