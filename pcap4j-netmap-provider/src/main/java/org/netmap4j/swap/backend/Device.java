package org.netmap4j.swap.backend;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.pcap.CaptureDevice;

/**
 * What a list of devices says of one.
 *
 * @param name its name
 * @param description what it is, empty for nothing
 * @param flags PCAP_IF_LOOPBACK, PCAP_IF_UP, PCAP_IF_RUNNING
 * @param addresses its addresses
 * @param standsFor the interface that it is, empty for none
 */
public record Device(
    String name, String description, int flags, List<Address> addresses, String standsFor) {
  private static final int LOOPBACK = 1;
  private static final int UP = 2;
  private static final int RUNNING = 4;

  /** Copies the list. */
  public Device {
    addresses = List.copyOf(addresses);
  }

  /**
   * An address of a device.
   *
   * @param address itself
   * @param mask that of its network
   * @param broadcast that of all in its network, if there is one
   */
  public record Address(InetAddress address, InetAddress mask, Optional<InetAddress> broadcast) {}

  boolean down() {
    return (flags & UP) == 0;
  }

  boolean loopback() {
    return (flags & LOOPBACK) != 0;
  }

  /** An interface of this machine; empty when there is none of this name. */
  static Optional<Device> ofInterface(String name) {
    return NetInterfaces.find(name).map(Device::of);
  }

  /** The same under another name. */
  Device renamed(String other, String what) {
    return new Device(other, what, flags, addresses, standsFor);
  }

  /** A port that is no interface. */
  static Device port(String name) {
    return new Device(name, "netmap port", UP | RUNNING, List.of(), "");
  }

  private static Device of(NetInterface it) {
    List<InterfaceAddress> addresses = List.of();
    try {
      NetworkInterface java = NetworkInterface.getByName(it.name());
      if (java != null) {
        addresses = java.getInterfaceAddresses();
      }
    } catch (SocketException e) {
      // it is listed without addresses
    }
    int flags = (it.loopback() ? LOOPBACK : 0) | (it.up() ? UP | RUNNING : 0);
    return new Device(it.name(), "", flags, addresses(addresses), it.name());
  }

  /** What a handle of the library can be opened on. */
  static Device of(CaptureDevice it, String standsFor) {
    int flags = (it.loopback() ? LOOPBACK : 0) | (it.up() ? UP : 0) | (it.running() ? RUNNING : 0);
    return new Device(it.name(), it.description(), flags, addresses(it.addresses()), standsFor);
  }

  /** The old kind first, which programs look for. */
  private static List<Address> addresses(List<InterfaceAddress> known) {
    List<Address> addresses = new ArrayList<>();
    for (InterfaceAddress each : known) {
      addresses.add(
          new Address(each.getAddress(), mask(each), Optional.ofNullable(each.getBroadcast())));
    }
    addresses.sort(Comparator.comparing(each -> each.address() instanceof Inet6Address));
    return addresses;
  }

  private static InetAddress mask(InterfaceAddress of) {
    byte[] mask = new byte[of.getAddress().getAddress().length];
    for (int bit = 0; bit < of.getNetworkPrefixLength(); bit++) {
      mask[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    try {
      return InetAddress.getByAddress(mask);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + mask.length + " bytes", e);
    }
  }
}
