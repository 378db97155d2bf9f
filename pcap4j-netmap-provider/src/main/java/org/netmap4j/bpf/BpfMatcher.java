package org.netmap4j.bpf;

import java.lang.foreign.MemorySegment;

/** Runs one program. */
interface BpfMatcher {
  /**
   * Runs it on a packet of {@code captured} bytes from {@code start} on, which lie in the segment.
   *
   * @param length the packet's length on the wire
   * @return what the program returns, unsigned: 0 when the packet does not match
   */
  int run(MemorySegment memory, long start, int captured, int length);
}
