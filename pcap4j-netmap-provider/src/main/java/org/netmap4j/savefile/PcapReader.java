package org.netmap4j.savefile;

import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Reads a pcap file, one record at a time. */
public final class PcapReader extends SavefileReader {
  /** Bytes of a record's header. */
  private static final int RECORD_HEADER = 16;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final PcapHeader header;
  private final CaptureInterface captureInterface;
  private final int longestRecord;

  /**
   * Reads the header.
   *
   * @param expected what the file should begin with, in words
   */
  PcapReader(FileInput in, String expected) throws NetmapException {
    super(in);
    in.fill(PcapHeader.BYTES);
    header =
        new FileStart(in.file(), expected)
            .read(in.view(0, Math.min(in.available(), PcapHeader.BYTES)));
    captureInterface = header.captureInterface();
    longestRecord = PcapHeader.longestRecord(header.snaplen());
    in.order(header.order());
    in.consume(PcapHeader.BYTES);
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws NetmapException with {@link BadFile} if it cannot be read or is no pcap file
   */
  public static PcapReader open(Path path) throws NetmapException {
    return Savefiles.reader(Savefiles.input(path), PcapReader::only);
  }

  /**
   * Reads a header from a channel, which this reader closes, also when it throws.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   * @throws NetmapException with {@link BadFile} if it cannot be read or holds no pcap file
   */
  public static PcapReader over(ReadableByteChannel channel, String name) throws NetmapException {
    return Savefiles.reader(new ChannelInput(channel, name), PcapReader::only);
  }

  private static PcapReader only(FileInput in) throws NetmapException {
    return new PcapReader(in, "a pcap file header");
  }

  /** What the file says of all its packets. */
  public PcapHeader header() {
    return header;
  }

  @Override
  public CaptureInterface captureInterface() {
    return captureInterface;
  }

  @Override
  public int interfaceId() {
    return 0;
  }

  @Override
  boolean advance() throws NetmapException {
    offset = in.position();
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
    packet(
        in.number(0) * NANOS_PER_SECOND + in.number(4) * header.unit().nanos(),
        RECORD_HEADER,
        captured,
        in.number(12));
    in.consume(RECORD_HEADER + captured);
    return true;
  }

  private int checkLength(long captured) throws NetmapException {
    if (captured > longestRecord) {
      throw bad(
          offset,
          "a record of at most %d bytes (snaplen %d)".formatted(longestRecord, header.snaplen()),
          "one of %d bytes".formatted(captured));
    }
    return (int) captured;
  }
}
