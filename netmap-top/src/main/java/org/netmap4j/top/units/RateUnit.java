package org.netmap4j.top.units;

/** How the amount of traffic is told. */
public enum RateUnit {
  /** Layer 2 bits, without the frame check sequence, as netmap counts. */
  BITS("bit/s", 8, 0),
  /** Layer 2 bytes. */
  BYTES("B/s", 1, 0),
  /** Layer 1 bits: preamble, frame check sequence and gap are 24 bytes more for each packet. */
  WIRE_BITS("L1 b/s", 8, 24);

  private final String text;
  private final int perByte;
  private final int extraBytesPerPacket;

  RateUnit(String text, int perByte, int extraBytesPerPacket) {
    this.text = text;
    this.perByte = perByte;
    this.extraBytesPerPacket = extraBytesPerPacket;
  }

  /** The unit's name, to be put after a prefix. */
  public String text() {
    return text;
  }

  /** The rate in this unit. */
  public double of(double bytesPerSecond, double packetsPerSecond) {
    return (bytesPerSecond + packetsPerSecond * extraBytesPerPacket) * perByte;
  }

  /** The unit after this one, around in a circle. */
  public RateUnit next() {
    return switch (this) {
      case BITS -> BYTES;
      case BYTES -> WIRE_BITS;
      case WIRE_BITS -> BITS;
    };
  }
}
