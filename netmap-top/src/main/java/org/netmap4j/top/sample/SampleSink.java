package org.netmap4j.top.sample;

import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;

/** Takes what the sampler makes, on the sampler's thread, without ever blocking it. */
public interface SampleSink {
  /** A new snapshot. */
  void sample(Snapshot snapshot);

  /**
   * Nothing more will come.
   *
   * @param cause what went wrong; null when the source simply came to its end
   */
  void ended(@Nullable Throwable cause);
}
