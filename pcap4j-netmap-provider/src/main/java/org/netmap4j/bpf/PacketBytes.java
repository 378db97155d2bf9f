package org.netmap4j.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A packet's bytes in network order, at places that the caller has checked. */
final class PacketBytes {
  private static final ValueLayout.OfChar U16 =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private PacketBytes() {}

  static int u8(MemorySegment memory, long at) {
    return memory.get(JAVA_BYTE, at) & 0xff;
  }

  static int u16(MemorySegment memory, long at) {
    return memory.get(U16, at);
  }

  static int i32(MemorySegment memory, long at) {
    return memory.get(I32, at);
  }

  /** Four times the low half of a byte: the length of an IPv4 header. */
  static int headerLength(MemorySegment memory, long at) {
    return (memory.get(JAVA_BYTE, at) & 0x0f) << 2;
  }
}
