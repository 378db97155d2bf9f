package org.pcap4j.core;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.netmap4j.swap.backend.Capture;
import org.pcap4j.core.NativeMappings.PcapErrbuf;
import org.pcap4j.core.NativeMappings.PcapLibrary;
import org.pcap4j.core.NativeMappings.pcap_stat_ex;

/** The functions that pcap4j takes to be missing in some versions of libpcap. */
final class NetmapLibrary implements PcapLibrary {
  /** libpcap's own; bound when it is needed first. */
  private static final class Libpcap {
    static final PcapLibrary ITS =
        Native.load(
            NativeMappings.PCAP_LIB_NAME,
            PcapLibrary.class,
            NativeMappings.NATIVE_LOAD_LIBRARY_OPTIONS);
  }

  @Override
  public int pcap_set_rfmon(Pointer p, int rfmon) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? Libpcap.ITS.pcap_set_rfmon(p, rfmon) : ours.setRfmon(rfmon != 0);
  }

  @Override
  public int strioctl(int fd, int cmd, int len, Pointer dp) {
    return Libpcap.ITS.strioctl(fd, cmd, len, dp);
  }

  @Override
  public int dos_pcap_stats_ex(Pointer p, pcap_stat_ex ps) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? Libpcap.ITS.dos_pcap_stats_ex(p, ps)
        : ours.refuse("extended statistics are not supported on netmap ports");
  }

  @Override
  public Pointer win_pcap_stats_ex(Pointer p, IntByReference pcap_stat_size) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return Libpcap.ITS.win_pcap_stats_ex(p, pcap_stat_size);
    }
    ours.refuse("extended statistics are not supported on netmap ports");
    return null;
  }

  @Override
  public Pointer pcap_open_offline_with_tstamp_precision(
      String fname, int precision, PcapErrbuf errbuf) {
    return NetmapOpening.openOffline(fname, precision != 0, errbuf);
  }

  @Override
  public Pointer pcap_open_dead_with_tstamp_precision(int linkType, int snaplen, int precision) {
    return NetmapOpening.openDead(linkType, snaplen, precision != 0);
  }

  @Override
  public int pcap_set_tstamp_precision(Pointer p, int tstamp_precision) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? Libpcap.ITS.pcap_set_tstamp_precision(p, tstamp_precision)
        : ours.setNanos(tstamp_precision != 0);
  }

  @Override
  public int pcap_set_immediate_mode(Pointer p, int immediate_mode) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? Libpcap.ITS.pcap_set_immediate_mode(p, immediate_mode)
        : ours.setImmediate(immediate_mode != 0);
  }
}
