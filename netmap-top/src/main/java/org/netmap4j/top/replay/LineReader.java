package org.netmap4j.top.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of bounded length, with their numbers. For one thread. */
final class LineReader implements AutoCloseable {
  /** A sample of a machine with thousands of rings has less. */
  static final int MAX_LENGTH = 16 << 20;

  private final InputStream in;
  private byte[] line = new byte[8 * 1024];
  private int length;
  private long number;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /**
   * Goes to the next line.
   *
   * @return whether there is one
   * @throws BadSampleException it is too long, or cut off
   */
  boolean next() throws IOException, BadSampleException {
    length = 0;
    number++;
    int b = in.read();
    if (b < 0) {
      return false;
    }
    while (b >= 0 && b != '\n') {
      if (length == MAX_LENGTH) {
        throw new BadSampleException("expected at most %d bytes, found more".formatted(MAX_LENGTH));
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, Math.min(MAX_LENGTH, 2 * length));
      }
      line[length++] = (byte) b;
      b = in.read();
    }
    if (b < 0) {
      throw new BadSampleException("expected a whole line, found the file's end: it was cut off");
    }
    return true;
  }

  byte[] line() {
    return line;
  }

  int length() {
    return length;
  }

  /** The line's number, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
