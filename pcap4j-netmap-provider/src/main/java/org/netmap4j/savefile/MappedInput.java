package org.netmap4j.savefile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * A file that is mapped, a window at a time.
 *
 * <p>Nobody keeps another process from cutting the file. Then memory behind its new end faults,
 * which the JVM turns into an {@link InternalError}, at the access or a little later; up to the end
 * of the page there are zeros. So the file's length is asked for again and again.
 */
final class MappedInput extends FileInput {
  /** Long enough that mapping costs little beside reading. */
  private static final int WINDOW = 16 << 20;

  /**
   * How far to read before the file's length is asked for: nobody is to go through a whole window
   * of what faults, packet by packet.
   */
  private static final int STEP = 256 << 10;

  private final FileChannel channel;

  /** Of the window; shared, since a reader may be handed from thread to thread. */
  private Arena arena = Arena.ofShared();

  /** The file's length when it was last asked for. */
  private long length;

  private boolean cut;

  MappedInput(FileChannel channel, String file) {
    super(file);
    this.channel = channel;
  }

  @Override
  boolean more(int needed) throws NetmapException {
    try {
      long now = Uninterrupted.ask(channel::size);
      cut |= now < length;
      length = now;
      long rest = Math.max(0, now - position());
      if (cut || mapped() < Math.min(rest, needed)) {
        map((int) Math.min(rest, Math.max(WINDOW, needed)));
      }
      ByteBuffer window = window();
      window.limit(window.position() + Math.min(mapped(), Math.max(STEP, needed)));
    } catch (IOException e) {
      throw FileTrouble.of(file(), position(), "a file that can be mapped", e);
    }
    if (available() >= needed) {
      return true;
    }
    if (cut) {
      throw cutWhileRead();
    }
    return false;
  }

  /** The bytes of the window from the first one not consumed on. */
  private int mapped() {
    return window().capacity() - window().position();
  }

  private void map(int bytes) throws IOException {
    if (bytes == 0) {
      window(ByteBuffer.allocate(0));
      return;
    }
    Arena next = Arena.ofShared();
    ByteBuffer window;
    try {
      window =
          Uninterrupted.ask(() -> channel.map(MapMode.READ_ONLY, position(), bytes, next))
              .asByteBuffer();
    } catch (IOException | RuntimeException e) {
      next.close();
      throw e;
    }
    window(window);
    arena.close();
    arena = next;
  }

  @Override
  NetmapException fault(InternalError fault) {
    try {
      length = Uninterrupted.ask(channel::size);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
    NetmapException error = cutWhileRead();
    error.initCause(fault);
    return error;
  }

  private NetmapException cutWhileRead() {
    return new NetmapException(
        new BadFile(
            file(), length, "more of a file that was longer", "its end: it was cut while read"));
  }

  @Override
  void close() throws IOException {
    try (channel) {
      arena.close();
    }
  }
}
