package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * Writes a pcapng file: a section, its interfaces, their packets and counters. Times are written in
 * nanoseconds since the epoch, whatever the resolution and offset of a {@link CaptureInterface}.
 */
public final class PcapngWriter implements SavefileWriter {
  private static final ByteBuffer NO_OPTIONS = ByteBuffer.allocate(0);
  private static final byte[] PADDING = new byte[3];

  private final RecordOutput out;
  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private SectionHeader section;

  private PcapngWriter(RecordOutput out, SectionHeader section) throws NetmapException {
    this.out = out;
    this.section = section;
    section(section);
  }

  /**
   * Makes a file, or empties the one there is.
   *
   * @throws NetmapException with {@link BadFile} if that fails
   */
  public static PcapngWriter create(Path path, SectionHeader section) throws NetmapException {
    return create(path, section, WriteOptions.REPLACE);
  }

  /**
   * Makes a file.
   *
   * @throws NetmapException with {@link BadFile} if that fails
   */
  public static PcapngWriter create(Path path, SectionHeader section, WriteOptions options)
      throws NetmapException {
    return begun(RecordOutput.create(path, options), section);
  }

  /**
   * Writes to a channel, which this writer closes; this method also when it throws. Nothing is
   * written before the first flush, unless texts are long.
   *
   * @param channel in blocking mode
   * @param name what to call it in errors
   */
  public static PcapngWriter over(
      WritableByteChannel channel, String name, SectionHeader section, WriteOptions options)
      throws NetmapException {
    return begun(new RecordOutput(channel, name, options), section);
  }

