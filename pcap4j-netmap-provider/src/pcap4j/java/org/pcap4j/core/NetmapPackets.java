package org.pcap4j.core;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.NextPacket;
import org.pcap4j.core.NativeMappings.pcap_handler;
import org.pcap4j.core.NativeMappings.pcap_pkthdr;

/** Answers to pcap4j's natives: packets that come and go. */
final class NetmapPackets {
  private NetmapPackets() {}

  static int pcap_dispatch(Pointer p, int cnt, pcap_handler callback, Pointer user) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_dispatch(p, cnt, callback, user)
        : ours.dispatch(cnt, new NetmapListener(ours, callback, user));
  }

  static int pcap_loop(Pointer p, int cnt, pcap_handler callback, Pointer user) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_loop(p, cnt, callback, user)
        : ours.loop(cnt, new NetmapListener(ours, callback, user));
  }

  static Pointer pcap_next(Pointer p, pcap_pkthdr h) {
    NetmapNext next = new NetmapNext();
    Pointer packet = pcap_next(p, next);
    if (packet != null && NetmapPointer.capture(p) != null) {
      NetmapHeader header = (NetmapHeader) next.getPointer();
      header.copyTo(h.getPointer());
    }
    return packet;
  }

  /** What a woven pcap4j calls. */
  static Pointer pcap_next(Pointer p, NetmapNext h) {
    Capture ours = NetmapPointer.capture(p);
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
    if (NetmapPointer.capture(p) == null) {
      return NetmapLibpcap.pcap_next_ex(p, h, data);
    }
    throw new UnsupportedOperationException(
        "pcap_next_ex into native memory: this pcap4j's PcapHandle is not woven for netmap4j");
  }

  /** What a woven pcap4j calls. */
  static int pcap_next_ex(Pointer p, NetmapNextEx h, NetmapNextEx data) {
    Capture ours = NetmapPointer.capture(p);
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
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      NetmapLibpcap.pcap_breakloop(p);
    } else {
      ours.breakLoop();
    }
  }

  static int pcap_sendpacket(Pointer p, byte[] buf, int size) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_sendpacket(p, buf, size)
        : Math.min(0, ours.send(buf, size));
  }
}
