package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import org.netmap4j.error.NetmapException;

/**
 * A channel behind one buffer that is reused, and grows only when something longer has arrived.
 *
 * <p>Offsets in the buffer are counted from the first byte not yet consumed.
 */
final class FileInput {
  private static final int BUFFER = 64 << 10;

  private final ReadableByteChannel channel;
  private final String file;

  /** Holds what is read and not yet consumed, between position and limit. */
  private ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);

  /** A second cursor over the memory of {@link #in}. */
  private ByteBuffer view = in.duplicate();

  /** Where in the file the position of {@link #in} is. */
  private long position;

  FileInput(ReadableByteChannel channel, String file) {
    this.channel = channel;
    this.file = file;
  }

  void order(ByteOrder order) {
    in.order(order);
  }

  /** Where in the file the first byte not yet consumed is. */
  long position() {
    return position;
  }

  /** How many bytes are there to be consumed. */
  int available() {
    return in.remaining();
  }

  /** The unsigned number of four bytes at {@code offset}. */
  long number(int offset) {
    return Integer.toUnsignedLong(in.getInt(in.position() + offset));
  }

  /**
   * The bytes from {@code offset} on, valid until the next {@link #fill}. It is the same object
   * each time, as long as the buffer does not grow.
   */
  ByteBuffer view(int offset, int length) {
    int start = in.position() + offset;
    return view.clear().position(start).limit(start + length);
  }

  void consume(int bytes) {
    in.position(in.position() + bytes);
    position += bytes;
  }

  /**
   * Reads until {@code needed} bytes are there, false if the file ends before. A length that lies
   * thus costs no more memory than twice what the file holds.
   */
  boolean fill(int needed) throws NetmapException {
    if (in.remaining() >= needed) {
      return true;
    }
    in.compact();
    try {
      while (in.position() < needed) {
        if (!in.hasRemaining()) {
          grow();
        }
        int read = channel.read(in);
        if (read < 0) {
          return false;
        }
        if (read == 0) {
          throw new IllegalStateException("read " + file + ": channel is in non-blocking mode");
        }
      }
      return true;
    } catch (IOException e) {
      throw FileTrouble.of(file, position + in.position(), "bytes that can be read", e);
    } finally {
      in.flip();
    }
  }

  private void grow() {
    in = ByteBuffer.allocate(2 * in.capacity()).order(in.order()).put(in.flip());
    view = in.duplicate();
  }
}
