package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.netmap4j.error.NetmapException;

/**
 * Writes a pcap file through a buffer of its own.
 *
 * <p>Once a write has failed the file may end within a record, and all further writes fail. For one
 * thread at a time.
 */
public final class PcapWriter implements AutoCloseable {
  private static final int RECORD_HEADER = 16;
  private static final int BUFFER = 64 << 10;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

  private final WritableByteChannel channel;
  private final String file;
  private final PcapHeader header;
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER);
  private long written;
  private Optional<NetmapException> failure = Optional.empty();
  private boolean closed;

  private PcapWriter(WritableByteChannel channel, String file, PcapHeader header) {
    this.channel = channel;
    this.file = file;
    this.header = header;
    header.put(out);
  }

  /**
   * Makes a file, or empties the one there is.
   *
   * @throws NetmapException with {@link org.netmap4j.error.NetmapError.BadFile} if that fails
   */
  public static PcapWriter create(Path path, PcapHeader header) throws NetmapException {
    try {
      return over(
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE),
          path.toString(),
          header);
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), 0, "a file that can be written", e);
    }
  }

  /**
   * Writes to a channel, which this writer closes. Nothing is written before the first flush.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   */
  public static PcapWriter over(WritableByteChannel channel, String name, PcapHeader header) {
    return new PcapWriter(channel, name, header);
  }

  /**
   * Writes one record.
   *
   * @param timestampNanos nanoseconds since 1970-01-01T00:00:00Z, not negative, before the year
   *     2106; in a file of microseconds what is below one is cut off
   * @param packet its bytes from position to limit, which are not moved; at most snaplen, or 262144
   *     in a file of snaplen 0
   * @param originalLength bytes it had on the wire, not less than those given
   * @throws NetmapException with {@link org.netmap4j.error.NetmapError.BadFile} if the file takes
   *     no more
   * @throws IllegalArgumentException if one of the values cannot be written
   * @throws IllegalStateException if this writer is closed
   */
  public void write(long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException {
    checkUsable();
    int captured = packet.remaining();
    check(timestampNanos, captured, originalLength);
    makeRoom(RECORD_HEADER);
    out.putInt((int) (timestampNanos / NANOS_PER_SECOND))
        .putInt((int) (timestampNanos % NANOS_PER_SECOND / header.unit().nanos()))
        .putInt(captured)
        .putInt((int) originalLength);
    for (int done = 0; done < captured; ) {
      makeRoom(1);
      int chunk = Math.min(captured - done, out.remaining());
      out.put(out.position(), packet, packet.position() + done, chunk);
      out.position(out.position() + chunk);
      done += chunk;
    }
  }

  /** Writes one record from {@code length} bytes of {@code packet}, the first at {@code from}. */
  public void write(long timestampNanos, byte[] packet, int from, int length, long originalLength)
      throws NetmapException {
    write(timestampNanos, ByteBuffer.wrap(packet, from, length), originalLength);
  }

  private void check(long timestampNanos, int captured, long originalLength) {
    if (timestampNanos < 0 || timestampNanos / NANOS_PER_SECOND > MAX_UNSIGNED) {
      throw new IllegalArgumentException(
          "timestampNanos=" + timestampNanos + ", expected 1970 to 2106");
    }
    long limit =
        header.snaplen() == 0
            ? PcapHeader.MAX_SNAPLEN
            : Math.min(header.snaplen(), header.longestRecord());
    if (captured > limit) {
      throw new IllegalArgumentException("length=" + captured + ", expected at most " + limit);
    }
    if (originalLength < captured || originalLength > MAX_UNSIGNED) {
      throw new IllegalArgumentException(
          "originalLength=" + originalLength + ", expected " + captured + " to " + MAX_UNSIGNED);
    }
  }

  /** Hands all that was written to the channel; whole records, so a reader may follow. */
  public void flush() throws NetmapException {
    checkUsable();
    drain();
  }

  private void checkUsable() throws NetmapException {
    if (closed) {
      throw new IllegalStateException("write " + file + ": writer is closed");
    }
    if (failure.isPresent()) {
      throw new NetmapException(failure.get().error(), failure.get());
    }
  }

  /** Flushes and closes the channel, the latter also if the former fails; again does nothing. */
  @Override
  public void close() throws NetmapException {
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

  private void makeRoom(int bytes) throws NetmapException {
    if (out.remaining() < bytes) {
      drain();
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
      NetmapException failed =
          FileTrouble.of(file, written, "room for " + out.remaining() + " bytes more", e);
      failure = Optional.of(failed);
      throw failed;
    } finally {
      out.clear();
    }
  }
}
