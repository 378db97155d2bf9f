package org.netmap4j.top.model;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which packets to look at.
 *
 * @param port the port's name, as {@link PortSnapshot#name} has it or as the user wrote it
 * @param owner who has the port, as {@link PortSnapshot#owner} has it; empty for this process, or
 *     where it is not known
 * @param direction the way of the rings; null for all
 * @param ring the ring's number within its direction; empty for all
 * @param filter an expression of pcap-filter(7); empty for all packets
 * @param snaplen the most bytes of a packet to keep, 1 to {@value #MAX_SNAPLEN}
 */
public record TapRequest(
    String port,
    String owner,
    @Nullable Direction direction,
    OptionalInt ring,
    String filter,
    int snaplen) {
  /** The longest a packet can be. */
  public static final int MAX_SNAPLEN = 262_144;

  /** Enough for the headers, and for a look at what follows. */
  public static final int SCREEN_SNAPLEN = 256;

  /** Checks the numbers. */
  public TapRequest {
    if (snaplen < 1 || snaplen > MAX_SNAPLEN) {
      throw new IllegalArgumentException(
          "snaplen: expected 1 to %d, found %d".formatted(MAX_SNAPLEN, snaplen));
    }
    if (ring.isPresent() && ring.getAsInt() < 0) {
      throw new IllegalArgumentException("ring: expected 0 or more, found " + ring.getAsInt());
    }
  }

  /** All rings of a port, for the screen. */
  public static TapRequest of(PortSnapshot port) {
    return new TapRequest(port.name(), port.owner(), null, OptionalInt.empty(), "", SCREEN_SNAPLEN);
  }

  /** One ring of a port, for the screen. */
  public static TapRequest of(PortSnapshot port, RingSnapshot ring) {
    return new TapRequest(
        port.name(),
        port.owner(),
        ring.reading().direction(),
        OptionalInt.of(ring.reading().ring()),
        "",
        SCREEN_SNAPLEN);
  }

  /** The same with another filter. */
  public TapRequest withFilter(String expression) {
    return new TapRequest(port, owner, direction, ring, expression, snaplen);
  }

  /** The same with other bytes of a packet. */
  public TapRequest withSnaplen(int bytes) {
    return new TapRequest(port, owner, direction, ring, filter, bytes);
  }

  /** Whether rings of that way are asked for. */
  public boolean wants(Direction way) {
    return direction == null || direction == way;
  }

  /** Whether that ring is asked for. */
  public boolean wants(Direction way, int number) {
    return wants(way) && (ring.isEmpty() || ring.getAsInt() == number);
  }
}
