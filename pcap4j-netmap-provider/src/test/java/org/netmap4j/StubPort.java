package org.netmap4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;

/** A port with one receive ring, in which a test plays the other side: a sync brings its slots. */
final class StubPort {
  static final int BUFFER_SIZE = 64;

  /** Says that a slot keeps the buffer that is its own. */
  static final int OWN = Integer.MIN_VALUE + 1;

  final int slots;

  /** The packets to come: what writes each of their slots, given its number. */
  final Queue<List<IntConsumer>> coming = new ArrayDeque<>();

  private final ScriptedEngine engine;
  private int released;
  private int tail;

  StubPort(int slots) {
    this.slots = slots;
    engine = new ScriptedEngine(0, 1, slots, BUFFER_SIZE);
  }

  /** The buffers of the region: one for each slot, behind the two that are nobody's. */
  int bufferCount() {
    return NetmapAbi.FIRST_BUFFER + slots;
  }

  NetmapPort open() throws NetmapException {
    NetmapPort port = Netmap.port("netmap:stub").engine(engine).open();
    engine.last().onRxsync(this::rxsync);
    return port;
  }

  private RawRing ring() {
    return engine.last().rx(0);
  }

  /** A packet, over as many slots as it takes. */
  void bring(byte[] bytes) {
    List<IntConsumer> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += BUFFER_SIZE) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BUFFER_SIZE));
      int flags = at + BUFFER_SIZE < bytes.length ? NetmapAbi.NS_MOREFRAG : NetmapAbi.NS_REPORT;
      parts.add(slot -> {
        ring().buf(slot, NetmapAbi.FIRST_BUFFER + slot);
        ring().put(slot, part, flags);
      });
    }
    coming.add(parts);
  }

  /** A slot that names any buffer and any length. */
  void bringBad(int buffer, int length) {
    coming.add(
        List.of(slot -> {
          ring().buf(slot, buffer == OWN ? NetmapAbi.FIRST_BUFFER + slot : buffer);
          ring().len(slot, length);
          ring().flags(slot, 0);
        }));
  }

  /** The first slot that was not given back. */
  int released() {
    return released;
  }

  private void rxsync() {
    RawRing ring = ring();
    if (!RingIndices.legal(released, ring.head(), ring.cur(), tail, slots)) {
      throw new AssertionError(ring.indices() + " after " + released + ", tail " + tail);
    }
    released = ring.head();
    while (!coming.isEmpty() && coming.element().size() <= room()) {
      for (IntConsumer slot : coming.remove()) {
        slot.accept(tail);
        tail = RingIndices.next(tail, slots);
      }
    }
    ring.tail(tail);
  }

  private int room() {
    return RingIndices.distance(tail, RingIndices.prev(released, slots), slots);
  }
}
