package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** Who moves the packets of an interface in netmap mode. */
final class ModeCheck implements Check {
  private static final String NAME = "mode";

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      findings.add(of(device));
    }
    return findings;
  }

  private static Finding of(Device device) {
    String driver = device.driver().isEmpty() ? "unknown driver" : "driver " + device.driver();
    String mode = device.mode();
    if (!device.netmapMode()) {
      return Check.ok(NAME, device.name(), driver + "; not in netmap mode");
    }
    if (mode == null) {
      return Check.unknown(
          NAME, device.name(), driver + "; whether it is native or emulated cannot be told");
    }
    return mode.equals("emulated")
        ? new Finding(
            NAME,
            device.name(),
            Severity.NOTE,
            driver + "; netmap is emulated on it",
            "every packet is copied, and the host's packet sockets see them too; a driver that"
                + " knows netmap is several times as fast",
            "")
        : Check.ok(NAME, device.name(), driver + "; " + mode);
  }
}
