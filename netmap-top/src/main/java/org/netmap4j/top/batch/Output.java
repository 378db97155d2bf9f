package org.netmap4j.top.batch;

import java.io.IOException;

/** Where batch output goes. */
@FunctionalInterface
public interface Output {
  /**
   * Writes all of it, at once.
   *
   * @throws OutputClosedException when nobody reads any more
   * @throws IOException when it cannot be written for another reason, a full disk for one
   */
  void write(String text) throws IOException;
}
