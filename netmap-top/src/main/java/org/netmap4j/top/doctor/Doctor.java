package org.netmap4j.top.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** All checks. */
public final class Doctor {
  private static final List<Check> CHECKS =
      List.of(
          new LinkCheck(),
          new RingChecks(),
          new PoolCheck(),
          new LossCheck(),
          new OffloadCheck(),
          new MtuCheck(),
          new FlowCheck(),
          new RingSizeCheck(),
          new ModeCheck(),
          new ModuleCheck(),
          new HolderCheck(),
          new PrivilegeCheck());

  private Doctor() {}

  /** What they say of {@code evidence}: the worst first, those of one kind together. */
  public static List<Finding> examine(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : CHECKS) {
      for (Finding finding : check.of(evidence)) {
        findings.add(withTools(finding, evidence));
      }
    }
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return findings;
  }

  /** Whether something is wrong: not only worth knowing. */
  public static boolean wrong(List<Finding> findings) {
    return findings.stream()
        .anyMatch(finding -> finding.severity().compareTo(Severity.WARNING) >= 0);
  }

  /** A command whose program is not there says so, as a comment. */
  private static Finding withTools(Finding finding, Evidence evidence) {
    String program = finding.remedy().split(" ", 2)[0];
    return evidence.run().missing().contains(program)
        ? new Finding(
            finding.check(),
            finding.subject(),
            finding.severity(),
            finding.evidence(),
            finding.effect(),
            finding.remedy() + "  # install " + program + " first")
        : finding;
  }
}
