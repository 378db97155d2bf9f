package org.netmap4j.top.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of samples, an NDJSON object each, to which is only ever added. What another program wrote
 * is not touched, and of two writers the second is turned away. It holds whole samples: what a full
 * disk, or the end of the machine, cut off is taken away again.
 */
public final class SampleLog implements Output, AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final FileChannel channel;
  private final boolean regular;

  private SampleLog(FileChannel channel, boolean regular) {
    this.channel = channel;
    this.regular = regular;
  }

  /**
   * Opens a log, or begins one.
   *
   * @throws IOException when it cannot be written, is something else, or is being written
   */
  public static SampleLog open(Path file) throws IOException {
    boolean regular = !Files.exists(file) || Files.isRegularFile(file);
    FileChannel channel =
        regular
            ? FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.WRITE);
    SampleLog log = new SampleLog(channel, regular);
    try {
      if (regular) {
        log.continueFrom(file);
      }
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private void continueFrom(Path file) throws IOException {
    if (!lock()) {
      throw refused(file, "another netmap-top is writing it; name another file");
    }
    byte[] start = new byte[(int) Math.min(JsonFormat.BEGINNING.length(), channel.size())];
    read(ByteBuffer.wrap(start), 0);
    if (!JsonFormat.BEGINNING.startsWith(new String(start, StandardCharsets.ISO_8859_1))) {
      throw refused(file, "is no log of netmap-top, and is left as it is; name another file");
    }
    channel.truncate(wholeLines());
    channel.position(channel.size());
  }

  private boolean lock() throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // within this process the JDK says it so
    }
  }

  private static IOException refused(Path file, String reason) {
    return new FileSystemException(file.toString(), null, reason);
  }

  /** The length up to the last line end. */
  private long wholeLines() throws IOException {
    byte[] block = new byte[BLOCK];
    for (long end = channel.size(); end > 0; end -= BLOCK) {
      long from = Math.max(0, end - BLOCK);
      int length = (int) (end - from);
      read(ByteBuffer.wrap(block, 0, length), from);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return from + i + 1;
        }
      }
    }
    return 0;
  }

  private void read(ByteBuffer into, long at) throws IOException {
    long position = at;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      position += read;
    }
  }

  @Override
  public void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    long whole = regular ? channel.position() : 0;
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      if (regular) {
        channel.truncate(whole);
        channel.position(whole);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close(); // and with it goes the lock
  }
}
