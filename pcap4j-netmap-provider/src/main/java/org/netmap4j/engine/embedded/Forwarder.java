package org.netmap4j.engine.embedded;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.NetmapAbi;

/**
 * Hands the packets of a ring to the ports of its switch, and counts with the receiver what it has
 * no room for. Under the sending ring's lock; receivers are locked one after the other.
 */
final class Forwarder {
  private static final int COUNT_SHIFT = 8;

  private final Kring ring;
  private final Place place;
  private final Batch batch;
  private final boolean[] wanted = new boolean[ValeSwitch.PORTS];

  /**
   * For a ring.
   *
   * @param indirect whether its slots may point to memory outside
   */
  Forwarder(Kring ring, Place place, boolean indirect) {
    this.ring = ring;
    this.place = place;
    batch = new Batch(ring, indirect);
  }

  /** Forwards the packets in the slots; on no switch they go nowhere. */
  void forward(int from, int to) {
    ValeSwitch vale = place.vale();
    if (vale == null || from == to) {
      return;
    }
    batch.collect(from, to, place, vale);
    int self = place.number();
    int sibling = place.sibling();
    boolean broadcast = false;
    for (int packet = 0; packet < batch.packets(); packet++) {
      int target = batch.target(packet);
      if (target == Batch.BROADCAST) {
        broadcast = true;
      } else {
        wanted[target] = true;
      }
    }
    @Nullable Outlet[] ports = vale.all();
    for (int port = 0; port < ValeSwitch.PORTS; port++) {
      Outlet outlet = ports[port];
      if (outlet != null && port != self && port != sibling && outlet.receivers() > 0) {
        deliver(outlet, port, wanted[port], broadcast);
      }
      wanted[port] = false;
    }
  }

  /** Packets for the port alone go to the ring of this one's number, others to ring 0. */
  private void deliver(Outlet outlet, int port, boolean wanted, boolean broadcast) {
    int own = ring.id().index() % outlet.receivers();
    if (own == 0) {
      deliver(outlet.receiver(0), wanted ? port : Batch.NONE, broadcast);
      return;
    }
    deliver(outlet.receiver(0), Batch.NONE, broadcast);
    deliver(outlet.receiver(own), wanted ? port : Batch.NONE, false);
  }

  private void deliver(@Nullable Receiver receiver, int port, boolean broadcast) {
    if (receiver == null || (port == Batch.NONE && !broadcast)) {
      return;
    }
    int room = receiver.begin();
    if (room < 0) {
      return;
    }
    try {
      for (int packet = 0; packet < batch.packets(); packet++) {
        int target = batch.target(packet);
        if (target != port && !(broadcast && target == Batch.BROADCAST)) {
          continue;
        }
        int count = batch.count(packet);
        if (count > room) {
          room = 0; // once one does not fit, none behind it is taken, as in the module
          receiver.ring().stats.dropped(DropCause.QUEUE_FULL, 1);
        } else if (put(receiver, batch.first(packet), count)) {
          room -= count;
        }
      }
    } finally {
      receiver.end();
    }
  }

  /** Copies a packet; false when it could not be had, or the receiver's slots name no buffers. */
  private boolean put(Receiver receiver, int first, int count) {
    Kring to = receiver.ring();
    if (!receiver.buffers(count)) {
      to.stats.dropped(DropCause.BAD_SLOT, 1);
      return false;
    }
    if (!fits(receiver, first, count)) {
      to.stats.dropped(DropCause.TOO_LONG, 1);
      return false;
    }
    int bytes = 0;
    for (int i = 0, at = first; i < count; i++, at = RingIndices.next(at, ring.slots)) {
      long slot = to.slot(receiver.at());
      int length = copy(at, to, slot);
      int more = i + 1 < count ? NetmapAbi.NS_MOREFRAG : 0;
      to.mark(slot, length, (count << COUNT_SHIFT) | more);
      bytes += length;
      receiver.advance();
    }
    to.stats.passed(1, bytes);
    return true;
  }

  /** Whether each part finds room behind the offset of the slot that it goes to. */
  private boolean fits(Receiver receiver, int first, int count) {
    Kring to = receiver.ring();
    int slot = receiver.at();
    int at = first;
    for (int i = 0; i < count; i++) {
      if (batch.length(at) > to.bufferSize - to.offset(to.slot(slot))) {
        return false;
      }
      at = RingIndices.next(at, ring.slots);
      slot = RingIndices.next(slot, to.slots);
    }
    return true;
  }

  /** Copies a slot's bytes; answers how many there are now: none, if they could not be read. */
  private int copy(int from, Kring to, long slot) {
    int buffer = to.buffer(slot);
    int length = batch.length(from);
    int begin = to.offset(slot);
    // looked at again: the user may have written it since
    if (!to.validBuffer(buffer) || length > to.bufferSize - begin) {
      return 0;
    }
    long target = to.region.bufferOffset(buffer) + begin;
    if (batch.outside(from)) {
      MemorySegment into = to.memory.asSlice(target, length);
      return Libc.copyIn(batch.place(from), into, length) == length ? length : 0;
    }
    MemorySegment.copy(ring.memory, batch.place(from), to.memory, target, length);
    return length;
  }
}
