package org.netmap4j.top.source;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.host.DriverCounter;
import org.netmap4j.host.Ethtool;
import org.netmap4j.host.Link;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.Pause;
import org.netmap4j.observe.InterfaceFacts;
import org.netmap4j.observe.ModuleFacts;
import org.netmap4j.top.doctor.Device;
import org.netmap4j.top.model.PortFacts;

/** What the library says of an interface, in the tool's terms: for the views, for the doctor. */
final class DeviceFacts {
  /** The offloads that a view shows. */
  private static final Set<String> DISTURBING =
      Set.of("gro", "lro", "tso", "gso", "tx-udp-segmentation", "tx", "rxvlan", "txvlan");

  private DeviceFacts() {}

  /** The module's word for who moves the packets; null where it cannot be told. */
  static @Nullable String mode(InterfaceFacts facts, ModuleFacts module) {
    return facts
        .mode(module.parameters())
        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
        .orElse(null);
  }

  /**
   * For the views.
   *
   * @param mode who moves the packets
   */
  static PortFacts shown(InterfaceFacts facts, @Nullable String mode) {
    NetInterface device = facts.device();
    Ethtool ethtool = facts.ethtool();
    Link link = facts.link().orElse(null);
    return new PortFacts(
        mode,
        device.driver().isEmpty() ? null : device.driver(),
        link == null ? null : Boolean.valueOf(link.up() && link.carrier().orElse(true)),
        ethtool.bitsPerSecond().isPresent() ? ethtool.bitsPerSecond().getAsLong() : null,
        device.mtu(),
        device.rxQueues(),
        device.txQueues(),
        ethtool.offloads().orElse(List.of()).stream()
            .filter(offload -> offload.on() && DISTURBING.contains(offload.name()))
            .map(offload -> offload.name())
            .toList(),
        ethtool.pause().map(DeviceFacts::text).orElse(null),
        ethtool.counters().stream()
            .filter(counter -> counter.value() != 0)
            .map(counter ->
                new PortFacts.Counter(
                    counter.name(), counter.value(), InterfaceFacts.countsLosses(counter.name())))
            .toList());
  }

  private static String text(Pause pause) {
    String both = (pause.receive() ? "rx " : "") + (pause.transmit() ? "tx" : "");
    return both.isEmpty() ? "off" : both.strip();
  }

  /**
   * For the doctor.
   *
   * @param before the driver's counters some time ago
   * @param netmapMode whether the module has it
   */
  static Device examined(
      InterfaceFacts facts, List<DriverCounter> before, ModuleFacts module, boolean netmapMode) {
    NetInterface device = facts.device();
    Ethtool ethtool = facts.ethtool();
    Link link = facts.link().orElse(null);
    return new Device(
        device.name(),
        device.loopback(),
        device.driver(),
        link == null ? null : Boolean.valueOf(link.up()),
        link == null ? null : link.carrier().orElse(null),
        link == null ? null : link.otherName().orElse(null),
        device.mtu(),
        bufferBytes(module, netmapMode),
        device.rxQueues(),
        device.txQueues(),
        netmapMode,
        netmapMode ? mode(facts, module) : null,
        ethtool
            .offloads()
            .map(offloads ->
                offloads.stream()
                    .map(one -> new Device.Switch(one.name(), one.on(), one.changeable()))
                    .toList())
            .orElse(null),
        ethtool
            .pause()
            .map(
                pause -> new Device.Flow(pause.autonegotiated(), pause.receive(), pause.transmit()))
            .orElse(null),
        ethtool
            .rings()
            .map(sizes ->
                new Device.Rings(
                    sizes.receive(), sizes.receiveMost(), sizes.transmit(), sizes.transmitMost()))
            .orElse(null),
        ethtool.counters().isEmpty() ? null : losses(before, facts.losses()));
  }

  /** Of the region that is there, or of the one that is made next. */
  private static long bufferBytes(ModuleFacts module, boolean netmapMode) {
    if (!module.loaded()) {
      return RegionLayout.SHARED.bufferSize();
    }
    long current = module.parameters().getOrDefault("buf_curr_size", 0L);
    return netmapMode && current > 0 ? current : module.parameters().getOrDefault("buf_size", 0L);
  }

  /** One that went backwards was started anew. */
  private static List<Device.Loss> losses(List<DriverCounter> before, List<DriverCounter> now) {
    Map<String, Long> old = new HashMap<>();
    before.forEach(counter -> old.put(counter.name(), counter.value()));
    return now.stream()
        .filter(counter -> old.containsKey(counter.name()))
        .map(counter -> new Device.Loss(counter.name(), counter.value() - value(old, counter)))
        .filter(loss -> loss.rose() > 0)
        .toList();
  }

  private static long value(Map<String, Long> old, DriverCounter counter) {
    return old.getOrDefault(counter.name(), counter.value());
  }
}
