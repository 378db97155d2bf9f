package org.pcap4j.core;

import com.sun.jna.Pointer;
import org.netmap4j.swap.backend.DumpFile;
import org.pcap4j.core.NativeMappings.pcap_handler;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;

/** A dump file of ours; it takes packets of libpcap's handles, too. */
final class NetmapDumper extends Pointer implements pcap_handler {
  private static final long NANOS_PER_SECOND = 1000000000L;

  final DumpFile file;

  NetmapDumper(DumpFile file) {
    super(0);
    this.file = file;
  }

  /** Writes a packet whose time is in the unit of this file, as pcap4j has it. */
  void write(long seconds, long fraction, byte[] packet) {
    file.write(seconds * NANOS_PER_SECOND + fraction * (file.nanos() ? 1 : 1000), packet);
  }

  @Override
  public void got_packet(Pointer user, Pointer header, Pointer packet) {
    byte[] bytes = packet.getByteArray(0, pcap_pkthdr.getCaplen(header));
    long seconds = pcap_pkthdr.getTvSec(header).longValue();
    long fraction = pcap_pkthdr.getTvUsec(header).longValue();
    file.write(
        seconds * NANOS_PER_SECOND + fraction * (file.nanos() ? 1 : 1000),
        bytes,
        pcap_pkthdr.getLen(header));
  }
}
