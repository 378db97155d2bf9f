package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Shell;

/** Whether an interface is up and has a carrier. */
final class LinkCheck implements Check {
  private static final String NAME = "link";

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      findings.add(of(device));
    }
    return findings;
  }

  private static Finding of(Device device) {
    if (device.up() == null) {
      return Check.unknown(NAME, device.name(), "the system does not say whether it is up");
    }
    if (!device.up()) {
      return new Finding(
          NAME,
          device.name(),
          Severity.FAULT,
          "the interface is down",
          device.netmapMode()
              ? "the module holds every sync and poll on it, and the program cannot be killed"
              : "nothing is received and nothing is sent",
          "ip link set dev " + Shell.word(device.name()) + " up");
    }
    if (device.carrier() == null) {
      return Check.unknown(NAME, device.name(), "up; whether it has a carrier is not known");
    }
    if (device.carrier()) {
      return Check.ok(NAME, device.name(), "up, with a carrier");
    }
    String other = device.otherEnd();
    return new Finding(
        NAME,
        device.name(),
        Severity.FAULT,
        other == null
            ? "up, but there is no carrier: no cable, or the other end is down"
            : "up, but there is no carrier: " + other + " at the other end is down",
        "nothing is received, and what is sent vanishes without a count",
        other == null ? "" : "ip link set dev " + Shell.word(other) + " up");
  }
}
