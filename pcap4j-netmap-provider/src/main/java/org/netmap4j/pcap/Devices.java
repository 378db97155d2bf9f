package org.netmap4j.pcap;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.PortSpec;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.EngineProvider;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/** Lists what handles can be opened on; by name, each once. */
final class Devices {
  private final Map<String, CaptureDevice> found = new LinkedHashMap<>();

  private Devices() {}

  static List<CaptureDevice> list() throws NetmapException {
    Devices devices = new Devices();
    for (NetInterface each : NetInterfaces.list()) {
      String name = "netmap:" + each.name();
      if (isInterface(name, each)) {
        devices.add(device(name, description(each), each));
      }
    }
    for (EngineProvider provider : Engines.installed()) {
      if (provider.unavailability().isEmpty()) {
        devices.addPorts(provider);
      }
    }
    for (Map.Entry<String, String> alias : Aliases.current().all().entrySet()) {
      devices.add(alias(alias.getKey(), alias.getValue()));
    }
    return List.copyOf(devices.found.values());
  }

  private void add(CaptureDevice device) {
    found.putIfAbsent(device.name(), device);
  }

  /** Some names of interfaces mean something else behind {@code netmap:}, such as br-lan. */
  private static boolean isInterface(String name, NetInterface device) {
    try {
      return PortSpec.parse(name).format().equals(name)
          && PortSpec.parse(name).name().equals(device.name());
    } catch (NetmapException e) {
      return false;
    }
  }

  private static String description(NetInterface device) {
    String driver = device.driver().isEmpty() ? "" : ", driver " + device.driver();
    return "rings of %s (%d receive, %d transmit%s)"
        .formatted(device.name(), device.rxQueues(), device.txQueues(), driver);
  }

  private static CaptureDevice device(
      String name, String description, @Nullable NetInterface device) {
    if (device == null) {
      return new CaptureDevice(name, description, List.of(), true, true, false);
    }
    boolean running = false;
    List<java.net.InterfaceAddress> addresses = List.of();
    try {
      NetworkInterface known = NetworkInterface.getByName(device.name());
      if (known != null) {
        addresses = known.getInterfaceAddresses();
        running = known.isUp(); // IFF_UP and IFF_RUNNING
      }
    } catch (SocketException e) {
      // it has vanished meanwhile: what is known of it is right still
    }
    return new CaptureDevice(name, description, addresses, device.up(), running, device.loopback());
  }

  private void addPorts(EngineProvider provider) {
    try {
      Control control = provider.engine().control();
      String of = " of the " + provider.name() + " engine";
      control
          .valeList()
          .forEach(port -> add(device(port.name(), "port of a VALE switch" + of, null)));
      control
          .pipeList()
          .forEach(end -> {
            String name = end.startsWith("vale") ? end : "netmap:" + end;
            add(device(name, "end of a pipe" + of, null));
          });
    } catch (NetmapException e) {
      // an engine that does not answer has nothing to show
    }
  }

  private static CaptureDevice alias(String name, String target) throws NetmapException {
    PortSpec spec = CaptureName.ofTarget(target).spec();
    @Nullable NetInterface device = NetInterfaces.find(spec.name()).orElse(null);
    return device(name, "alias of " + target, device);
  }
}
