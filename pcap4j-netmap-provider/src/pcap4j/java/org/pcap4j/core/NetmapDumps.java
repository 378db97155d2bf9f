package org.pcap4j.core;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.Captures;
import org.netmap4j.swap.backend.DumpFile;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;

/** Answers to pcap4j's natives: dump files; these and handles may be of different owners. */
final class NetmapDumps {
  private NetmapDumps() {}

  /** Has a handle's packets written to a dump file; the function is pcap_dump. */
  static int pcap_loop(Pointer p, int count, Function callback, Pointer dumper) {
    Capture ours = NetmapPointer.capture(p);
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

  static Pointer pcap_dump_open(Pointer p, String fname) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_dump_open(p, fname);
    }
    DumpFile file = Captures.dumpOpen(ours, fname);
    return file == null ? null : new NetmapDumper(file);
  }

  static void pcap_dump(Pointer user, pcap_pkthdr header, byte[] packet) {
    if (user instanceof NetmapDumper dumper) {
      dumper.write(header.ts.tv_sec.longValue(), header.ts.tv_usec.longValue(), packet);
    } else {
      NetmapLibpcap.pcap_dump(user, header, packet);
    }
  }

  static int pcap_dump_flush(Pointer p) {
    return p instanceof NetmapDumper dumper
        ? dumper.file.flush()
        : NetmapLibpcap.pcap_dump_flush(p);
  }

  static NativeLong pcap_dump_ftell(Pointer dumper) {
    return dumper instanceof NetmapDumper ours
        ? new NativeLong(ours.file.bytes())
        : NetmapLibpcap.pcap_dump_ftell(dumper);
  }

  static void pcap_dump_close(Pointer p) {
    if (p instanceof NetmapDumper dumper) {
      dumper.file.close();
    } else {
      NetmapLibpcap.pcap_dump_close(p);
    }
  }
}
