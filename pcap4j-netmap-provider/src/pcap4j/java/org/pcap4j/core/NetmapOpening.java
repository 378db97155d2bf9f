package org.pcap4j.core;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.netmap4j.swap.backend.Capture;
import org.netmap4j.swap.backend.Captures;
import org.pcap4j.core.NativeMappings.PcapErrbuf;

/** Answers to pcap4j's natives: devices, opening and closing. */
final class NetmapOpening {
  private NetmapOpening() {}

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
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_set_snaplen(p, snaplen) : ours.setSnaplen(snaplen);
  }

  static int pcap_set_promisc(Pointer p, int promisc) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_promisc(p, promisc)
        : ours.setPromiscuous(promisc != 0);
  }

  static int pcap_set_timeout(Pointer p, int timeout_ms) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_timeout(p, timeout_ms)
        : ours.setTimeout(timeout_ms);
  }

  static int pcap_set_buffer_size(Pointer p, int buffer_size) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null
        ? NetmapLibpcap.pcap_set_buffer_size(p, buffer_size)
        : ours.setBufferSize(buffer_size);
  }

  static int pcap_activate(Pointer p) {
    Capture ours = NetmapPointer.capture(p);
    return ours == null ? NetmapLibpcap.pcap_activate(p) : ours.activate();
  }

  /**
   * Called before PcapHandle.close takes its lock for itself: reads that hold it end now.
   *
   * @return whether this thread holds it too, as in a listener: the handle is closed now, since the
   *     lock would never be free
   */
  static boolean closing(Pointer p, ReentrantReadWriteLock lock) {
    Capture ours = NetmapPointer.capture(p);
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
    Capture ours = NetmapPointer.capture(p);
    if (ours == null) {
      NetmapLibpcap.pcap_close(p);
    } else {
      ours.close();
    }
  }
}
