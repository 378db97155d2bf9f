package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Writes a pcap file. */
public final class PcapWriter implements SavefileWriter {
  private static final int RECORD_HEADER = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final RecordOutput out;
  private final PcapHeader header;

  /** The snaplen that packets must not exceed. */
  private long snaplen;

  private PcapWriter(RecordOutput out, PcapHeader header) throws NetmapException {
    this.out = out;
    this.header = header;
    snaplen = header.snaplen();
    header.put(out.room(PcapHeader.BYTES));
    out.end();
  }

  /**
   * Makes a file, or empties the one there is.
   *
   * @throws NetmapException with {@link BadFile} if that fails
   */
  public static PcapWriter create(Path path, PcapHeader header) throws NetmapException {
    return create(path, header, WriteOptions.REPLACE);
  }

  /**
   * Makes a file.
   *
   * @throws NetmapException with {@link BadFile} if that fails
   */
  public static PcapWriter create(Path path, PcapHeader header, WriteOptions options)
      throws NetmapException {
    return new PcapWriter(RecordOutput.create(path, options), header);
  }

  /**
   * Writes to a channel, which this writer closes. Nothing is written before the first flush.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   */
  public static PcapWriter over(WritableByteChannel channel, String name, PcapHeader header)
      throws NetmapException {
    return over(channel, name, header, WriteOptions.REPLACE);
  }

  /** As {@link #over(WritableByteChannel, String, PcapHeader)}, flushed as the options say. */
  public static PcapWriter over(
      WritableByteChannel channel, String name, PcapHeader header, WriteOptions options)
      throws NetmapException {
    return new PcapWriter(new RecordOutput(channel, name, options), header);
  }

  /**
   * Takes packets that are longer than the header says as well, up to 262144 bytes: libpcap's
   * dumper writes such files, and readers know them.
   */
  public PcapWriter beyondSnaplen() {
    snaplen = Math.max(header.snaplen(), PcapHeader.MAX_SNAPLEN);
    return this;
  }

  @Override
  public void write(int interfaceId, long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException {
    out.checkUsable();
    int captured = packet.remaining();
    if (interfaceId != 0) {
      throw new IllegalArgumentException("interfaceId=" + interfaceId + ", expected 0");
    }
    if (timestampNanos < 0 || timestampNanos / NANOS_PER_SECOND > PacketCheck.MAX_UNSIGNED) {
      throw new IllegalArgumentException(
          "timestampNanos=" + timestampNanos + ", expected 1970 to 2106");
    }
    PacketCheck.lengths(captured, originalLength, snaplen);
    out.room(RECORD_HEADER)
        .putInt((int) (timestampNanos / NANOS_PER_SECOND))
        .putInt((int) (timestampNanos % NANOS_PER_SECOND / header.unit().nanos()))
        .putInt(captured)
        .putInt((int) originalLength);
    out.put(packet);
    out.endPacket();
  }

  @Override
  public void flush() throws NetmapException {
    out.flush();
  }

  @Override
  public long bytes() {
    return out.bytes();
  }

  @Override
  public void close() throws NetmapException {
    out.close();
  }
}
