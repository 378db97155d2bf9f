package org.netmap4j.savefile;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/**
 * Reads a pcapng file, one packet at a time, whichever kind of block it is in. Blocks of other
 * kinds than those of the package's description are passed over.
 */
public final class PcapngReader extends SavefileReader {
  /** Type and length. */
  private static final int BLOCK_HEADER = 8;

  /** What a section may have, so that a stream without end does not fill the memory. */
  private static final int MAX_INTERFACES = 1 << 16;

  /** The count of lost packets that an obsolete packet block does not know. */
  private static final int UNKNOWN_DROPS = 0xFFFF;

  private SectionHeader section;
  private List<CaptureInterface> interfaces = new ArrayList<>();
  private Map<Integer, InterfaceStatistics> statistics = new TreeMap<>();
  private int interfaceId;

  /** Where the current packet's options are, in the input, and the drops beside them. */
  private int optionsFrom;

  private int optionsEnd;
  private OptionalLong obsoleteDrops = OptionalLong.empty();

  /** Reads the first section's header; the file is known to begin with its type. */
  PcapngReader(FileInput in) throws NetmapException {
    super(in);
    readSection();
  }

  /** The section of the current packet; at the end of the file, the last. */
  public SectionHeader section() {
    return section;
  }

  /** The interfaces of the section, as far as it is read, by number. */
  public List<CaptureInterface> interfaces() {
    return List.copyOf(interfaces);
  }

  /** The latest counters of each interface of the section, as far as it is read. */
  public List<InterfaceStatistics> statistics() {
    return List.copyOf(statistics.values());
  }

  @Override
  public CaptureInterface captureInterface() {
    if (interfaceId >= interfaces.size()) {
      throw new IllegalStateException("read " + in.file() + ": no packet yet in this section");
    }
    return interfaces.get(interfaceId);
  }

  @Override
  public int interfaceId() {
    return interfaceId;
  }

  /**
   * What else is said of the current packet. Valid until the next call of {@link #next}.
   *
   * @throws NetmapException with {@link BadFile} if it cannot be understood; the packets can still
   */
  public PacketOptions packetOptions() throws NetmapException {
    List<String> comments = new ArrayList<>();
    OptionalInt flags = OptionalInt.empty();
    OptionalLong dropped = obsoleteDrops;
    try {
      OptionCursor option = new OptionCursor(in, optionsFrom, optionsEnd);
      while (option.next()) {
        switch (option.code()) {
          case Pcapng.COMMENT -> comments.add(option.text());
          case Pcapng.EPB_FLAGS -> flags = OptionalInt.of(option.intValue());
          case Pcapng.EPB_DROPCOUNT -> dropped = OptionalLong.of(option.longValue());
          default -> {}
        }
      }
    } catch (InternalError e) {
      throw in.fault(e);
    }
    return new PacketOptions(comments, flags, dropped);
  }

  @Override
  boolean advance() throws NetmapException {
    noOptions();
    while (nextBlock()) {
      int type = (int) in.number(0);
      long length = in.number(4);
      switch (type) {
        case Pcapng.ENHANCED_PACKET -> {
          return packetBlock(whole(length, Pcapng.ENHANCED_PACKET_BYTES), in.number(8));
        }
        case Pcapng.OBSOLETE_PACKET -> {
          int bytes = whole(length, Pcapng.OBSOLETE_PACKET_BYTES);
          int drops = in.number16(10);
          packetBlock(bytes, in.number16(8));
          obsoleteDrops = drops == UNKNOWN_DROPS ? OptionalLong.empty() : OptionalLong.of(drops);
          return true;
        }
        case Pcapng.SIMPLE_PACKET -> {
          return simplePacket(whole(length, Pcapng.SIMPLE_PACKET_BYTES));
        }
        case Pcapng.SECTION_HEADER -> readSection();
        case Pcapng.INTERFACE_DESCRIPTION ->
            readInterface(whole(length, Pcapng.INTERFACE_DESCRIPTION_BYTES));
        case Pcapng.INTERFACE_STATISTICS ->
            readStatistics(whole(length, Pcapng.INTERFACE_STATISTICS_BYTES));
        default -> passOver(length);
      }
    }
    return false;
  }

