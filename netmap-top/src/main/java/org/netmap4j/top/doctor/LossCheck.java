package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.netmap4j.top.doctor.Device.Loss;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** Whether the driver counts losses just now. */
final class LossCheck implements Check {
  private static final String NAME = "losses";
  private static final int MOST = 6;

  @Override
  public List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Device device : evidence.devices()) {
      List<Loss> losses = device.losses();
      if (losses == null) {
        continue; // a driver without counters: nothing to look at
      }
      findings.add(
          losses.isEmpty()
              ? Check.ok(NAME, device.name(), "no driver counter of losses rose")
              : new Finding(
                  NAME,
                  device.name(),
                  Severity.WARNING,
                  text(losses)
                      + " within %.1f s, by the driver".formatted(evidence.run().seconds()),
                  "packets are lost before netmap sees them, or after it gave them away",
                  ""));
    }
    return findings;
  }

  private static String text(List<Loss> losses) {
    String text =
        losses.stream()
            .limit(MOST)
            .map(loss -> "%s +%,d".formatted(loss.counter(), loss.rose()))
            .collect(Collectors.joining(", "));
    return losses.size() > MOST ? text + " and " + (losses.size() - MOST) + " more" : text;
  }
}
