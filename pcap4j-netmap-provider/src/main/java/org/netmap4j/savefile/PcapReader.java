package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * Reads a pcap file from its beginning to its end, one record at a time, in memory that it reuses.
 *
 * <pre>{@code
 * try (PcapReader in = PcapReader.open(path)) {
 *   while (in.next()) {
 *     use(in.timestampNanos(), in.data());
 *   }
 * }
 * }</pre>
 *
 * <p>A file that is cut or broken gives all its records before that point and then a {@link
 * BadFile} that says where and what was expected; the error stays. At a clean end {@link #next}
 * returns false, and true again should the file have grown by whole records.
 *
 * <p>For one thread at a time.
 */
public final class PcapReader implements AutoCloseable {
  /** Bytes of a record's header. */
  private static final int RECORD_HEADER = 16;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final ReadableByteChannel channel;
  private final String file;
  private final FileInput in;
  private final PcapHeader header;

  private ByteBuffer data;
  private long offset;
  private long timestampNanos;
  private int capturedLength;
  private long originalLength;
  private boolean closed;
  private Optional<BadFile> failure = Optional.empty();

  private PcapReader(ReadableByteChannel channel, String file) throws NetmapException {
    this.channel = channel;
    this.file = file;
    in = new FileInput(channel, file);
    in.fill(PcapHeader.BYTES);
    header = new FileStart(file).read(in.view(0, Math.min(in.available(), PcapHeader.BYTES)));
    in.order(header.order());
    in.consume(PcapHeader.BYTES);
    data = in.view(0, 0);
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws NetmapException with {@link BadFile} if it cannot be read or is no pcap file
   */
  public static PcapReader open(Path path) throws NetmapException {
    try {
      return over(FileChannel.open(path), path.toString());
    } catch (NetmapException e) {
      throw e;
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), 0, "a file that can be read", e);
    }
  }

  /**
   * Reads a header from a channel, which this reader closes, also when it throws.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   * @throws NetmapException with {@link BadFile} if it cannot be read or holds no pcap file
   */
  public static PcapReader over(ReadableByteChannel channel, String name) throws NetmapException {
    try {
      return new PcapReader(channel, name);
    } catch (NetmapException | RuntimeException e) {
      try {
        channel.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  /** What the file says of all its packets. */
  public PcapHeader header() {
    return header;
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end of the file
   * @throws NetmapException with {@link BadFile} if the file is cut or broken here or was before
   * @throws IllegalStateException if this reader is closed
   */
  public boolean next() throws NetmapException {
    if (closed) {
      throw new IllegalStateException("read " + file + ": reader is closed");
    }
    if (failure.isPresent()) {
      throw new NetmapException(failure.get());
    }
    offset = in.position();
    none();
    if (!in.fill(RECORD_HEADER)) {
      if (in.available() > 0) {
        throw cut("a record header of 16 bytes");
      }
      return false;
    }
    int captured = checkLength(in.number(8));
    if (!in.fill(RECORD_HEADER + captured)) {
      throw cut("a record of 16 and %d bytes".formatted(captured));
    }
    timestampNanos = in.number(0) * NANOS_PER_SECOND + in.number(4) * header.unit().nanos();
    originalLength = in.number(12);
    capturedLength = captured;
    data = in.view(RECORD_HEADER, captured);
    in.consume(RECORD_HEADER + captured);
    return true;
  }

  private void none() {
    data.limit(0);
    capturedLength = 0;
    originalLength = 0;
    timestampNanos = 0;
  }

  private int checkLength(long captured) throws NetmapException {
    if (captured > header.longestRecord()) {
      throw failed(
          new BadFile(
              file,
              offset,
              "a record of at most %d bytes (snaplen %d)"
                  .formatted(header.longestRecord(), header.snaplen()),
              "one of %d bytes".formatted(captured)));
    }
    return (int) captured;
  }

  /**
   * The current record's time in nanoseconds since 1970-01-01T00:00:00Z, until the year 2106. A
   * fraction of more than a second, which only a broken writer gives, is carried over.
   */
  public long timestampNanos() {
    return timestampNanos;
  }

  /** Bytes of the current record's packet in the file. */
  public int capturedLength() {
    return capturedLength;
  }

  /** Bytes the packet had on the wire, as the file says; up to 2³²−1, and not checked. */
  public long originalLength() {
    return originalLength;
  }

  /**
   * The current record's packet, from position to limit, backed by an array. Valid until the next
   * call of {@link #next} or {@link #close}; ask anew for each record, since the buffer may be
   * another one. Its position and limit are the caller's to move. Empty where there is no current
   * record: before the first, at the end and after an error.
   */
  public ByteBuffer data() {
    return data;
  }

  /** Where in the file the current record begins, in bytes; at the end, the file's length. */
  public long offset() {
    return offset;
  }

  /** Closes the channel; again does nothing. */
  @Override
  public void close() throws NetmapException {
    if (closed) {
      return;
    }
    closed = true;
    none();
    try {
      channel.close();
    } catch (IOException e) {
      throw FileTrouble.of(file, in.position(), "to close", e);
    }
  }

  private NetmapException cut(String expected) {
    return failed(
        new BadFile(
            file,
            in.position() + in.available(),
            "the rest of %s that begins at byte %d".formatted(expected, offset),
            "the end of the file"));
  }

  private NetmapException failed(BadFile error) {
    failure = Optional.of(error);
    return new NetmapException(error);
  }
}
