package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;

/** Reads how a file begins: a pcap header, or the signature of something else. */
final class FileStart {
  /** Bytes that tell what a file is. */
  static final int SIGNATURE = 4;

  /** The type of a section header block, which begins a pcapng file; the same in both orders. */
  static final int PCAPNG = 0x0A0D0D0A;

  private static final String CONVERT = " (convert it: editcap -F pcap IN OUT)";

  private final String file;
  private final String expected;

  /**
   * Of a file.
   *
   * @param expected what should be there, in words
   */
  FileStart(String file, String expected) {
    this.file = file;
    this.expected = expected;
  }

  /** Whether a file that begins with this number, in either byte order, is pcapng. */
  static boolean isPcapng(long signature) {
    return signature == PCAPNG;
  }

  /**
   * Reads the header.
   *
   * @param start the file's first bytes, 24 if it has as many; its position and order are not moved
   */
  PcapHeader read(ByteBuffer start) throws NetmapException {
    ByteBuffer bytes = start.slice().order(ByteOrder.BIG_ENDIAN);
    int length = bytes.remaining();
    if (length == 0) {
      throw bad(0, expected, "an empty file");
    }
    TimestampUnit unit = length < SIGNATURE ? TimestampUnit.MICROS : unit(bytes);
    if (length < PcapHeader.BYTES) {
      throw bad(length, expected + " of 24 bytes", "the end of the file");
    }
    int major = Short.toUnsignedInt(bytes.getShort(4));
    int minor = Short.toUnsignedInt(bytes.getShort(6));
    if (major != PcapHeader.VERSION_MAJOR || minor != PcapHeader.VERSION_MINOR) {
      throw bad(4, "version 2.4", "version %d.%d".formatted(major, minor));
    }
    return new PcapHeader(
        unit, bytes.order(), Integer.toUnsignedLong(bytes.getInt(16)), bytes.getInt(20) & 0xFFFF);
  }

  /** Finds the unit, and sets the order of {@code bytes} to that of the file. */
  private TimestampUnit unit(ByteBuffer bytes) throws NetmapException {
    int magic = bytes.getInt(0);
    for (TimestampUnit unit : TimestampUnit.values()) {
      if (magic == unit.magic()) {
        return unit;
      }
      if (magic == Integer.reverseBytes(unit.magic())) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        return unit;
      }
    }
    throw bad(0, expected, foreign(magic));
  }

  /** What a file that begins with {@code magic} is, and what can be done about it. */
  private static String foreign(int magic) {
    String asIs = kind(magic);
    String swapped = kind(Integer.reverseBytes(magic));
    if (!asIs.isEmpty()) {
      return asIs;
    }
    if (magic >>> 16 == 0x1F8B) {
      return "a gzip-compressed file (unpack it: gzip -dc IN > OUT)";
    }
    return swapped.isEmpty() ? "bytes %08x".formatted(magic) : swapped;
  }

  /** The modified formats are listed in sf-pcap.c of libpcap and libpcap.h of Wireshark. */
  private static String kind(int magic) {
    return switch (magic) {
      case PCAPNG -> "pcapng" + CONVERT;
      case 0xA1B2CD34 -> "Kuznetzov's modified pcap" + CONVERT;
      case 0xA1B234CD -> "Mesquita's modified pcap" + CONVERT;
      case 0xA12B3C4D -> "Navtel's modified pcap" + CONVERT;
      case 0x1C0001AC, 0x1C0001AB -> "IXIA's modified pcap" + CONVERT;
      case 0x28B52FFD -> "a zstd-compressed file (unpack it: zstd -dc IN > OUT)";
      case 0xFD377A58 -> "an xz-compressed file (unpack it: xz -dc IN > OUT)";
      default -> "";
    };
  }

  private NetmapException bad(long offset, String expected, String found) {
    return new NetmapException(new BadFile(file, offset, expected, found));
  }
}
