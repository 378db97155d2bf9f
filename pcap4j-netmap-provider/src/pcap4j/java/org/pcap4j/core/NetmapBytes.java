package org.pcap4j.core;

import com.sun.jna.Pointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A packet's bytes, which pcap4j reads without JNA. */
final class NetmapBytes extends Pointer {
  private MemorySegment memory;
  private long start;

  NetmapBytes() {
    super(0);
  }

  NetmapBytes set(MemorySegment memory, long start) {
    this.memory = memory;
    this.start = start;
    return this;
  }

  @Override
  public byte[] getByteArray(long offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start + offset, bytes, 0, length);
    return bytes;
  }
}