  private void noOptions() {
    optionsFrom = 0;
    optionsEnd = 0;
    obsoleteDrops = OptionalLong.empty();
  }

  private boolean nextBlock() throws NetmapException {
    offset = in.position();
    if (in.fill(BLOCK_HEADER)) {
      return true;
    }
    if (in.available() > 0) {
      throw cut("a block header of 8 bytes");
    }
    return false;
  }

  /** Makes the whole block available, and checks its lengths. */
  private int whole(long length, int least) throws NetmapException {
    checkLength(length, least);
    if (length > Pcapng.MAX_BLOCK) {
      throw bad(offset + 4, "a block of at most %d bytes".formatted(Pcapng.MAX_BLOCK), of(length));
    }
    if (!in.fill((int) length)) {
      throw cutBlock(length);
    }
    checkTrailer(in.number((int) length - 4), length);
    return (int) length;
  }

  private void checkLength(long length, int least) throws NetmapException {
    if (length < least || length % 4 != 0) {
      throw bad(
          offset + 4, "a block of at least %d bytes, a multiple of 4".formatted(least), of(length));
    }
  }

  private void checkTrailer(long trailer, long length) throws NetmapException {
    if (trailer != length) {
      throw bad(offset + length - 4, "the block's length again, " + length, Long.toString(trailer));
    }
  }

  private NetmapException cutBlock(long length) {
    return cut("a block of %d bytes".formatted(length));
  }

  private static String of(long length) {
    return "one of " + length + " bytes";
  }

  /** A block that is not looked at may be of any length; it is not kept. */
  private void passOver(long length) throws NetmapException {
    checkLength(length, Pcapng.AROUND);
    if (!in.skip(length - 4) || !in.fill(4)) {
      throw cutBlock(length);
    }
    checkTrailer(in.number(0), length);
    in.consume(4);
  }

  private void readSection() throws NetmapException {
    if (!in.fill(12)) {
      throw cut("a section header");
    }
    in.order(ByteOrder.BIG_ENDIAN);
    int magic = (int) in.number(8);
    ByteOrder order = ByteOrder.BIG_ENDIAN;
    if (magic == Integer.reverseBytes(Pcapng.BYTE_ORDER_MAGIC)) {
      order = ByteOrder.LITTLE_ENDIAN;
    } else if (magic != Pcapng.BYTE_ORDER_MAGIC) {
      throw bad(offset + 8, "the byte-order magic 1a2b3c4d", "bytes %08x".formatted(magic));
    }
    in.order(order);
    int length = whole(in.number(4), Pcapng.SECTION_HEADER_BYTES);
    int major = in.number16(12);
    int minor = in.number16(14);
    if (major != Pcapng.VERSION_MAJOR
        || (minor != Pcapng.VERSION_MINOR && minor != Pcapng.VERSION_MINOR_TOO)) {
      throw bad(offset + 12, "version 1.0", "version %d.%d".formatted(major, minor));
    }
    section = sectionHeader(order, new OptionCursor(in, 24, length - 4));
    interfaces = new ArrayList<>();
    statistics = new TreeMap<>();
    in.consume(length);
  }

  private static SectionHeader sectionHeader(ByteOrder order, OptionCursor option)
      throws NetmapException {
    String hardware = "";
    String os = "";
    String application = "";
    List<String> comments = new ArrayList<>();
    while (option.next()) {
      switch (option.code()) {
        case Pcapng.COMMENT -> comments.add(option.text());
        case Pcapng.SHB_HARDWARE -> hardware = option.text();
        case Pcapng.SHB_OS -> os = option.text();
        case Pcapng.SHB_USERAPPL -> application = option.text();
        default -> {}
      }
    }
    return new SectionHeader(order, hardware, os, application, comments);
  }

