package org.pcap4j.core;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.netmap4j.pcap.CapturedHandler;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;
import org.pcap4j.core.NativeMappings.timeval;

/** Hands packets of a handle of ours to a dump file of libpcap. */
final class NetmapForeignDump implements CapturedHandler {
  private final Pointer dumper;
  private final NetmapHeader header;

  NetmapForeignDump(Pointer dumper, boolean nanos) {
    this.dumper = dumper;
    header = new NetmapHeader(nanos);
  }

  @Override
  public void packet(MemorySegment memory, long start, int captured, int length, long nanos) {
    header.set(nanos, captured, length);
    pcap_pkthdr struct = new pcap_pkthdr();
    struct.ts = new timeval();
    struct.ts.tv_sec = new NativeLong(header.seconds());
    struct.ts.tv_usec = new NativeLong(header.fraction());
    struct.caplen = captured;
    struct.len = length;
    byte[] bytes = new byte[captured];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start, bytes, 0, captured);
    NetmapLibpcap.pcap_dump(dumper, struct, bytes);
  }
}
