package org.netmap4j.error;

import java.io.IOException;

/**
 * A netmap operation failed; {@link #error()} says how, as data.
 *
 * <p>The message states the operation, the subject, the value and the remedy. It is one line that
 * is safe to show on a terminal, whatever the names in it hold: characters that steer a terminal or
 * reorder text are shown as escapes.
 */
public final class NetmapException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient NetmapError error;

  /** An exception that carries {@code error}. */
  public NetmapException(NetmapError error) {
    super(Printable.line(error.message()));
    this.error = error;
  }

  /** An exception that carries {@code error} and was caused by {@code cause}. */
  public NetmapException(NetmapError error, Throwable cause) {
    super(Printable.line(error.message()), cause);
    this.error = error;
  }

  /** The cause, one record of the sealed family. */
  public NetmapError error() {
    return error;
  }
}
