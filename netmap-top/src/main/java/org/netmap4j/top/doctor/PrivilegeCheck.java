package org.netmap4j.top.doctor;

import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** What could not be looked at, and what would let it. */
final class PrivilegeCheck implements Check {
  private static final String NAME = "privileges";

  @Override
  public List<Finding> of(Evidence evidence) {
    Evidence.Run run = evidence.run();
    if (run.hidden().isEmpty()) {
      return List.of(Check.ok(NAME, HOST, "everything could be looked at"));
    }
    return run.hidden().stream()
        .map(hidden ->
            new Finding(
                NAME,
                HOST,
                Severity.UNKNOWN,
                hidden,
                "what is wrong there cannot be found",
                run.privileged() ? "" : "sudo " + run.command()))
        .toList();
  }
}