  private static PcapngWriter begun(RecordOutput out, SectionHeader section)
      throws NetmapException {
    try {
      return new PcapngWriter(out, section);
    } catch (NetmapException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  /** Begins another section, which has no interfaces yet. The first is there from the start. */
  public void section(SectionHeader header) throws NetmapException {
    out.checkUsable();
    ByteBuffer options =
        new OptionBytes(header.order())
            .comments(header.comments())
            .text(Pcapng.SHB_HARDWARE, header.hardware())
            .text(Pcapng.SHB_OS, header.os())
            .text(Pcapng.SHB_USERAPPL, header.application())
            .end();
    section = header;
    interfaces.clear();
    out.order(header.order());
    int length = Pcapng.SECTION_HEADER_BYTES + options.remaining();
    begin(Pcapng.SECTION_HEADER, length, Pcapng.SECTION_HEADER_BYTES)
        .putInt(Pcapng.BYTE_ORDER_MAGIC)
        .putShort((short) Pcapng.VERSION_MAJOR)
        .putShort((short) Pcapng.VERSION_MINOR)
        .putLong(-1); // the section's length, which is not known yet
    out.put(options);
    trailer(length);
    out.end();
  }

  /** Adds an interface to the section; answers its number, from 0. */
  public int addInterface(CaptureInterface added) throws NetmapException {
    out.checkUsable();
    ByteBuffer options =
        new OptionBytes(section.order())
            .comments(added.comments())
            .text(Pcapng.IF_NAME, added.name())
            .text(Pcapng.IF_DESCRIPTION, added.description())
            .byteValue(Pcapng.IF_TSRESOL, TimestampResolution.NANOS.exponent())
            .end();
    int length = Pcapng.INTERFACE_DESCRIPTION_BYTES + options.remaining();
    begin(Pcapng.INTERFACE_DESCRIPTION, length, Pcapng.INTERFACE_DESCRIPTION_BYTES)
        .putShort((short) added.linktype())
        .putShort((short) 0)
        .putInt((int) added.snaplen());
    out.put(options);
    trailer(length);
    out.end();
    interfaces.add(added);
    return interfaces.size() - 1;
  }

  @Override
  public void write(int interfaceId, long timestampNanos, ByteBuffer packet, long originalLength)
      throws NetmapException {
    out.checkUsable();
    write(interfaceId, timestampNanos, packet, originalLength, NO_OPTIONS);
  }

  /** Writes one packet, and what else there is to say of it. */
  public void write(
      int interfaceId,
      long timestampNanos,
      ByteBuffer packet,
      long originalLength,
      PacketOptions options)
      throws NetmapException {
    out.checkUsable();
    OptionBytes bytes = new OptionBytes(section.order()).comments(options.comments());
    options.flags().ifPresent(flags -> bytes.intValue(Pcapng.EPB_FLAGS, flags));
    bytes.longValue(Pcapng.EPB_DROPCOUNT, options.dropped());
    write(interfaceId, timestampNanos, packet, originalLength, bytes.end());
  }

  private void write(
      int interfaceId,
      long timestampNanos,
      ByteBuffer packet,
      long originalLength,
      ByteBuffer options)
      throws NetmapException {
    checkTime("timestampNanos", timestampNanos);
    int captured = packet.remaining();
    PacketCheck.lengths(captured, originalLength, of(interfaceId).snaplen());
    int length = Pcapng.ENHANCED_PACKET_BYTES + Pcapng.padded(captured) + options.remaining();
    begin(Pcapng.ENHANCED_PACKET, length, Pcapng.ENHANCED_PACKET_BYTES)
        .putInt(interfaceId)
        .putInt((int) (timestampNanos >>> 32))
        .putInt((int) timestampNanos)
        .putInt(captured)
        .putInt((int) originalLength);
    packet(packet);
    out.put(options);
    trailer(length);
    out.endPacket();
  }

  /**
   * Writes one packet of the first interface without a time, in 16 bytes less. It must be as long
   * as it was on the wire, or as that interface's snaplen.
   */
  public void writeSimple(ByteBuffer packet, long originalLength) throws NetmapException {
    out.checkUsable();
    int captured = packet.remaining();
    long snaplen = of(0).snaplen();
    PacketCheck.lengths(captured, originalLength, snaplen);
    if (captured != originalLength && captured != snaplen) {
      throw new IllegalArgumentException(
          "length=%d, expected %d, or the snaplen, %d"
              .formatted(captured, originalLength, snaplen));
    }
    int length = Pcapng.SIMPLE_PACKET_BYTES + Pcapng.padded(captured);
    begin(Pcapng.SIMPLE_PACKET, length, Pcapng.SIMPLE_PACKET_BYTES).putInt((int) originalLength);
    packet(packet);
    trailer(length);
    out.endPacket();
  }

  /**
   * Writes counters of an interface.
   *
   * @throws IllegalArgumentException if the section has no such interface, or a time is before 1970
   */
  public void statistics(InterfaceStatistics counters) throws NetmapException {
    out.checkUsable();
    of(counters.interfaceId());
    checkTime("timestampNanos", counters.timestampNanos());
    counters.started().ifPresent(nanos -> checkTime("started", nanos));
    counters.ended().ifPresent(nanos -> checkTime("ended", nanos));
    ByteBuffer options =
        new OptionBytes(section.order())
            .timeValue(Pcapng.ISB_STARTTIME, counters.started())
            .timeValue(Pcapng.ISB_ENDTIME, counters.ended())
            .longValue(Pcapng.ISB_IFRECV, counters.received())
            .longValue(Pcapng.ISB_IFDROP, counters.dropped())
            .longValue(Pcapng.ISB_FILTERACCEPT, counters.accepted())
            .longValue(Pcapng.ISB_OSDROP, counters.osDropped())
            .longValue(Pcapng.ISB_USRDELIV, counters.delivered())
            .end();
    int length = Pcapng.INTERFACE_STATISTICS_BYTES + options.remaining();
    begin(Pcapng.INTERFACE_STATISTICS, length, Pcapng.INTERFACE_STATISTICS_BYTES)
        .putInt(counters.interfaceId())
        .putInt((int) (counters.timestampNanos() >>> 32))
        .putInt((int) counters.timestampNanos());
    out.put(options);
    trailer(length);
    out.end();
  }

  private static void checkTime(String name, long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException(name + "=" + nanos + ", expected 1970 or later");
    }
  }

  private CaptureInterface of(int interfaceId) {
    if (interfaceId < 0 || interfaceId >= interfaces.size()) {
      throw new IllegalArgumentException(
          "interfaceId=%d, expected less than %d, as many as the section has"
              .formatted(interfaceId, interfaces.size()));
    }
    return interfaces.get(interfaceId);
  }

  private ByteBuffer begin(int type, int length, int fixed) throws NetmapException {
    return out.room(fixed).putInt(type).putInt(length);
  }

  private void packet(ByteBuffer packet) throws NetmapException {
    out.put(packet);
    int padding = Pcapng.padded(packet.remaining()) - packet.remaining();
    out.room(padding).put(PADDING, 0, padding);
  }

  private void trailer(int length) throws NetmapException {
    out.room(4).putInt(length);
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
