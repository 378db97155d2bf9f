package org.netmap4j.savefile;

/** What of a packet either format can hold. */
final class PacketCheck {
  /** The greatest number of four bytes. */
  static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

  private PacketCheck() {}

  static void lengths(int captured, long originalLength, long snaplen) {
    long limit =
        snaplen == 0
            ? PcapHeader.MAX_SNAPLEN
            : Math.min(snaplen, PcapHeader.longestRecord(snaplen));
    if (captured > limit) {
      throw new IllegalArgumentException("length=" + captured + ", expected at most " + limit);
    }
    if (originalLength < captured || originalLength > MAX_UNSIGNED) {
      throw new IllegalArgumentException(
          "originalLength=" + originalLength + ", expected " + captured + " to " + MAX_UNSIGNED);
    }
  }
}
