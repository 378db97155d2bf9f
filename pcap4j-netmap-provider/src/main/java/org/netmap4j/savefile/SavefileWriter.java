package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * Writes packets to a savefile through a buffer of its own.
 *
 * <p>Once a write has failed, as on a full disk, all further ones fail. The file then ends with the
 * last packet that is in it as a whole, where it can be cut: else within one. For one thread at a
 * time.
 */
public sealed interface SavefileWriter extends AutoCloseable
    permits PcapWriter, PcapngWriter, RotatingWriter {
  /**
   * Writes one packet.
   *
   * @param interfaceId the interface that captured it, from 0; in a pcap file there is no other
   * @param timestampNanos nanoseconds since 1970-01-01T00:00:00Z, not negative; in a pcap file
   *     before the year 2106, and what is below a microsecond is cut off in one of microseconds
   * @param packet its bytes from position to limit, which are not moved; at most snaplen, or 262144
   *     where snaplen is 0
   * @param originalLength bytes it had on the wire, not less than those given
   * @throws NetmapException with {@link BadFile} if the file takes no more
   * @throws IllegalArgumentException if one of the values cannot be written
   * @throws IllegalStateException if this writer is closed
   */
  void write(int interfaceId, long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException;

  /** Writes one packet of the first interface. */
  default void write(long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException {
    write(0, timestampNanos, packet, originalLength);
  }

  /** Writes one packet from {@code length} bytes of {@code packet}, the first at {@code from}. */
  default void write(long timestampNanos, byte[] packet, int from, int length, long originalLength)
      throws NetmapException {
    write(0, timestampNanos, ByteBuffer.wrap(packet, from, length), originalLength);
  }

  /** Hands all that was written to the file; whole records, so a reader may follow. */
  void flush() throws NetmapException;

  /** How many bytes the file has, once flushed; after a failure, those of whole packets. */
  long bytes();

  /** Flushes and closes the file, the latter also if the former fails; again does nothing. */
  @Override
  void close() throws NetmapException;
}
