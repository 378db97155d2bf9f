package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * Two ports, for Java and for C, each with one ring of each direction and a sync that costs
 * nothing: it gives all slots back to the user. Both have the same buffers in their slots, and so
 * the same cache misses; those to receive from hold {@link Frames#frame}. A drain takes one slot
 * fewer than there are, so that each begins one slot before the last one did, and all wrap round
 * but one.
 *
 * <pre>
 *   0: netmap_if of Java | PEER: netmap_if of C | RINGS: tx, rx, tx of C, rx of C | BUFFERS: tx, rx
 * </pre>
 */
final class BenchPort implements Engine, Registration {
  /** Slots of each ring. */
  static final int SLOTS = 1024;

  /** Packets that a full ring holds: what one operation of each benchmark handles. */
  static final int PACKETS = SLOTS - 1;

  /** The bytes of a buffer. */
  static final int BUFFER_SIZE = 2048;

  private static final int PAGE = 4096;
  private static final int RING_SPACE = 5 * PAGE;
  private static final long PEER = 1024;
  private static final long RINGS = PAGE;
  private static final long TX_RING = RINGS;
  private static final long RX_RING = RINGS + RING_SPACE;
  private static final long BUFFERS = RINGS + 4 * RING_SPACE;
  private static final int BUFFER_COUNT = NetmapAbi.FIRST_BUFFER + 2 * SLOTS;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory =
      arena.allocate(BUFFERS + (long) BUFFER_COUNT * BUFFER_SIZE, PAGE);

  BenchPort() {
    netmapIf(0, TX_RING, RX_RING);
    netmapIf(PEER, TX_RING + 2 * RING_SPACE, RX_RING + 2 * RING_SPACE);
  }

  private void netmapIf(long at, long tx, long rx) {
    memory.set(JAVA_INT, at + NetmapAbi.IF_TX_RINGS, 1);
    memory.set(JAVA_INT, at + NetmapAbi.IF_RX_RINGS, 1);
    memory.set(JAVA_INT, at + NetmapAbi.IF_HOST_TX_RINGS, 1);
    memory.set(JAVA_INT, at + NetmapAbi.IF_HOST_RX_RINGS, 1);
    memory.set(JAVA_LONG, at + NetmapAbi.IF_RING_OFS, tx - at);
    memory.set(JAVA_LONG, at + NetmapAbi.IF_RING_OFS + 16, rx - at);
    ring(tx, NetmapAbi.DIR_TX, NetmapAbi.FIRST_BUFFER);
    ring(rx, NetmapAbi.DIR_RX, NetmapAbi.FIRST_BUFFER + SLOTS);
  }

  private void ring(long base, int direction, int firstBuffer) {
    memory.set(JAVA_LONG, base + NetmapAbi.RING_BUF_OFS, BUFFERS - base);
    memory.set(JAVA_INT, base + NetmapAbi.RING_NUM_SLOTS, SLOTS);
    memory.set(JAVA_INT, base + NetmapAbi.RING_BUF_SIZE, BUFFER_SIZE);
    memory.set(JAVA_SHORT, base + NetmapAbi.RING_DIR, (short) direction);
    memory.set(JAVA_LONG, base + NetmapAbi.RING_TS, 1_000_000_000L);
    for (int i = 0; i < SLOTS; i++) {
      byte[] frame = Frames.frame(i, Frames.SHORT);
      long slot = base + NetmapAbi.RING_SLOTS + (long) i * NetmapAbi.SLOT_SIZE;
      memory.set(JAVA_INT, slot + NetmapAbi.SLOT_BUF_IDX, firstBuffer + i);
      memory.set(JAVA_SHORT, slot + NetmapAbi.SLOT_LEN, (short) frame.length);
      long buffer = BUFFERS + (long) (firstBuffer + i) * BUFFER_SIZE;
      MemorySegment.copy(frame, 0, memory, JAVA_BYTE, buffer, frame.length);
    }
    free(base);
  }

  /** The netmap_if of C. */
  MemorySegment peer() {
    return memory.asSlice(PEER);
  }

  /** Opens it as a user does. */
  NetmapPort open() {
    try {
      return Netmap.port("netmap:bench").engine(this).open();
    } catch (NetmapException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The buffer of a slot of the transmit ring, as it is now. */
  byte[] sent(int slot) {
    long at = TX_RING + NetmapAbi.RING_SLOTS + (long) slot * NetmapAbi.SLOT_SIZE;
    int length = memory.get(JAVA_SHORT, at + NetmapAbi.SLOT_LEN);
    long buffer = BUFFERS + (long) memory.get(JAVA_INT, at) * BUFFER_SIZE;
    return memory.asSlice(buffer, length).toArray(JAVA_BYTE);
  }

  /** Zeroes the buffer of a slot of the transmit ring. */
  void wipe(int slot) {
    long at = TX_RING + NetmapAbi.RING_SLOTS + (long) slot * NetmapAbi.SLOT_SIZE;
    long buffer = BUFFERS + (long) memory.get(JAVA_INT, at) * BUFFER_SIZE;
    memory.asSlice(buffer, BUFFER_SIZE).fill((byte) 0);
  }

  /** The first halves of all slots, of Java's rings or of C's. */
  long[] slots(boolean ofJava) {
    long ring = ofJava ? TX_RING : TX_RING + 2 * RING_SPACE;
    long[] halves = new long[2 * SLOTS];
    for (int i = 0; i < halves.length; i++) {
      long base = ring + (long) (i / SLOTS) * RING_SPACE + NetmapAbi.RING_SLOTS;
      halves[i] = memory.get(JAVA_LONG, base + (long) (i % SLOTS) * NetmapAbi.SLOT_SIZE);
    }
    return halves;
  }

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public Registration register(RegisterRequest request) {
    return this;
  }

  @Override
  public MemorySegment region() {
    return memory;
  }

  @Override
  public RegisterReply reply() {
    return new RegisterReply(0, 1, BUFFER_COUNT, 0, PortKind.GENERATOR, Integer.MAX_VALUE);
  }

  private void free(long base) {
    int head = SharedMemory.getAcquire(memory, base + NetmapAbi.RING_HEAD);
    SharedMemory.setRelease(memory, base + NetmapAbi.RING_TAIL, RingIndices.prev(head, SLOTS));
  }

  @Override
  public void rxsync() {
    free(RX_RING);
  }

  @Override
  public void txsync() {
    free(TX_RING);
  }

  @Override
  public List<WaitSource> receiveSources() {
    return List.of();
  }

  @Override
  public List<WaitSource> transmitSources() {
    return List.of();
  }

  @Override
  public long nextEventNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public Optional<NetmapError> trouble() {
    return Optional.empty();
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public Optional<RingCounters> counters(RingId ring) {
    return Optional.empty();
  }

  @Override
  public void close() {
    arena.close();
  }
}
