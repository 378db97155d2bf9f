package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.top.doctor.Device.Flow;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Shell;

/** Whether one slow reader can stop a whole link. */
final class FlowCheck implements Check {
  private static final String NAME = "flow-control";

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      Flow flow = device.flow();
      if (flow == null) {
        continue; // a driver without flow control: nothing to look at
      }
      boolean on = flow.receive() || flow.transmit();
      String evidenceText =
          "rx %s, tx %s, autonegotiated %s"
              .formatted(text(flow.receive()), text(flow.transmit()), text(flow.autonegotiated()));
      findings.add(
          on
              ? new Finding(
                  NAME,
                  device.name(),
                  Severity.WARNING,
                  evidenceText,
                  "a reader that is too slow stops the link for all who share it",
                  "ethtool -A " + Shell.word(device.name()) + " autoneg off rx off tx off")
              : Check.ok(NAME, device.name(), evidenceText));
    }
    return findings;
  }

  private static String text(boolean on) {
    return on ? "on" : "off";
  }
}
