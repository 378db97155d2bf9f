package org.netmap4j.pcap;

import java.lang.foreign.MemorySegment;

/** Takes captured packets one by one, where they lie. */
@FunctionalInterface
public interface CapturedHandler {
  /**
   * Takes a packet. It is valid until this returns: copy what is to be kept. What is thrown here
   * ends the call that gave it; the packet is not given again, and none other is lost.
   *
   * @param memory where it is
   * @param start where it begins there
   * @param captured how many of its bytes are there
   * @param length how long it was
   * @param timestampNanos when it arrived, in nanoseconds since the epoch
   */
  void packet(MemorySegment memory, long start, int captured, int length, long timestampNanos);
}
