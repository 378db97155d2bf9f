package org.netmap4j;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;

/** Goes over the receive rings of a port packet by packet: nm_dispatch and nm_nextpkt. */
final class Cursor {
  private final NetmapPort port;
  private final UseGate gate;
  private final RxRing[] rings;
  private int current;

  /** What {@link #next} goes on with; null when it must look. */
  private @Nullable Packet ahead;

  Cursor(NetmapPort port, UseGate gate, List<RxRing> rings) {
    this.port = port;
    this.gate = gate;
    this.rings = rings.toArray(RxRing[]::new);
  }

  private void nextRing() {
    current = current + 1 == rings.length ? 0 : current + 1;
  }

  /** {@link NetmapPort#nextPacket}: most packets were looked at ahead, and cost no entry. */
  @Nullable Packet next() throws NetmapException {
    Packet packet = ahead;
    if (packet != null && !gate.closed() && packet.advanceBeforeLast()) {
      return packet;
    }
    return look();
  }

  private @Nullable Packet look() throws NetmapException {
    port.enter();
    try {
      for (int tried = 0; tried < rings.length; tried++) {
        Packet packet = rings[current].nextTold();
        if (packet != null) {
          ahead = rings[current].ahead();
          return packet;
        }
        nextRing();
      }
      return null;
    } finally {
      port.exit();
    }
  }

  /** Before a sync: tells the other side what was taken by {@link #next}. */
  void publishTaken() {
    for (RxRing ring : rings) {
      ring.publishTaken();
    }
  }

  /** {@link NetmapPort#dispatch}. */
  int dispatch(int limit, PacketHandler handler) throws NetmapException {
    port.enter();
    try {
      ahead = null;
      int most = limit <= 0 ? Integer.MAX_VALUE : limit;
      int given = 0;
      for (int tried = 0; tried < rings.length && given < most; tried++) {
        given += dispatch(rings[current], most - given, handler);
        if (given < most) {
          nextRing();
        }
      }
      return given;
    } finally {
      port.exit();
    }
  }

  private int dispatch(RxRing ring, int most, PacketHandler handler) {
    int given = 0;
    ring.beginDelivery();
    try {
      while (given < most) {
        Packet packet = ring.next();
        if (packet == null) {
          break;
        }
        given += give(ring, packet, most - given, handler);
      }
      return given;
    } finally {
      ring.endDelivery();
    }
  }

  /** Gives the packet, and those looked at ahead behind it. */
  private int give(RxRing ring, Packet packet, int most, PacketHandler handler) {
    int further = Math.min(most - 1, packet.left());
    packet.more(true);
    for (int left = further; left > 0; left--) {
      handler.onPacket(packet);
      if (!packet.advance()) {
        return 1 + further - left; // the handler itself took the others
      }
    }
    packet.more(further < most - 1 && (ring.owned() > 0 || othersHavePackets()));
    handler.onPacket(packet);
    return 1 + further;
  }

  private boolean othersHavePackets() {
    for (int i = 0; i < rings.length; i++) {
      if (i != current && rings[i].owned() > 0) {
        return true;
      }
    }
    return false;
  }
}
