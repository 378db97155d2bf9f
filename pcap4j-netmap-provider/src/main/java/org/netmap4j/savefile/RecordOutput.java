package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.netmap4j.error.NetmapException;

/** A channel behind a buffer that knows where records end. */
final class RecordOutput {
  /** The longest that {@link #room} gives. */
  static final int BUFFER = 64 << 10;

  /** No record is shorter. */
  private static final int SHORTEST = 16;

  private static final int NOT_SEEKABLE = -1;

  private final WritableByteChannel channel;
  private final String file;
  private final WriteOptions options;
  private final long flushNanos;
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER);

  /** Where the records end that begin or end in the buffer, in bytes written. */
  private final long[] ends = new long[BUFFER / SHORTEST + 1];

  private int endCount;

  /** Where the first byte is in the channel, if that can be cut. */
  private final long start;

  private long written;

  /** What of that is whole records. */
  private long whole;

  private int unflushed;
  private long lastFlush;
  private Optional<NetmapException> failure = Optional.empty();
  private boolean closed;

  RecordOutput(WritableByteChannel channel, String file, WriteOptions options) {
    this.channel = channel;
    this.file = file;
    this.options = options;
    flushNanos = TimeUnit.NANOSECONDS.convert(options.flushAfter());
    lastFlush = flushNanos > 0 ? options.clock().getAsLong() : 0;
    start = start(channel);
  }

  /** Makes a file. */
  static RecordOutput create(Path path, WriteOptions options) throws NetmapException {
    StandardOpenOption[] how =
        options.replace()
            ? new StandardOpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new StandardOpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      return new RecordOutput(SteadyOutput.open(path, how), path.toString(), options);
    } catch (IOException e) {
      String expected = options.replace() ? "a file that can be written" : "a new file";
      throw FileTrouble.of(path.toString(), 0, expected, e);
    }
  }

  private static long start(WritableByteChannel channel) {
    if (channel instanceof SeekableByteChannel seekable) {
      try {
        return seekable.position();
      } catch (IOException e) {
        return NOT_SEEKABLE; // a pipe, opened as a file
      }
    }
    return NOT_SEEKABLE;
  }

  void order(ByteOrder order) {
    out.order(order);
  }

  void checkUsable() throws NetmapException {
    if (closed) {
      throw new IllegalStateException("write " + file + ": writer is closed");
    }
    if (failure.isPresent()) {
      throw new NetmapException(failure.get().error(), failure.get());
    }
  }

  /** The buffer, with room for so many bytes. */
  ByteBuffer room(int bytes) throws NetmapException {
    if (out.remaining() < bytes) {
      drain();
    }
    return out;
  }

  /** Adds bytes, however many; their position is not moved. */
  void put(ByteBuffer bytes) throws NetmapException {
    int from = bytes.position();
    int left = bytes.remaining();
    while (left > 0) {
      int chunk = Math.min(left, room(1).remaining());
      out.put(out.position(), bytes, from, chunk);
      out.position(out.position() + chunk);
      from += chunk;
      left -= chunk;
    }
  }

  /** A record that is not a packet ends here. */
  void end() {
    ends[endCount++] = written + out.position();
  }

  /** A packet ends here. */
  void endPacket() throws NetmapException {
    end();
    unflushed++;
    if (unflushed == options.flushPackets()
        || (flushNanos > 0 && options.clock().getAsLong() - lastFlush >= flushNanos)) {
      drain();
    }
  }

  long bytes() {
    return failure.isPresent() ? whole : written + out.position();
  }

  void flush() throws NetmapException {
    checkUsable();
    drain();
  }

  void close() throws NetmapException {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      if (failure.isEmpty()) {
        drain();
      }
    } catch (NetmapException e) {
      throw e;
    } catch (IOException e) {
      throw FileTrouble.of(file, written, "to close", e);
    }
  }

  private void drain() throws NetmapException {
    out.flip();
    try {
      while (out.hasRemaining()) {
        int bytes = channel.write(out);
        if (bytes == 0) {
          throw new IllegalStateException("write " + file + ": channel is in non-blocking mode");
        }
        written += bytes;
      }
    } catch (IOException e) {
      throw failed(e);
    } catch (RuntimeException e) { // a channel that cannot be written in this way
      e.addSuppressed(failed(new IOException(e)));
      throw e;
    } finally {
      noteWhole();
      out.clear();
      unflushed = 0;
      if (flushNanos > 0) {
        lastFlush = options.clock().getAsLong();
      }
    }
  }

  private NetmapException failed(IOException e) {
    NetmapException failed =
        FileTrouble.of(file, written, "room for " + out.remaining() + " bytes more", e);
    failure = Optional.of(failed);
    cutToWhole(failed);
    return failed;
  }

  private void noteWhole() {
    for (int i = 0; i < endCount && ends[i] <= written; i++) {
      whole = ends[i];
    }
    endCount = 0;
  }

  /** What follows the last whole record would make readers complain of the file. */
  private void cutToWhole(NetmapException failed) {
    noteWhole();
    if (start != NOT_SEEKABLE && channel instanceof SeekableByteChannel seekable) {
      try {
        seekable.truncate(start + whole);
      } catch (IOException e) {
        failed.addSuppressed(e);
      }
    }
  }
}
