package org.netmap4j.savefile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is read also by a thread that is interrupted, which would have a {@link FileChannel}
 * close itself.
 */
final class SteadyInput implements ReadableByteChannel {
  private final InputStream stream;
  private volatile boolean closed;

  private SteadyInput(InputStream stream) {
    this.stream = stream;
  }

  /** Opens a file; others, such as pipes, can keep a thread waiting, which an interrupt ends. */
  static ReadableByteChannel open(Path path) throws IOException {
    return Files.isRegularFile(path)
        ? new SteadyInput(Files.newInputStream(path))
        : FileChannel.open(path);
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    int bytes = stream.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
    to.position(to.position() + Math.max(0, bytes));
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    stream.close();
  }
}
