package org.netmap4j.top.term;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;

/** A terminal as the system offers it; a seam for tests. */
public interface TerminalDevice {
  /** Its size now. */
  TerminalSize size();

  /** To raw mode: byte by byte, no echo, no signals from keys. */
  void raw() throws IOException;

  /** Back to the modes it was found in. */
  void restore() throws IOException;

  /** Writes the first {@code length} bytes. */
  void write(byte[] bytes, int length) throws IOException;

  /** Waits at most {@code timeoutMillis}, for ever if -1; whether {@link #read} has something. */
  boolean awaitInput(int timeoutMillis) throws IOException;

  /**
   * Reads what is there, without waiting.
   *
   * @return the number of bytes, 0 when there are none now, -1 when there will be no more
   */
  int read(byte[] into) throws IOException;

  /** Stops the process group as ^Z would; returns when it goes on. */
  void stop();
}
