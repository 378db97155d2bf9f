package org.pcap4j.core;

import com.sun.jna.Pointer;
import java.lang.foreign.MemorySegment;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.swap.backend.Capture;
import org.pcap4j.core.NativeMappings.pcap_handler;

/** Hands packets to pcap4j's callback; the same two pointers for all, whose bytes it copies. */
final class NetmapListener implements CapturedHandler {
  private final pcap_handler handler;
  private final Pointer user;
  private final NetmapHeader header;
  private final NetmapBytes bytes = new NetmapBytes();

  NetmapListener(Capture capture, pcap_handler handler, Pointer user) {
    this.handler = handler;
    this.user = user;
    header = new NetmapHeader(capture.nanos());
  }

  @Override
  public void packet(MemorySegment memory, long start, int captured, int length, long nanos) {
    header.set(nanos, captured, length);
    handler.got_packet(user, header, bytes.set(memory, start));
  }
}
