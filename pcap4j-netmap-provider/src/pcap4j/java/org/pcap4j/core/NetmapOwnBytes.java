package org.pcap4j.core;

import com.sun.jna.Pointer;

/** A packet's bytes that are the reader's own already. */
final class NetmapOwnBytes extends Pointer {
  private final byte[] bytes;

  NetmapOwnBytes(byte[] bytes) {
    super(0);
    this.bytes = bytes;
  }

  @Override
  public byte[] getByteArray(long offset, int length) {
    if (offset == 0 && length == bytes.length) {
      return bytes;
    }
    byte[] part = new byte[length];
    System.arraycopy(bytes, (int) offset, part, 0, length);
    return part;
  }
}
