package org.pcap4j.core;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.Captures;
import org.netmap4j.swap.backend.DataLinks;
import org.pcap4j.core.NativeMappings.PcapErrbuf;
import org.pcap4j.core.NativeMappings.pcap_stat;

/** Answers to pcap4j's natives: what a handle is, what things are called. */
final class NetmapFacts {
  private NetmapFacts() {}

  private static int answer(PcapErrbuf errbuf, int rc, String error) {
    if (rc < 0) {
      NetmapErrors.put(errbuf, error);
    }
    return rc;
  }

  static int pcap_setnonblock(Pointer p, int nonblock, PcapErrbuf errbuf) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_setnonblock(p, nonblock, errbuf)
        : answer(errbuf, ours.nonBlocking(nonblock != 0), ours.error());
  }

  static int pcap_getnonblock(Pointer p, PcapErrbuf errbuf) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_getnonblock(p, errbuf)
        : answer(errbuf, ours.nonBlocking(), ours.error());
  }

  static int pcap_datalink(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_datalink(p) : ours.datalink();
  }

  static int pcap_list_datalinks(Pointer p, PointerByReference dlt_buf) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_list_datalinks(p, dlt_buf);
    }
    Memory one = new Memory(Integer.BYTES);
    one.setInt(0, ours.datalink());
    NetmapMemory.lend(one, one);
    dlt_buf.setValue(one);
    return 1;
  }

  static void pcap_free_datalinks(Pointer dlt_list) {
    if (NetmapMemory.back(dlt_list) == null) {
      NetmapLibpcap.pcap_free_datalinks(dlt_list);
    }
  }

  static int pcap_set_datalink(Pointer p, int dlt) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_set_datalink(p, dlt) : ours.setDatalink(dlt);
  }

  static int pcap_snapshot(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_snapshot(p) : ours.snapshot();
  }

  static int pcap_is_swapped(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_is_swapped(p) : ours.swapped() ? 1 : 0;
  }

  static int pcap_major_version(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_major_version(p) : ours.majorVersion();
  }

  static int pcap_minor_version(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_minor_version(p) : ours.minorVersion();
  }

  static int pcap_setdirection(Pointer p, int pcap_direction) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_setdirection(p, pcap_direction)
        : ours.setDirection(pcap_direction);
  }

  static int pcap_stats(Pointer p, pcap_stat ps) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_stats(p, ps);
    }
    long[] counters = new long[3];
    int rc = ours.statistics(counters);
    if (rc == 0) {
      Pointer struct = ps.getPointer();
      struct.setInt(pcap_stat.PS_RECV_OFFSET, (int) counters[0]);
      struct.setInt(pcap_stat.PS_DROP_OFFSET, (int) counters[1]);
      struct.setInt(pcap_stat.PS_IFDROP_OFFSET, (int) counters[2]);
    }
    return rc;
  }

  static Pointer pcap_geterr(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_geterr(p) : new NetmapText(ours.error());
  }

  static int pcap_datalink_name_to_val(String name) {
    return DataLinks.value(name);
  }

  static String pcap_datalink_val_to_name(int dlt) {
    return DataLinks.name(dlt);
  }

  static String pcap_datalink_val_to_description(int dlt) {
    return DataLinks.description(dlt);
  }

  static Pointer pcap_strerror(int errno) {
    return new NetmapText(
        Function.getFunction(Platform.C_LIBRARY_NAME, "strerror")
            .invokeString(new Object[] {errno}, false));
  }

  static String pcap_lib_version() {
    String ours = Captures.version();
    return NetmapPresence.ofLibpcap()
        ? NetmapLibpcap.pcap_lib_version() + ", " + ours
        : ours + ", without libpcap";
  }
}
