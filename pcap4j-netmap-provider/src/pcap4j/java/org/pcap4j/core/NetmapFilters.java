package org.pcap4j.core;

import com.sun.jna.Pointer;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.Filters;
import org.pcap4j.core.NativeMappings.bpf_insn;
import org.pcap4j.core.NativeMappings.bpf_program;

/** Answers to pcap4j's natives: filters. */
final class NetmapFilters {
  private NetmapFilters() {}

  static int pcap_compile(Pointer p, bpf_program fp, String str, int optimize, int netmask) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_compile(p, fp, str, optimize, netmask);
    }
    if (NetmapPresence.ofLibpcap() && !Filters.compiles(str, ours.datalink())) {
      return byLibpcap(ours, fp, str, optimize, netmask);
    }
    try {
      NetmapPrograms.put(Filters.compile(str, ours.datalink(), ours.snapshot(), netmask), fp);
      return 0;
    } catch (IllegalArgumentException e) {
      return ours.refuse(e.getMessage());
    }
  }

  /** For link types that the library has no compiler for. */
  private static int byLibpcap(
      Capture ours, bpf_program fp, String str, int optimize, int netmask) {
    Pointer dead = NetmapLibpcap.pcap_open_dead(ours.datalink(), ours.snapshot());
    if (dead == null) {
      return ours.refuse("libpcap knows no link type " + ours.datalink());
    }
    try {
      int rc = NetmapLibpcap.pcap_compile(dead, fp, str, optimize, netmask);
      return rc < 0 ? ours.refuse(NetmapLibpcap.pcap_geterr(dead).getString(0)) : rc;
    } finally {
      NetmapLibpcap.pcap_close(dead);
    }
  }

  static int pcap_compile_nopcap(
      int snaplen_arg, int linktype_arg, bpf_program fp, String buf, int optimize, int mask) {
    Pointer dead = NetmapOpening.openDead(linktype_arg, snaplen_arg, false);
    return pcap_compile(dead, fp, buf, optimize, mask);
  }

  static int bpf_filter(bpf_insn.ByReference bpf_insn, byte[] packet, int wirelen, int buflen) {
    int there = Math.min(buflen, packet.length);
    BpfFilter ours = bpf_insn == null ? null : NetmapPrograms.find(bpf_insn.getPointer());
    return ours == null
        ? NetmapLibpcap.bpf_filter(bpf_insn, packet, wirelen, there)
        : Filters.run(ours, packet, wirelen, there);
  }

  static int pcap_setfilter(Pointer p, bpf_program fp) {
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_setfilter(p, fp);
    }
    try {
      return ours.setFilter(NetmapPrograms.filter(fp));
    } catch (IllegalArgumentException e) {
      return ours.refuse(e.getMessage());
    }
  }

  static void pcap_freecode(bpf_program fp) {
    if (!NetmapPrograms.free(fp)) {
      NetmapLibpcap.pcap_freecode(fp);
    }
  }
}
