package org.netmap4j.savefile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written from its beginning, also by a thread that is interrupted: a {@link
 * FileChannel} would close itself then, and what is in the buffer would be lost. A stream of {@link
 * Files} does not, but cannot cut the file; so there is one of each.
 */
final class SteadyOutput implements SeekableByteChannel {
  private final FileChannel channel;
  private final OutputStream stream;
  private long position;

  private SteadyOutput(FileChannel channel, OutputStream stream) {
    this.channel = channel;
    this.stream = stream;
  }

  /** Opens a file; others, such as pipes, can keep a thread waiting, which an interrupt ends. */
  static SeekableByteChannel open(Path path, OpenOption... how) throws IOException {
    FileChannel channel = FileChannel.open(path, how);
    if (!Files.isRegularFile(path)) {
      return channel;
    }
    try {
      return new SteadyOutput(channel, Files.newOutputStream(path, StandardOpenOption.WRITE));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int bytes = from.remaining();
    try {
      stream.write(from.array(), from.arrayOffset() + from.position(), bytes);
    } catch (IOException e) {
      bytes = (int) Math.min(bytes, size() - position); // the stream does not tell how many
      if (bytes <= 0) {
        throw e;
      }
    }
    from.position(from.position() + bytes);
    position += bytes;
    return bytes;
  }

  @Override
  public int read(ByteBuffer to) {
    throw new NonReadableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long wanted) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size() throws IOException {
    return Uninterrupted.ask(channel::size);
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    SeekableByteChannel _ = Uninterrupted.ask(() -> channel.truncate(size));
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      stream.close();
    }
  }
}
