package org.netmap4j;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.RawMemory;

/**
 * A cursor on one packet, where it lies; the same object stands on the next packet later.
 *
 * <p>A packet over several slots is joined first, so that its bytes are always in one piece.
 *
 * <p>In a callback, the thread that runs it keeps the memory mapped, and reads it directly. All
 * others, and packets of {@code nextPacket}, are read through the region's segment, which throws
 * once the region is gone.
 */
public final class Packet {
  private final RxRing ring;
  private final MemorySegment memory;
  private final long base;
  private final char bufferSize;

  /** The packets that it goes over, as {@link Bytes#word}s: those of a {@link PacketBatch}. */
  private final long[] words;

  private int taken;
  private int count;

  /** The one that it stands on. */
  private long word;

  private boolean more;
  private @Nullable Thread owner;

  Packet(RxRing ring, PacketBatch batch, MemorySegment memory, int bufferSize) {
    this.bufferSize = (char) bufferSize;
    this.ring = ring;
    this.memory = memory;
    base = memory.address();
    words = batch.words;
  }

  /** There are {@code packets} packets now, none of them taken. */
  void gathered(int packets) {
    taken = 0;
    count = packets;
  }

  /** Whether there is a packet that is not taken. */
  boolean hasNext() {
    return taken < count;
  }

  /** The packets that are taken. */
  int taken() {
    return taken;
  }

  /** The packets that are not taken. */
  int left() {
    return count - taken;
  }

  /** Takes the next packet; false when there is none. */
  boolean advance() {
    int i = taken;
    if (i >= count) {
      return false;
    }
    word = words[i];
    taken = i + 1;
    return true;
  }

  /** Takes the next packet if it is not the last; false when it is, or there is none. */
  boolean advanceBeforeLast() {
    int i = taken + 1;
    if (i >= count) {
      return false;
    }
    word = words[i - 1];
    taken = i;
    return true;
  }

  /** Has this thread read directly: it is in the port until {@link #end}. */
  void begin() {
    owner = Thread.currentThread();
  }

  void more(boolean follows) {
    more = follows;
  }

  /** Forgets the packet that it stands on. */
  void end() {
    word = 0;
    owner = null;
    more = false;
  }

  private boolean owned() {
    return Thread.currentThread().equals(owner);
  }

  /** Its length in bytes. */
  public int length() {
    return Bytes.length(word);
  }

  /** The time of the sync that brought it, in microseconds since the epoch: netmap has no finer. */
  public long timestampMicros() {
    return ring.micros();
  }

  /** The flags of its last slot, NS_*. */
  public int flags() {
    return ring.flags();
  }

  /** Whether {@code dispatch} will give another packet after this one: NM_MORE_PKTS. */
  public boolean more() {
    return more;
  }

  /** The ring that it came from. */
  public RingId ring() {
    return ring.id();
  }

  /** Where it begins, if it has {@code bytes} bytes at {@code offset}. */
  private long start(int offset, int bytes) {
    Bytes.check(offset, bytes, Bytes.length(word));
    return Bytes.start(word, bufferSize);
  }

  /** The byte at {@code offset}, 0 to 255. */
  public int u8(int offset) {
    long start = start(offset, 1);
    return owned() ? RawMemory.u8(base, start, offset) : Bytes.u8(memory, start, offset);
  }

  /** Two bytes at {@code offset}, 0 to 65535. */
  public int u16(int offset) {
    long start = start(offset, 2);
    return owned() ? RawMemory.u16(base, start, offset) : Bytes.u16(memory, start, offset);
  }

  /** Four bytes at {@code offset}. */
  public int i32(int offset) {
    long start = start(offset, 4);
    return owned() ? RawMemory.i32(base, start, offset) : Bytes.i32(memory, start, offset);
  }

  /** Eight bytes at {@code offset}. */
  public long i64(int offset) {
    long start = start(offset, 8);
    return owned() ? RawMemory.i64(base, start, offset) : Bytes.i64(memory, start, offset);
  }

  /** Copies the packet into {@code to}; answers how many bytes, as many as fit. */
  public int copyTo(byte[] to, int toOffset) {
    int bytes = Math.min(length(), to.length - toOffset);
    Bytes.copy(memory, Bytes.start(word, bufferSize), 0, to, toOffset, bytes);
    return bytes;
  }

  /** Whether the packet matches a filter for Ethernet. */
  public boolean matches(BpfFilter filter) {
    int length = length();
    long start = Bytes.start(word, bufferSize);
    int wanted =
        owned()
            ? filter.run(RawMemory.all(), RawMemory.place(base, start), length, length)
            : filter.run(memory, start, length, length);
    return wanted != 0;
  }

  /** The packet as an array of its own. */
  public byte[] bytes() {
    byte[] copy = new byte[length()];
    copyTo(copy, 0);
    return copy;
  }

  /** Copies the packet into a transmit ring; false when there is no room. */
  boolean injectInto(TxRing ring) throws NetmapException {
    return ring.inject(memory, Bytes.start(word, bufferSize), length());
  }

  /**
   * Hands the packet on to the host's stack when it came from the NIC, and to the NIC when it came
   * from the host: NS_FORWARD. That is done by the {@code rxsync} after next on the module, at the
   * latest, if its ring does so at all: see {@link RxRing#forwarding}. For the packet of a
   * callback, or the last one of {@code nextPacket}.
   */
  public void forward() {
    ring.markForward(this);
  }

  /**
   * The packet in netmap's own memory, without a copy. It dies with the packet: read later, it
   * shows another packet's bytes, or throws once the port is closed.
   */
  public MemorySegment segment() {
    return memory.asSlice(Bytes.start(word, bufferSize), length());
  }

  /** As {@link #segment}, as a buffer in network order. */
  public ByteBuffer buffer() {
    return segment().asByteBuffer();
  }
}
