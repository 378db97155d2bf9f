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
 * of the page there are zeros. So the file's length is asked for at each window.
 */
final class MappedInput extends FileInput {
  /** Long enough that mapping costs little beside reading, short enough to notice a cut. */
  private static final int WINDOW = 16 << 20;

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
      if (rest > available() || cut) {
        map((int) Math.min(rest, Math.max(WINDOW, needed)));
      }
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
