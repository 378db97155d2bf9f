package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.netmap4j.top.doctor.Device.Switch;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Shell;

/** Offloads: packets that are merged, not yet split, without their checksum or without a tag. */
final class OffloadCheck implements Check {
  private static final String NAME = "offloads";
  private static final Set<String> ALWAYS =
      Set.of("gro", "lro", "tso", "gso", "tx-udp-segmentation", "tx");

  /** The module does not put a tag back that is beside the packet; a packet socket's reader can. */
  private static final Set<String> TAGS = Set.of("rxvlan", "txvlan");

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      if (!device.loopback()) {
        findings.add(of(device, evidence.module()));
      }
    }
    return findings;
  }

  private static Finding of(Device device, Evidence.Module module) {
    List<Switch> offloads = device.offloads();
    if (offloads == null) {
      return Check.unknown(NAME, device.name(), "the driver does not say which are on");
    }
    List<Switch> on =
        offloads.stream().filter(offload -> offload.on() && matters(offload, module)).toList();
    if (on.isEmpty()) {
      return Check.ok(NAME, device.name(), "none that disturbs netmap is on");
    }
    String remedy =
        on.stream()
            .filter(Switch::changeable)
            .map(offload -> " " + offload.name() + " off")
            .collect(Collectors.joining());
    return new Finding(
        NAME,
        device.name(),
        remedy.isEmpty() ? Severity.NOTE : Severity.WARNING,
        on.stream()
                .map(offload -> offload.name() + (offload.changeable() ? "" : " (fixed)"))
                .collect(Collectors.joining(", "))
            + (on.size() == 1 ? " is on" : " are on"),
        module.loaded()
            ? "in netmap mode the module drops what the host sends unsplit or without a checksum,"
                + " and tags that are beside the packet are lost"
            : "packets are seen merged, or not yet split, or without their checksum, and are too"
                + " long to be sent on",
        remedy.isEmpty() ? "" : "ethtool -K " + Shell.word(device.name()) + remedy);
  }

  private static boolean matters(Switch offload, Evidence.Module module) {
    if (offload.name().equals("tx") && module.parameter("generic_hwcsum", 0) != 0) {
      return false;
    }
    return ALWAYS.contains(offload.name()) || (module.loaded() && TAGS.contains(offload.name()));
  }
}
