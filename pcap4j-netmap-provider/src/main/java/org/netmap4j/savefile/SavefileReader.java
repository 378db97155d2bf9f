package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * Reads the packets of a savefile from its beginning to its end, in memory that it reuses; {@link
 * Savefiles} opens one.
 *
 * <pre>{@code
 * try (SavefileReader in = Savefiles.open(path)) {
 *   while (in.next()) {
 *     use(in.timestampNanos(), in.data());
 *   }
 * }
 * }</pre>
 *
 * <p>A file that is cut or broken gives all its packets before that point and then a {@link
 * BadFile} that says where and what was expected; the error stays. At a clean end {@link #next}
 * returns false, and true again should the file have grown.
 *
 * <p>For one thread at a time.
 */
public abstract sealed class SavefileReader implements AutoCloseable
    permits PcapReader, PcapngReader {
  final FileInput in;

  /** Where what is being read begins. */
  long offset;

  private ByteBuffer data = ByteBuffer.allocate(0);
  private long timestampNanos;
  private int capturedLength;
  private long originalLength;
  private boolean closed;
  private Optional<NetmapError> failure = Optional.empty();

  SavefileReader(FileInput in) {
    this.in = in;
  }

  /**
   * Goes to the next packet.
   *
   * @return false at the end of the file
   * @throws NetmapException with {@link BadFile} if the file is cut or broken here or was before
   * @throws IllegalStateException if this reader is closed
   */
  public final boolean next() throws NetmapException {
    if (closed) {
      throw new IllegalStateException("read " + in.file() + ": reader is closed");
    }
    if (failure.isPresent()) {
      throw new NetmapException(failure.get());
    }
    none();
    try {
      return advance();
    } catch (NetmapException e) {
      throw failed(e);
    } catch (InternalError e) {
      throw failed(in.fault(e));
    }
  }

  private NetmapException failed(NetmapException e) {
    none();
    failure = Optional.of(e.error());
    return e;
  }

  private void none() {
    data.limit(0);
    capturedLength = 0;
    originalLength = 0;
    timestampNanos = 0;
  }

  /** Finds the next packet, sets {@link #offset} and calls {@link #packet}; false at the end. */
  abstract boolean advance() throws NetmapException;

  /** The packet that was found: {@code captured} bytes at {@code from} of the input. */
  final void packet(long nanos, int from, int captured, long original) {
    timestampNanos = nanos;
    capturedLength = captured;
    originalLength = original;
    data = in.view(from, captured);
  }

  /**
   * The interface that captured the current packet; of a pcap file there is one, without a name.
   *
   * @throws IllegalStateException if there is no current packet in a file of many interfaces
   */
  public abstract CaptureInterface captureInterface();

  /** The number of {@link #captureInterface} within its section, from 0. */
  public abstract int interfaceId();

  /** What the current packet begins with, a LINKTYPE_ number of 16 bits. */
  public final int linktype() {
    return captureInterface().linktype();
  }

  /**
   * The current packet's time in nanoseconds since 1970-01-01T00:00:00Z. In a pcap file until the
   * year 2106, and a fraction of more than a second, which only a broken writer gives, is carried
   * over. In a pcapng file rounded down to a nanosecond; 0 for a simple packet, which has no time;
   * what a long cannot hold is its least or greatest value.
   */
  public final long timestampNanos() {
    return timestampNanos;
  }

  /** Bytes of the current packet in the file. */
  public final int capturedLength() {
    return capturedLength;
  }

  /** Bytes the packet had on the wire, as the file says; up to 2³²−1, and not checked. */
  public final long originalLength() {
    return originalLength;
  }

  /**
   * The current packet, from position to limit: an array, or read-only in a mapped file. Valid
   * until the next call of {@link #next} or {@link #close}; ask anew for each packet, since the
   * buffer may be another one. Its position and limit are the caller's to move. Empty where there
   * is no current packet: before the first, at the end and after an error.
   */
  public final ByteBuffer data() {
    return data;
  }

  /** Where in the file the current record or block begins, in bytes; at the end, its length. */
  public final long offset() {
    return offset;
  }

  /** Closes the file; again does nothing. */
  @Override
  public final void close() throws NetmapException {
    if (closed) {
      return;
    }
    closed = true;
    none();
    try {
      in.close();
    } catch (IOException e) {
      throw FileTrouble.of(in.file(), in.position(), "to close", e);
    }
  }

  /** What the file's end cuts off. */
  final NetmapException cut(String expected) {
    return bad(
        in.position() + in.available(),
        "the rest of %s that begins at byte %d".formatted(expected, offset),
        "the end of the file");
  }

  final NetmapException bad(long at, String expected, String found) {
    return new NetmapException(new BadFile(in.file(), at, expected, found));
  }
}
