package org.pcap4j.core;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.Captures;
import org.netmap4j.swap.backend.DataLinks;
import org.netmap4j.swap.backend.DumpFile;
import org.netmap4j.swap.backend.Filters;
import org.netmap4j.swap.backend.NextPacket;
import org.pcap4j.core.NativeMappings.PcapErrbuf;
import org.pcap4j.core.NativeMappings.bpf_insn;
import org.pcap4j.core.NativeMappings.bpf_program;
import org.pcap4j.core.NativeMappings.pcap_handler;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;
import org.pcap4j.core.NativeMappings.pcap_stat;

/**
 * The answers to pcap4j's natives, under their names. What is ours goes to the library, what is
 * libpcap's to libpcap; a pointer says whose it is.
 */
final class NetmapNatives {
  private NetmapNatives() {}

  private static Capture ours(Pointer p) {
    return p instanceof NetmapPointer handle ? handle.capture : null;
  }

  private static int answer(PcapErrbuf errbuf, int rc, String error) {
    if (rc < 0) {
      NetmapErrors.put(errbuf, error);
    }
    return rc;
  }

  // devices

  static int pcap_findalldevs(PointerByReference alldevsp, PcapErrbuf errbuf) {
    return NetmapDevices.list(alldevsp, errbuf);
  }

  static void pcap_freealldevs(Pointer alldevsp) {
    NetmapDevices.free(alldevsp);
  }

  static Pointer pcap_lookupdev(PcapErrbuf errbuf) {
    return NetmapDevices.lookup(errbuf);
  }

  static int pcap_lookupnet(
      String device, IntByReference netp, IntByReference maskp, PcapErrbuf errbuf) {
    return NetmapDevices.network(device, netp, maskp, errbuf);
  }

  /** What Pcaps.getDevByName answers for a name that is not listed. */
  static PcapNetworkInterface deviceByName(String name) throws PcapNativeException {
    return NetmapDevices.named(name);
  }

  // opening

  static Pointer pcap_open_live(
      String device, int snaplen, int promisc, int to_ms, PcapErrbuf errbuf) {
    Capture capture;
    try {
      capture = Captures.create(device, NetmapPresence.ofLibpcap());
    } catch (Captures.Refused e) {
      NetmapErrors.put(errbuf, e.getMessage());
      return null;
    }
    if (capture == null) {
      return NetmapLibpcap.pcap_open_live(device, snaplen, promisc, to_ms, errbuf);
    }
    capture.setSnaplen(snaplen);
    capture.setPromiscuous(promisc != 0);
    capture.setTimeout(to_ms);
    if (capture.activate() < 0) {
      NetmapErrors.put(errbuf, capture.error());
      return null;
    }
    return new NetmapPointer(capture);
  }

  static Pointer pcap_create(String device, PcapErrbuf ebuf) {
    try {
      Capture capture = Captures.create(device, NetmapPresence.ofLibpcap());
      return capture == null ? NetmapLibpcap.pcap_create(device, ebuf) : new NetmapPointer(capture);
    } catch (Captures.Refused e) {
      NetmapErrors.put(ebuf, e.getMessage());
      return null;
    }
  }

  static Pointer pcap_open_dead(int linktype, int snaplen) {
    return openDead(linktype, snaplen, false);
  }

  static Pointer openDead(int linktype, int snaplen, boolean nanos) {
    return new NetmapPointer(Captures.openDead(linktype, snaplen, nanos));
  }

  static Pointer pcap_open_offline(String fname, PcapErrbuf errbuf) {
    return openOffline(fname, false, errbuf);
  }

  static Pointer openOffline(String name, boolean nanos, PcapErrbuf errbuf) {
    try {
      return new NetmapPointer(Captures.openOffline(name, nanos));
    } catch (Captures.Refused e) {
      NetmapErrors.put(errbuf, e.getMessage());
      return null;
    }
  }

