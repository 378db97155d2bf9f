package org.pcap4j.core;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.swap.backend.Device;
import org.netmap4j.swap.backend.Devices;

/** One struct pcap_if and all that it points to, as pcap4j reads it on Linux. */
final class NetmapDeviceMemory {
  private static final int WORD = Native.POINTER_SIZE;

  private static final int IF_NAME = WORD;
  private static final int IF_DESCRIPTION = 2 * WORD;
  private static final int IF_ADDRESSES = 3 * WORD;
  private static final int IF_FLAGS = 4 * WORD;
  private static final int IF_SIZE = 5 * WORD;

  private static final int ADDR = WORD;
  private static final int NETMASK = 2 * WORD;
  private static final int BROADCAST = 3 * WORD;
  private static final int ADDR_SIZE = 5 * WORD;

  /** struct sockaddr_in6, the longest of the three kinds, and up to a multiple of 8. */
  private static final int SOCKADDR_SIZE = 32;

  private static final int AF_PACKET = 17;

  private final List<Memory> all = new ArrayList<Memory>();
  private final Memory struct = zeros(IF_SIZE);
  private Memory lastAddress;

  private NetmapDeviceMemory() {}

  NetmapDeviceMemory(Device device) {
    struct.setPointer(IF_NAME, text(device.name()));
    if (!device.description().isEmpty()) {
      struct.setPointer(IF_DESCRIPTION, text(device.description()));
    }
    struct.setInt(IF_FLAGS, device.flags());
    byte[] hardware = Devices.hardwareAddress(device);
    if (hardware.length > 0) {
      address(packet(hardware), null, null);
    }
    for (Device.Address each : device.addresses()) {
      address(
          internet(each.address()),
          internet(each.mask()),
          each.broadcast().isPresent() ? internet(each.broadcast().get()) : null);
    }
  }

  /** Of one that libpcap listed: its own struct, which points to what libpcap's points to. */
  static NetmapDeviceMemory copy(Pointer of) {
    NetmapDeviceMemory copy = new NetmapDeviceMemory();
    copy.struct.write(0, of.getByteArray(0, IF_SIZE), 0, IF_SIZE);
    copy.struct.setPointer(0, null);
    return copy;
  }

  /** The one after it in libpcap's list. */
  static Pointer next(Pointer of) {
    return of.getPointer(0);
  }

  Memory struct() {
    return struct;
  }

  void link(NetmapDeviceMemory next) {
    struct.setPointer(0, next.struct);
  }

  private Memory zeros(int size) {
    Memory memory = new Memory(size);
    memory.clear();
    all.add(memory);
    return memory;
  }

  private Memory text(String text) {
    byte[] bytes = Native.toByteArray(text);
    Memory memory = zeros(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private void address(Memory address, Memory mask, Memory broadcast) {
    Memory entry = zeros(ADDR_SIZE);
    entry.setPointer(ADDR, address);
    entry.setPointer(NETMASK, mask);
    entry.setPointer(BROADCAST, broadcast);
    if (lastAddress == null) {
      struct.setPointer(IF_ADDRESSES, entry);
    } else {
      lastAddress.setPointer(0, entry);
    }
    lastAddress = entry;
  }

  /** struct sockaddr_in or sockaddr_in6. */
  private Memory internet(InetAddress internet) {
    byte[] address = internet.getAddress();
    Memory socket = zeros(SOCKADDR_SIZE);
    boolean four = address.length == 4;
    socket.setShort(0, four ? Inets.AF_INET : Inets.AF_INET6);
    socket.write(four ? 4 : 8, address, 0, address.length);
    return socket;
  }

  /** struct sockaddr_ll. */
  private Memory packet(byte[] address) {
    Memory socket = zeros(SOCKADDR_SIZE);
    socket.setShort(0, (short) AF_PACKET);
    socket.setByte(11, (byte) address.length);
    socket.write(12, address, 0, address.length);
    return socket;
  }
}
