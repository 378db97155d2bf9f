package org.netmap4j.top.doctor;

import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** Who else has the module's device open. */
final class HolderCheck implements Check {
  private static final String NAME = "holders";

  @Override
  public List<Finding> of(Evidence evidence) {
    if (evidence.module().node() == Evidence.Node.ABSENT) {
      return List.of();
    }
    return List.of(
        evidence.holders().isEmpty()
            ? Check.ok(NAME, HOST, "nobody that can be seen has /dev/netmap open")
            : new Finding(
                NAME,
                HOST,
                Severity.NOTE,
                "/dev/netmap is open in " + String.join(", ", evidence.holders()),
                "they may have rings exclusively, and keep the module's sizes as they are",
                ""));
  }
}
