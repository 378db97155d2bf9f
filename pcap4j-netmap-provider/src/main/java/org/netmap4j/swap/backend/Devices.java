package org.netmap4j.swap.backend;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.pcap.CaptureDevice;

/** The devices that there are. */
public final class Devices {
  private Devices() {}

  /**
   * The machine's interfaces, which libpcap lists where it is; in its order, those first that
   * somebody may want: up, no loopback.
   */
  public static List<Device> interfaces() {
    List<Device> found = new ArrayList<>();
    for (String name : NetInterfaces.names()) {
      Device.ofInterface(name).ifPresent(found::add);
    }
    found.sort(Comparator.comparing(Device::down).thenComparing(Device::loopback));
    return found;
  }

  /**
   * The devices that only this library has: ports, and aliases that are no interfaces.
   *
   * @throws Captures.Refused the aliases cannot be read: why
   */
  public static List<Device> ports() throws Captures.Refused {
    try {
      List<Device> found = new ArrayList<>();
      for (CaptureDevice each : CaptureDevice.list()) {
        if (!NetInterfaces.exists(each.name())) {
          found.add(Device.of(each, DeviceName.interfaceOf(each.name())));
        }
      }
      return found;
    } catch (NetmapException e) {
      throw new Captures.Refused(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The device of a name that no list has, if it is a port's; null if it is not.
   *
   * @throws Captures.Refused the aliases cannot be read: why
   */
  public static @Nullable Device named(String name) throws Captures.Refused {
    if (!DeviceName.isOurs(name)) {
      return null;
    }
    String stands = DeviceName.interfaceOf(name);
    return Device.ofInterface(stands)
        .map(it -> it.renamed(name, "netmap port"))
        .orElseGet(() -> Device.port(name));
  }

  /** The hardware address of a device; empty if it has none. */
  public static byte[] hardwareAddress(Device of) {
    return NetInterfaces.hardwareAddress(of.standsFor());
  }

  /** The first interface that is up and not the loopback, else any that is up; null for none. */
  public static @Nullable String first() {
    List<NetInterface> up = NetInterfaces.list().stream().filter(NetInterface::up).toList();
    Optional<NetInterface> best = up.stream().filter(it -> !it.loopback()).findFirst();
    return best.or(() -> up.stream().findFirst()).map(NetInterface::name).orElse(null);
  }

  /**
   * The first IPv4 address of a device, and its mask.
   *
   * @throws Captures.Refused there is none: why
   */
  public static Device.Address network(String name) throws Captures.Refused {
    Optional<Device> device =
        Device.ofInterface(DeviceName.isOurs(name) ? DeviceName.interfaceOf(name) : name);
    if (device.isEmpty()) {
      throw new Captures.Refused(
          "%s: no such interface (have: %s)"
              .formatted(name, String.join(", ", NetInterfaces.names())),
          null);
    }
    return device.get().addresses().stream()
        .filter(it -> it.address() instanceof Inet4Address)
        .findFirst()
        .orElseThrow(() -> new Captures.Refused(name + ": no IPv4 address assigned", null));
  }
}
