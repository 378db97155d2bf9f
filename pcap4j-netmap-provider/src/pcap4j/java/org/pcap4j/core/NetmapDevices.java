package org.pcap4j.core;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.swap.backend.Captures;
import org.netmap4j.swap.backend.Device;
import org.netmap4j.swap.backend.Devices;
import org.pcap4j.core.NativeMappings.PcapErrbuf;
import org.pcap4j.core.NativeMappings.pcap_if;

/**
 * Lists of devices: those of libpcap, or of the machine where there is no libpcap, and after them
 * those that only netmap4j has, so that the others keep their numbers.
 */
final class NetmapDevices {
  private NetmapDevices() {}

  /** A list that was given out; what it points to lives as long. */
  private static final class Shown {
    final List<NetmapDeviceMemory> memory = new ArrayList<NetmapDeviceMemory>();

    /** The list of libpcap that it begins with, or null. */
    Pointer libpcap;
  }

  static int list(PointerByReference first, PcapErrbuf errbuf) {
    Shown shown = new Shown();
    if (NetmapPresence.ofLibpcap()) {
      PointerByReference its = new PointerByReference();
      int rc = NetmapLibpcap.pcap_findalldevs(its, errbuf);
      if (rc != 0) {
        return rc;
      }
      shown.libpcap = its.getValue();
      for (Pointer at = shown.libpcap; at != null; at = NetmapDeviceMemory.next(at)) {
        shown.memory.add(NetmapDeviceMemory.copy(at));
      }
    } else {
      add(shown, Devices.interfaces());
    }
    try {
      add(shown, Devices.ports());
    } catch (Captures.Refused e) {
      free(shown);
      NetmapErrors.put(errbuf, e.getMessage());
      return -1;
    }
    if (shown.memory.isEmpty()) {
      first.setValue(null);
      return 0;
    }
    for (int i = 0; i + 1 < shown.memory.size(); i++) {
      shown.memory.get(i).link(shown.memory.get(i + 1));
    }
    Memory head = shown.memory.get(0).struct();
    NetmapMemory.lend(head, shown);
    first.setValue(head);
    return 0;
  }

  private static void add(Shown shown, List<Device> devices) {
    for (Device each : devices) {
      shown.memory.add(new NetmapDeviceMemory(each));
    }
  }

  static void free(Pointer first) {
    if (NetmapMemory.back(first) instanceof Shown shown) {
      free(shown);
    }
  }

  private static void free(Shown shown) {
    if (shown.libpcap != null) {
      NetmapLibpcap.pcap_freealldevs(shown.libpcap);
    }
  }

  static PcapNetworkInterface named(String name) throws PcapNativeException {
    Device device;
    try {
      device = Devices.named(name);
    } catch (Captures.Refused e) {
      throw new PcapNativeException(e.getMessage(), e);
    }
    if (device == null) {
      return null;
    }
    NetmapDeviceMemory memory = new NetmapDeviceMemory(device);
    NetmapMemory.lend(memory.struct(), memory);
    try {
      return PcapNetworkInterface.newInstance(new pcap_if(memory.struct()), true);
    } finally {
      NetmapMemory.back(memory.struct());
    }
  }

  static Pointer lookup(PcapErrbuf errbuf) {
    String name = Devices.first();
    if (name == null) {
      NetmapErrors.put(errbuf, "no interface is up");
      return null;
    }
    return new NetmapText(name);
  }

  static int network(
      String device, IntByReference network, IntByReference mask, PcapErrbuf errbuf) {
    try {
      if (NetmapPresence.ofLibpcap() && Devices.named(device) == null) {
        return NetmapLibpcap.pcap_lookupnet(device, network, mask, errbuf);
      }
      Device.Address found = Devices.network(device);
      byte[] address = found.address().getAddress();
      byte[] bits = found.mask().getAddress();
      for (int i = 0; i < Integer.BYTES; i++) {
        network.getPointer().setByte(i, (byte) (address[i] & bits[i]));
        mask.getPointer().setByte(i, bits[i]);
      }
      return 0;
    } catch (Captures.Refused e) {
      NetmapErrors.put(errbuf, e.getMessage());
      return -1;
    }
  }
}
