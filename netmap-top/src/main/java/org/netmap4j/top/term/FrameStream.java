package org.netmap4j.top.term;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gathers a frame; {@link #flush} sends it as one block, marked as a synchronized update (DEC
 * private mode 2026) so that a terminal that knows of it shows all or nothing. For one thread.
 */
final class FrameStream extends OutputStream {
  private static final byte[] BEGIN = "\033[?2026h".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\033[?2026l".getBytes(StandardCharsets.US_ASCII);

  private final Sink sink;
  private byte[] buffer = new byte[16 * 1024];
  private int length;

  FrameStream(Sink sink) {
    this.sink = sink;
    clear();
  }

  /** Takes whole frames. */
  @FunctionalInterface
  interface Sink {
    void frame(byte[] bytes, int length) throws IOException;
  }

  private void clear() {
    length = 0;
    append(BEGIN, 0, BEGIN.length);
  }

  private void append(byte[] bytes, int offset, int count) {
    if (length + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  @Override
  public void write(int b) {
    append(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    append(bytes, offset, count);
  }

  /** Sends the frame, if there is anything in it. */
  @Override
  public void flush() throws IOException {
    if (length == BEGIN.length) {
      return;
    }
    append(END, 0, END.length);
    try {
      sink.frame(buffer, length);
    } finally {
      clear();
    }
  }
}
