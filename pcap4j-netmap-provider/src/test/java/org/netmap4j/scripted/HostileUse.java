package org.netmap4j.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.netmap4j.ExtraBuffers;
import org.netmap4j.Forward;
import org.netmap4j.HeldPacket;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.PacketBatch;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.error.NetmapException;

/**
 * Uses a port in every way that there is, at random, while somebody else writes into its region:
 * what is read may be nonsense, but what was read of a packet stays as it is.
 */
public final class HostileUse {
  private static final int MOST_HELD = 6;

  private final NetmapPort port;
  private final List<Forward> forwards;
  private final SplittableRandom random;
  private final List<HeldPacket> held = new ArrayList<>();
  private long rounds;
  private long packets;
  private long sent;
  private long moved;
  private long kept;
  private long refused;

  /** Of a port, and of forwards from its receive rings. */
  public HostileUse(NetmapPort port, List<Forward> forwards, long seed) {
    this.port = port;
    this.forwards = forwards;
    random = new SplittableRandom(seed);
  }

  /** One call; a declared error is as good as success. */
  public void round() {
    rounds++;
    try {
      once();
    } catch (NetmapException e) {
      refused++;
    }
  }

  private void once() throws NetmapException {
    switch (random.nextInt(10)) {
      case 0, 1 -> port.rxsync();
      case 2 -> port.txsync();
      case 3 -> packets += port.dispatch(random.nextInt(-1, 9), HostileUse::read);
      case 4 -> {
        Packet packet = port.nextPacket();
        if (packet != null) {
          read(packet);
          packets++;
        }
      }
      case 5 -> packets += receive(any(port.rxRings()));
      case 6, 7 -> forward();
      case 8 -> hold();
      default -> {
        int length = random.nextInt(8) == 0 ? random.nextInt(1, 20_000) : 60;
        sent += port.inject(new byte[length]) ? 1 : 0;
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private int receive(RxRing ring) throws NetmapException {
    return random.nextInt(20) == 0
        ? ring.skip()
        : ring.receive(random.nextInt(-1, 40), HostileUse::read);
  }

  private void forward() throws NetmapException {
    if (!forwards.isEmpty()) {
      Forward forward = any(forwards);
      int limit = random.nextInt(-1, 9);
      moved +=
          random.nextBoolean()
              ? forward.move(limit)
              : forward.moveIf(limit, packet -> packet.length() % 3 > 0);
    }
  }

  private void hold() throws NetmapException {
    ExtraBuffers extra = port.extraBuffers().orElse(null);
    if (extra == null) {
      return;
    }
    HeldPacket next = extra.hold(any(port.rxRings()));
    if (next != null) {
      next.bytes();
      held.add(next);
      kept++;
    }
    if (held.size() > MOST_HELD || (random.nextBoolean() && !held.isEmpty())) {
      HeldPacket last = any(held);
      TxRing to = any(port.txRings());
      if (random.nextBoolean() && last.send(to)) {
        held.remove(last);
      } else {
        last.release();
        held.remove(last);
      }
    }
  }

  private static void read(PacketBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      int length = batch.length(i);
      if (batch.bytes(i).length != length) {
        throw new IllegalStateException("a length changed under the batch");
      }
      if (length > 0) {
        batch.u8(i, length - 1);
      }
    }
  }

  private static void read(Packet packet) {
    int length = packet.length();
    if (packet.bytes().length != length) {
      throw new IllegalStateException("a length changed under the packet");
    }
    if (length > 0) {
      packet.u8(length - 1);
    }
  }

  /** How many calls there were. */
  public long rounds() {
    return rounds;
  }

  /** The least often that something worked: reading, sending, forwarding, holding. */
  public long least() {
    return Math.min(Math.min(packets, sent), Math.min(moved, kept));
  }

  @Override
  public String toString() {
    return "%d rounds, %d packets, %d sent, %d moved, %d held, %d refused"
        .formatted(rounds, packets, sent, moved, kept, refused);
  }
}
