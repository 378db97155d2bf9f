package org.netmap4j.top.model;

import java.io.IOException;

/** Opens what the user asked for. */
@FunctionalInterface
public interface SourceFactory {
  /**
   * Opens the ports.
   *
   * @throws IOException when nothing can be shown: a {@link org.netmap4j.error.NetmapException}
   *     where the cause is known, from which the exit code follows
   */
  RingSource open(SourceRequest request) throws IOException;
}