  static int pcap_set_snaplen(Pointer p, int snaplen) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_set_snaplen(p, snaplen) : ours.setSnaplen(snaplen);
  }

  static int pcap_set_promisc(Pointer p, int promisc) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_promisc(p, promisc)
        : ours.setPromiscuous(promisc != 0);
  }

  static int pcap_set_timeout(Pointer p, int timeout_ms) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_timeout(p, timeout_ms)
        : ours.setTimeout(timeout_ms);
  }

  static int pcap_set_buffer_size(Pointer p, int buffer_size) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_buffer_size(p, buffer_size)
        : ours.setBufferSize(buffer_size);
  }

  static int pcap_activate(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_activate(p) : ours.activate();
  }

  // packets

  static int pcap_dispatch(Pointer p, int cnt, pcap_handler callback, Pointer user) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_dispatch(p, cnt, callback, user)
        : ours.dispatch(cnt, new NetmapListener(ours, callback, user));
  }

  static int pcap_loop(Pointer p, int cnt, pcap_handler callback, Pointer user) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_loop(p, cnt, callback, user)
        : ours.loop(cnt, new NetmapListener(ours, callback, user));
  }

  /** Into a dump file; the function is pcap_dump. */
  static int pcap_loop(Pointer p, int cnt, Function callback, Pointer user) {
    return NetmapDumps.loop(p, ours(p), cnt, user);
  }

  static Pointer pcap_next(Pointer p, pcap_pkthdr h) {
    NetmapNext next = new NetmapNext();
    Pointer packet = pcap_next(p, next);
    if (packet != null && ours(p) != null) {
      NetmapHeader header = (NetmapHeader) next.getPointer();
      header.copyTo(h.getPointer());
    }
    return packet;
  }

  /** What a woven pcap4j calls. */
  static Pointer pcap_next(Pointer p, NetmapNext h) {
    Capture ours = ours(p);
    if (ours == null) {
      return NetmapLibpcap.pcap_next(p, h.forLibpcap());
    }
    NextPacket packet = new NextPacket();
    if (ours.next(packet) != 1) {
      return null;
    }
    h.set(header(ours, packet));
    return new NetmapOwnBytes(packet.bytes());
  }

  private static NetmapHeader header(Capture ours, NextPacket packet) {
    return new NetmapHeader(ours.nanos())
        .set(packet.nanos(), packet.bytes().length, packet.length());
  }

  static int pcap_next_ex(Pointer p, PointerByReference h, PointerByReference data) {
    if (ours(p) == null) {
      return NetmapLibpcap.pcap_next_ex(p, h, data);
    }
    throw new UnsupportedOperationException(
        "pcap_next_ex into native memory: this pcap4j's PcapHandle is not woven for netmap4j");
  }

  /** What a woven pcap4j calls. */
  static int pcap_next_ex(Pointer p, NetmapNextEx h, NetmapNextEx data) {
    Capture ours = ours(p);
    if (ours == null) {
      PointerByReference header = new PointerByReference();
      PointerByReference bytes = new PointerByReference();
      int rc = NetmapLibpcap.pcap_next_ex(p, header, bytes);
      h.set(header.getValue());
      data.set(bytes.getValue());
      return rc;
    }
    NextPacket packet = new NextPacket();
    int rc = ours.next(packet);
    if (rc == 1) {
      h.set(header(ours, packet));
      data.set(new NetmapOwnBytes(packet.bytes()));
    }
    return rc;
  }

  static void pcap_breakloop(Pointer p) {
    Capture ours = ours(p);
    if (ours == null) {
      NetmapLibpcap.pcap_breakloop(p);
    } else {
      ours.breakLoop();
    }
  }

  static int pcap_sendpacket(Pointer p, byte[] buf, int size) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_sendpacket(p, buf, size)
        : Math.min(0, ours.send(buf, size));
  }

  // closing

  /**
   * Called before PcapHandle.close takes its lock for itself: reads that hold it end now.
   *
   * @return whether this thread holds it too, as in a listener: the handle is closed now, since the
   *     lock would never be free
   */
  static boolean closing(Pointer p, ReentrantReadWriteLock lock) {
    Capture ours = ours(p);
    if (ours == null) {
      return false;
    }
    if (lock.getReadHoldCount() > 0) {
      ours.close();
      return true;
    }
    ours.stop();
    return false;
  }

  static void pcap_close(Pointer p) {
    Capture ours = ours(p);
    if (ours == null) {
      NetmapLibpcap.pcap_close(p);
    } else {
      ours.close();
    }
  }

  // filters

  static int pcap_compile(Pointer p, bpf_program fp, String str, int optimize, int netmask) {
    Capture ours = ours(p);
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
    Pointer dead = openDead(linktype_arg, snaplen_arg, false);
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
    Capture ours = ours(p);
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

  // dump files

  static Pointer pcap_dump_open(Pointer p, String fname) {
    Capture ours = ours(p);
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

  // what a handle is

  static int pcap_setnonblock(Pointer p, int nonblock, PcapErrbuf errbuf) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_setnonblock(p, nonblock, errbuf)
        : answer(errbuf, ours.nonBlocking(nonblock != 0), ours.error());
  }

  static int pcap_getnonblock(Pointer p, PcapErrbuf errbuf) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_getnonblock(p, errbuf)
        : answer(errbuf, ours.nonBlocking(), ours.error());
  }

  static int pcap_datalink(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_datalink(p) : ours.datalink();
  }

  static int pcap_list_datalinks(Pointer p, PointerByReference dlt_buf) {
    Capture ours = ours(p);
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
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_set_datalink(p, dlt) : ours.setDatalink(dlt);
  }

  static int pcap_snapshot(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_snapshot(p) : ours.snapshot();
  }

  static int pcap_is_swapped(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_is_swapped(p) : ours.swapped() ? 1 : 0;
  }

  static int pcap_major_version(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_major_version(p) : ours.majorVersion();
  }

  static int pcap_minor_version(Pointer p) {
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_minor_version(p) : ours.minorVersion();
  }

  static int pcap_setdirection(Pointer p, int pcap_direction) {
    Capture ours = ours(p);
    return ours == null
        ? NetmapLibpcap.pcap_setdirection(p, pcap_direction)
        : ours.setDirection(pcap_direction);
  }

  static int pcap_stats(Pointer p, pcap_stat ps) {
    Capture ours = ours(p);
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
    Capture ours = ours(p);
    return ours == null ? NetmapLibpcap.pcap_geterr(p) : new NetmapText(ours.error());
  }

  // names

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
