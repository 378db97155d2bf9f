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
    return NetInterfaces.find(name).map(it -> of(it, name, ""));
  }

  /** The device of another name that stands for an interface, or for none. */
  static Device named(String name, String description, Optional<NetInterface> stands) {
    return stands
        .map(it -> of(it, name, description))
        .orElseGet(() -> new Device(name, description, UP | RUNNING, List.of(), ""));
  }

  private static Device of(NetInterface it, String name, String description) {
    List<Address> addresses = new ArrayList<>();
    try {
      NetworkInterface java = NetworkInterface.getByName(it.name());
      if (java != null) {
        for (InterfaceAddress each : java.getInterfaceAddresses()) {
          addresses.add(
              new Address(each.getAddress(), mask(each), Optional.ofNullable(each.getBroadcast())));
        }
      }
    } catch (SocketException | UnknownHostException e) {
      // it is listed without the addresses that cannot be had
    }
    // The old kind first, which programs look for.
    addresses.sort(Comparator.comparing(each -> each.address() instanceof Inet6Address));
    int flags = (it.loopback() ? LOOPBACK : 0) | (it.up() ? UP | RUNNING : 0);
    return new Device(name, description, flags, addresses, it.name());
  }

  private static InetAddress mask(InterfaceAddress of) throws UnknownHostException {
    byte[] mask = new byte[of.getAddress().getAddress().length];
    for (int bit = 0; bit < of.getNetworkPrefixLength(); bit++) {
      mask[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    return InetAddress.getByAddress(mask);
  }
}
