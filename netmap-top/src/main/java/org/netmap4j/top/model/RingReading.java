package org.netmap4j.top.model;

import java.util.Map;

/**
 * One ring as it was found: its indices now, its counters since the port was opened.
 *
 * @param ring the ring's number within its direction
 * @param direction which way its packets go
 * @param slots the ring's size in slots
 * @param head the first slot the user owns
 * @param cur the user's wake-up point
 * @param tail the first slot the kernel side owns
 * @param packets packets so far
 * @param bytes their bytes, layer 2 without the frame check sequence
 * @param drops packets lost at this ring so far
 * @param label how far the counters can be trusted
 * @param losses the drops by cause; causes without a loss are left out
 * @param activity what the ring was seen to do
 */
public record RingReading(
    int ring,
    Direction direction,
    int slots,
    int head,
    int cur,
    int tail,
    long packets,
    long bytes,
    long drops,
    Label label,
    Map<String, Long> losses,
    RingActivity activity) {
  /** A ring of which no more is known. */
  public RingReading(
      int ring,
      Direction direction,
      int slots,
      int head,
      int cur,
      int tail,
      long packets,
      long bytes,
      long drops,
      Label label) {
    this(
        ring,
        direction,
        slots,
        head,
        cur,
        tail,
        packets,
        bytes,
        drops,
        label,
        Map.of(),
        RingActivity.NONE);
  }

  /** Copies the map. */
  public RingReading {
    losses = Map.copyOf(losses);
  }

  /** Slots that hold packets: waiting to be read on receive, waiting to be sent on transmit. */
  public int used() {
    if (slots == 0) {
      return 0;
    }
    int userOwned = Math.floorMod(tail - head, slots);
    return switch (direction) {
      case RX, HOST_RX -> userOwned;
      case TX, HOST_TX -> slots - 1 - userOwned;
    };
  }
}
