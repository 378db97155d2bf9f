package org.netmap4j.top.packet;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.TappedPacket;

/**
 * The latest packets. They are kept as bytes, and put into words only when they are asked for: at
 * high rates most never are. For one thread.
 */
public final class LatestPackets {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Slot[] slots;
  private long count;

  /** Keeps so many. */
  public LatestPackets(int capacity) {
    slots = new Slot[capacity];
    Arrays.setAll(slots, _ -> new Slot());
  }

  private static final class Slot {
    private byte[] bytes = {};
    private int captured;
    private int length;
    private long nanos;
    private Direction direction = Direction.RX;
    private int ring;
    private long number;
    private @Nullable TappedPacket shown;

    private TappedPacket show() {
      TappedPacket packet = shown;
      if (packet == null) {
        byte[] copy = Arrays.copyOf(bytes, captured);
        packet =
            new TappedPacket(
                number,
                Instant.ofEpochSecond(
                    Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND)),
                captured,
                length,
                direction,
                ring,
                PacketText.of(copy, captured, length),
                ByteBuffer.wrap(copy));
        shown = packet;
      }
      return packet;
    }
  }

  /**
   * Keeps a packet.
   *
   * @param nanos when it came, since the epoch
   * @param bytes where it is, from index 0 on; they are copied
   * @param captured how many of its bytes are there
   * @param length how long it was
   */
  public void add(
      Direction direction, int ring, long nanos, byte[] bytes, int captured, int length) {
    Slot slot = slots[(int) (count % slots.length)];
    count++;
    if (slot.bytes.length < captured) {
      slot.bytes = new byte[captured];
    }
    System.arraycopy(bytes, 0, slot.bytes, 0, captured);
    slot.captured = captured;
    slot.length = length;
    slot.nanos = nanos;
    slot.direction = direction;
    slot.ring = ring;
    slot.number = count;
    slot.shown = null;
  }

  /** Those that there are, oldest first. */
  public List<TappedPacket> list() {
    List<TappedPacket> list = new ArrayList<>();
    for (long i = Math.max(0, count - slots.length); i < count; i++) {
      list.add(slots[(int) (i % slots.length)].show());
    }
    return list;
  }
}