  private void readInterface(int length) throws NetmapException {
    if (interfaces.size() == MAX_INTERFACES) {
      throw bad(offset, "at most %d interfaces".formatted(MAX_INTERFACES), "another one");
    }
    String name = "";
    String description = "";
    TimestampResolution resolution = TimestampResolution.MICROS;
    long offsetSeconds = 0;
    List<String> comments = new ArrayList<>();
    OptionCursor option = new OptionCursor(in, 16, length - 4);
    while (option.next()) {
      switch (option.code()) {
        case Pcapng.COMMENT -> comments.add(option.text());
        case Pcapng.IF_NAME -> name = option.text();
        case Pcapng.IF_DESCRIPTION -> description = option.text();
        case Pcapng.IF_TSRESOL -> resolution = TimestampResolution.of(option.byteValue());
        case Pcapng.IF_TSOFFSET -> offsetSeconds = option.longValue();
        default -> {}
      }
    }
    interfaces.add(
        new CaptureInterface(
            in.number16(8), in.number(12), name, description, resolution, offsetSeconds, comments));
    in.consume(length);
  }

  private void readStatistics(int length) throws NetmapException {
    int id = checkInterface(in.number(8));
    CaptureInterface from = interfaces.get(id);
    OptionalLong[] values = new OptionalLong[Pcapng.ISB_USRDELIV + 1];
    Arrays.fill(values, OptionalLong.empty());
    OptionCursor option = new OptionCursor(in, 20, length - 4);
    while (option.next()) {
      int code = option.code();
      if (code == Pcapng.ISB_STARTTIME || code == Pcapng.ISB_ENDTIME) {
        values[code] = OptionalLong.of(from.nanos(option.timeValue()));
      } else if (code >= Pcapng.ISB_IFRECV && code <= Pcapng.ISB_USRDELIV) {
        values[code] = OptionalLong.of(option.longValue());
      }
    }
    statistics.put(
        id,
        new InterfaceStatistics(
            id,
            from.nanos(time(12)),
            values[Pcapng.ISB_STARTTIME],
            values[Pcapng.ISB_ENDTIME],
            values[Pcapng.ISB_IFRECV],
            values[Pcapng.ISB_IFDROP],
            values[Pcapng.ISB_FILTERACCEPT],
            values[Pcapng.ISB_OSDROP],
            values[Pcapng.ISB_USRDELIV]));
    in.consume(length);
  }

  /** Enhanced and obsolete packet blocks differ in their bytes 8 to 11 alone. */
  private boolean packetBlock(int length, long id) throws NetmapException {
    interfaceId = checkInterface(id);
    CaptureInterface from = interfaces.get(interfaceId);
    long captured = in.number(20);
    int room = length - Pcapng.ENHANCED_PACKET_BYTES;
    checkCaptured(captured, Math.min(room, PcapHeader.longestRecord(from.snaplen())));
    packet(from.nanos(time(12)), 28, (int) captured, in.number(24));
    in.consume(length);
    optionsFrom = 28 + Pcapng.padded((int) captured) - length;
    optionsEnd = -4;
    return true;
  }

  /** A simple packet is of the first interface, has no time, and is as long as the snaplen lets. */
  private boolean simplePacket(int length) throws NetmapException {
    interfaceId = checkInterface(0);
    long original = in.number(8);
    long snaplen = interfaces.getFirst().snaplen();
    long captured = snaplen == 0 ? original : Math.min(original, snaplen);
    checkCaptured(captured, length - Pcapng.SIMPLE_PACKET_BYTES);
    packet(0, 12, (int) captured, original);
    in.consume(length);
    return true;
  }

  private long time(int at) {
    return in.number(at) << 32 | in.number(at + 4);
  }

  private int checkInterface(long id) throws NetmapException {
    if (id >= interfaces.size()) {
      throw bad(
          offset + 8,
          "an interface below %d, as many as the section has described"
              .formatted(interfaces.size()),
          Long.toString(id));
    }
    return (int) id;
  }

  private void checkCaptured(long captured, int most) throws NetmapException {
    if (captured > most) {
      throw bad(offset, "a packet of at most %d bytes in this block".formatted(most), of(captured));
    }
  }
}
