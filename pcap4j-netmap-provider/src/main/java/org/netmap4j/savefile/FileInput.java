package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.netmap4j.error.NetmapException;

/**
 * A file as a window that moves over it.
 *
 * <p>Offsets in the window are counted from the first byte not yet consumed; those of what was
 * consumed since the last {@link #fill} are negative.
 */
abstract class FileInput {
  /** Holds what is there and not yet consumed, between position and limit. */
  private ByteBuffer in = ByteBuffer.allocate(0);

  /** A second cursor over the memory of {@link #in}. */
  private ByteBuffer view = in.duplicate();

  private ByteOrder order = ByteOrder.BIG_ENDIAN;

  /** Where in the file the position of {@link #in} is. */
  private long position;

  private final String file;

  FileInput(String file) {
    this.file = file;
  }

  /** What to call it in errors. */
  final String file() {
    return file;
  }

  final void order(ByteOrder order) {
    this.order = order;
    in.order(order);
  }

  /** Where in the file the first byte not yet consumed is. */
  final long position() {
    return position;
  }

  /** How many bytes are there to be consumed. */
  final int available() {
    return in.remaining();
  }

  /** The unsigned number of one byte at {@code offset}. */
  final int number8(int offset) {
    return Byte.toUnsignedInt(in.get(in.position() + offset));
  }

  /** The unsigned number of two bytes at {@code offset}. */
  final int number16(int offset) {
    return Short.toUnsignedInt(in.getShort(in.position() + offset));
  }

  /** The unsigned number of four bytes at {@code offset}. */
  final long number(int offset) {
    return Integer.toUnsignedLong(in.getInt(in.position() + offset));
  }

  /** The eight bytes at {@code offset}. */
  final long number64(int offset) {
    return in.getLong(in.position() + offset);
  }

  /**
   * The bytes from {@code offset} on, valid until the next {@link #fill}. It is the same object
   * each time, as long as the window is the same.
   */
  final ByteBuffer view(int offset, int length) {
    int start = in.position() + offset;
    return view.clear().position(start).limit(start + length);
  }

  /** The same bytes as a text, which leaves the view alone. */
  final String text(int offset, int length) {
    return StandardCharsets.UTF_8
        .decode(in.duplicate().clear().slice(in.position() + offset, length))
        .toString();
  }

  final void consume(int bytes) {
    in.position(in.position() + bytes);
    position += bytes;
  }

  /** Makes {@code needed} bytes available, false if the file ends before. */
  final boolean fill(int needed) throws NetmapException {
    return in.remaining() >= needed || more(needed);
  }

  /** Consumes {@code bytes}, however many they are; false if the file ends before. */
  final boolean skip(long bytes) throws NetmapException {
    long left = bytes;
    while (left > 0) {
      if (!fill(1)) {
        return false;
      }
      int step = (int) Math.min(left, available());
      consume(step);
      left -= step;
    }
    return true;
  }

  /** As {@link #fill}, when fewer than {@code needed} are available. */
  abstract boolean more(int needed) throws NetmapException;

  /**
   * The error that a fault in memory of this input means; throws {@code fault} if it means none.
   */
  abstract NetmapException fault(InternalError fault);

  abstract void close() throws IOException;

  /** The window. */
  final ByteBuffer window() {
    return in;
  }

  /** Replaces the window by one whose position is that of the first byte not yet consumed. */
  final void window(ByteBuffer window) {
    in = window.order(order);
    view = in.duplicate();
  }
}
