package org.netmap4j.savefile;

/** Numbers of the pcapng format, draft-ietf-opsawg-pcapng. */
final class Pcapng {
  private Pcapng() {}

  static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  static final int VERSION_MAJOR = 1;
  static final int VERSION_MINOR = 0;

  /** Written by some, and the same as 0. */
  static final int VERSION_MINOR_TOO = 2;

  static final int SECTION_HEADER = FileStart.PCAPNG;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int OBSOLETE_PACKET = 2;
  static final int SIMPLE_PACKET = 3;
  static final int INTERFACE_STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;

  /** Bytes of a block around its body: type, length, and the length again. */
  static final int AROUND = 12;

  /** Bytes of each block without options, packet and padding. */
  static final int SECTION_HEADER_BYTES = 28;

  static final int INTERFACE_DESCRIPTION_BYTES = 20;
  static final int OBSOLETE_PACKET_BYTES = 32;
  static final int SIMPLE_PACKET_BYTES = 16;
  static final int INTERFACE_STATISTICS_BYTES = 24;
  static final int ENHANCED_PACKET_BYTES = 32;

  /** The longest block that is read: a packet that can be meant, and options. */
  static final int MAX_BLOCK = PcapHeader.MAX_RECORD + (1 << 20);

  static final int END_OF_OPTIONS = 0;
  static final int COMMENT = 1;
  static final int SHB_HARDWARE = 2;
  static final int SHB_OS = 3;
  static final int SHB_USERAPPL = 4;
  static final int IF_NAME = 2;
  static final int IF_DESCRIPTION = 3;
  static final int IF_TSRESOL = 9;
  static final int IF_TSOFFSET = 14;
  static final int EPB_FLAGS = 2;
  static final int EPB_DROPCOUNT = 4;
  static final int ISB_STARTTIME = 2;
  static final int ISB_ENDTIME = 3;
  static final int ISB_IFRECV = 4;
  static final int ISB_IFDROP = 5;
  static final int ISB_FILTERACCEPT = 6;
  static final int ISB_OSDROP = 7;
  static final int ISB_USRDELIV = 8;

  /** Options and packets end at a multiple of four bytes. */
  static int padded(int bytes) {
    return bytes + 3 & ~3;
  }
}
