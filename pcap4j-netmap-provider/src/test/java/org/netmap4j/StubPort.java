package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntConsumer;
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

/** A port with one receive ring, in which a test plays the other side: a sync brings its slots. */
final class StubPort implements Engine, Registration {
  static final int BUFFER_SIZE = 64;

  /** Says that a slot keeps the buffer that is its own. */
  static final int OWN = Integer.MIN_VALUE + 1;

  private static final long RING = 256;

  final int slots;

  /** The packets to come: what writes each of their slots, given its number. */
  final Queue<List<IntConsumer>> coming = new ArrayDeque<>();

  private final long buffers;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private int released;
  private int tail;

  StubPort(int slots) {
    this.slots = slots;
    buffers = RING + NetmapAbi.ringBytes(slots);
    memory = arena.allocate(buffers + (long) bufferCount() * BUFFER_SIZE, 64);
    memory.set(JAVA_INT, NetmapAbi.IF_RX_RINGS, 1);
    memory.set(JAVA_LONG, NetmapAbi.IF_RING_OFS, RING);
    memory.set(JAVA_LONG, RING + NetmapAbi.RING_BUF_OFS, buffers - RING);
    memory.set(JAVA_INT, RING + NetmapAbi.RING_NUM_SLOTS, slots);
    memory.set(JAVA_INT, RING + NetmapAbi.RING_BUF_SIZE, BUFFER_SIZE);
  }

  /** The buffers of the region: one for each slot, behind the two that are nobody's. */
  int bufferCount() {
    return NetmapAbi.FIRST_BUFFER + slots;
  }

  NetmapPort open() throws NetmapException {
    return Netmap.port("netmap:stub").engine(this).open();
  }

  /** A packet, over as many slots as it takes. */
  void bring(byte[] bytes) {
    List<IntConsumer> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += BUFFER_SIZE) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BUFFER_SIZE));
      int flags = at + BUFFER_SIZE < bytes.length ? NetmapAbi.NS_MOREFRAG : NetmapAbi.NS_REPORT;
      parts.add(slot -> put(slot, OWN, part.length, flags, part));
    }
    coming.add(parts);
  }

  /** A slot that names any buffer and any length. */
  void bringBad(int buffer, int length) {
    coming.add(List.of(slot -> put(slot, buffer, length, 0, new byte[0])));
  }

  /** The first slot that was not given back. */
  int released() {
    return released;
  }

  private int field(int offset) {
    return memory.get(JAVA_INT, RING + offset);
  }

  @Override
  public void rxsync() {
    int head = field(NetmapAbi.RING_HEAD);
    if (!RingIndices.legal(released, head, field(NetmapAbi.RING_CUR), tail, slots)) {
      throw new AssertionError("head " + head + " after " + released + ", tail " + tail);
    }
    released = head;
    while (!coming.isEmpty() && coming.element().size() <= room()) {
      for (IntConsumer slot : coming.remove()) {
        slot.accept(tail);
        tail = RingIndices.next(tail, slots);
      }
    }
    memory.set(JAVA_INT, RING + NetmapAbi.RING_TAIL, tail);
  }

  private int room() {
    return RingIndices.distance(tail, RingIndices.prev(released, slots), slots);
  }

  private void put(int slot, int buffer, int length, int flags, byte[] bytes) {
    int own = NetmapAbi.FIRST_BUFFER + slot;
    long at = RING + NetmapAbi.RING_SLOTS + (long) slot * NetmapAbi.SLOT_SIZE;
    memory.set(JAVA_INT, at + NetmapAbi.SLOT_BUF_IDX, buffer == OWN ? own : buffer);
    memory.set(JAVA_SHORT, at + NetmapAbi.SLOT_LEN, (short) length);
    memory.set(JAVA_SHORT, at + NetmapAbi.SLOT_FLAGS, (short) flags);
    long start = buffers + (long) own * BUFFER_SIZE;
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, start, bytes.length);
  }

  @Override
  public String name() {
    return "stub";
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
    return new RegisterReply(0, 1, bufferCount(), 0, PortKind.GENERATOR, BUFFER_SIZE);
  }

  @Override
  public void txsync() {}

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
