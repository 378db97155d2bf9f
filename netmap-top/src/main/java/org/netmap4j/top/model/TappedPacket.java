package org.netmap4j.top.model;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A packet that a tap has seen.
 *
 * @param number its number among those that matched, from 1
 * @param time when it came
 * @param captured how many of its bytes are here
 * @param length how long it was
 * @param direction the way of its ring
 * @param ring its ring's number within that direction
 * @param text what it is, in one line that is safe on any terminal
 * @param bytes its bytes, read-only, from position to limit
 */
public record TappedPacket(
    long number,
    Instant time,
    int captured,
    int length,
    Direction direction,
    int ring,
    String text,
    ByteBuffer bytes) {
  /** Keeps the position of the buffer out of reach; the bytes must not be changed. */
  public TappedPacket {
    bytes = bytes.asReadOnlyBuffer();
  }

  /** Its bytes; who reads moves only his own position. */
  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }
}
