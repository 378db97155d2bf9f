package org.netmap4j.swap.backend;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.netmap4j.pcap.CapturedHandler;

/** A packet of the caller's own. */
public final class NextPacket implements CapturedHandler {
  private static final byte[] NONE = {};

  private long nanos;
  private byte[] bytes = NONE;
  private int length;

  /** None yet. */
  public NextPacket() {}

  @Override
  public void packet(MemorySegment memory, long start, int captured, int original, long when) {
    nanos = when;
    length = original;
    bytes = new byte[captured];
    MemorySegment.copy(memory, JAVA_BYTE, start, bytes, 0, captured);
  }

  /** When it came, in nanoseconds since 1970-01-01T00:00:00Z. */
  public long nanos() {
    return nanos;
  }

  /** Its bytes, for the caller to keep. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes it had on the wire. */
  public int length() {
    return length;
  }
}
