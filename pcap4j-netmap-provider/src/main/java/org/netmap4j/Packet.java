package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.netmap4j.engine.RingId;

/**
 * A cursor on one packet, where it lies; the same object stands on the next packet later.
 *
 * <p>A packet over several slots is joined first, so that its bytes are always in one piece.
 */
public final class Packet {
  private MemorySegment memory = MemorySegment.NULL;
  private long start;
  private int length;
  private long micros;
  private int flags;
  private boolean more;
  private RxRing ring;

  Packet(RxRing first) {
    ring = first;
  }

  void set(RxRing from, MemorySegment memory, long start, int length, int flags, long micros) {
    ring = from;
    this.memory = memory;
    this.start = start;
    this.length = length;
    this.flags = flags;
    this.micros = micros;
  }

  void more(boolean follows) {
    more = follows;
  }

  void end() {
    length = 0;
  }

  /** Its length in bytes. */
  public int length() {
    return length;
  }

  /** The time of the sync that brought it, in microseconds since the epoch: netmap has no finer. */
  public long timestampMicros() {
    return micros;
  }

  /** The flags of its last slot, NS_*. */
  public int flags() {
    return flags;
  }

  /** Whether {@code dispatch} will give another packet after this one: NM_MORE_PKTS. */
  public boolean more() {
    return more;
  }

  /** The ring that it came from. */
  public RingId ring() {
    return ring.id();
  }

  /** The byte at {@code offset}, 0 to 255. */
  public int u8(int offset) {
    return memory.get(JAVA_BYTE, Bytes.at(start, offset, 1, length)) & 0xff;
  }

  /** Two bytes at {@code offset}, 0 to 65535. */
  public int u16(int offset) {
    return memory.get(Bytes.U16, Bytes.at(start, offset, 2, length)) & 0xffff;
  }

  /** Four bytes at {@code offset}. */
  public int i32(int offset) {
    return memory.get(Bytes.U32, Bytes.at(start, offset, 4, length));
  }

  /** Eight bytes at {@code offset}. */
  public long i64(int offset) {
    return memory.get(Bytes.U64, Bytes.at(start, offset, 8, length));
  }

  /** Copies the packet into {@code to}; answers how many bytes, as many as fit. */
  public int copyTo(byte[] to, int toOffset) {
    int bytes = Math.min(length, to.length - toOffset);
    MemorySegment.copy(memory, JAVA_BYTE, start, to, toOffset, bytes);
    return bytes;
  }

  /** The packet as an array of its own. */
  public byte[] bytes() {
    byte[] copy = new byte[length];
    copyTo(copy, 0);
    return copy;
  }

  /**
   * The packet in netmap's own memory, without a copy. It dies with the packet: read later, it
   * shows another packet's bytes, or throws once the port is closed.
   */
  public MemorySegment segment() {
    return memory.asSlice(start, length);
  }

  /** As {@link #segment}, as a buffer in network order. */
  public ByteBuffer buffer() {
    return segment().asByteBuffer();
  }
}
