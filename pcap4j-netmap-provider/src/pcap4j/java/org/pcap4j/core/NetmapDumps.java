package org.pcap4j.core;

import com.sun.jna.Pointer;
import org.netmap4j.swap.backend.Capture;

/** Loops into dump files: handles and files may be of different owners. */
final class NetmapDumps {
  private NetmapDumps() {}

  /**
   * Has a handle's packets written to a dump file.
   *
   * @param ours what {@code p} stands for; null for a handle of libpcap
   */
  static int loop(Pointer p, Capture ours, int count, Pointer dumper) {
    if (ours == null) {
      return dumper instanceof NetmapDumper file
          ? NetmapLibpcap.pcap_loop(p, count, file, null)
          : NetmapLibpcap.pcap_loop(p, count, NetmapLibpcap.DUMP, dumper);
    }
    if (!(dumper instanceof NetmapDumper file)) {
      return ours.loop(count, new NetmapForeignDump(dumper, ours.nanos()));
    }
    return file.file.closed()
        ? ours.refuse("the dump file is closed")
        : ours.loop(count, file.file);
  }
}
