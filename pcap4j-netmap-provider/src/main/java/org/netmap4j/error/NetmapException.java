package org.netmap4j.error;

import java.io.IOException;

/**
 * A netmap operation failed; {@link #error()} says how, as data.
 *
 * <p>The message states the operation, the subject, the value and the remedy.
 */
public final class NetmapException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient NetmapError error;

  /** An exception that carries {@code error}. */
  public NetmapException(NetmapError error) {
    super(error.message());
    this.error = error;
  }

  /** An exception that carries {@code error} and was caused by {@code cause}. */
  public NetmapException(NetmapError error, Throwable cause) {
    super(error.message(), cause);
    this.error = error;
  }

  /** The cause, one record of the sealed family. */
  public NetmapError error() {
    return error;
  }
}
