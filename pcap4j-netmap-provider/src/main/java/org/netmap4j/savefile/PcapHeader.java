package org.netmap4j.savefile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a pcap file says of all its packets.
 *
 * @param unit the unit of its timestamps
 * @param order the byte order of its numbers
 * @param snaplen the longest packet kept in bytes, 0 to 2³²−1; 0 if the file does not say
 * @param linktype what the packets begin with, a LINKTYPE_ number of 16 bits
 */
public record PcapHeader(TimestampUnit unit, ByteOrder order, long snaplen, int linktype) {
  /** Ethernet, LINKTYPE_ETHERNET. */
  public static final int ETHERNET = 1;

  /** The snaplen that keeps every packet, MAXIMUM_SNAPLEN of libpcap. */
  public static final int MAX_SNAPLEN = 262_144;

  /** Bytes of a file header. */
  static final int BYTES = 24;

  static final int VERSION_MAJOR = 2;
  static final int VERSION_MINOR = 4;

  /** The greatest snaplen that libpcap knows a use for, that of D-Bus messages. */
  static final int MAX_RECORD = 128 << 20;

  /** Checks the ranges. */
  public PcapHeader {
    check(snaplen, linktype);
  }

  static void check(long snaplen, int linktype) {
    if (snaplen < 0 || snaplen > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("snaplen=" + snaplen + ", expected 0 to 4294967295");
    }
    if (linktype < 0 || linktype > 0xFFFF) {
      throw new IllegalArgumentException("linktype=" + linktype + ", expected 0 to 65535");
    }
  }

  /** Of a file of Ethernet frames, whole, in this machine's byte order. */
  public static PcapHeader ethernet(TimestampUnit unit) {
    return new PcapHeader(unit, ByteOrder.nativeOrder(), MAX_SNAPLEN, ETHERNET);
  }

  /** What stands for the interface, which the format does not name. */
  CaptureInterface captureInterface() {
    return new CaptureInterface(linktype, snaplen, "", "", unit.resolution(), 0, List.of());
  }

  /**
   * The longest packet that can be meant in a file, or of an interface, of that snaplen; files are
   * known to exceed one that is small.
   */
  static int longestRecord(long snaplen) {
    return (int) Math.max(MAX_SNAPLEN, Math.min(snaplen, MAX_RECORD));
  }

  /** Writes the 24 bytes. */
  void put(ByteBuffer out) {
    out.order(order)
        .putInt(unit.magic())
        .putShort((short) VERSION_MAJOR)
        .putShort((short) VERSION_MINOR)
        .putLong(0)
        .putInt((int) snaplen)
        .putInt(linktype);
  }
}
