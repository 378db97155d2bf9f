package org.netmap4j.top.ui;

import java.util.Comparator;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Snapshot;

/** What the doctor found at its last look, the worst first. */
final class DoctorSheet implements Sheet {
  private static final int INDENT = 10;

  @Override
  public void write(Shown shown, UiState state, Focus focus, Lines to) {
    Snapshot snapshot = shown.snapshot();
    if (snapshot.findings().isEmpty()) {
      to.line(" nothing has been looked at yet", Role.DIM);
    }
    write(snapshot.findings(), to);
  }

  static void write(List<Finding> findings, Lines to) {
    findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .forEach(finding -> write(finding, to));
  }

  private static void write(Finding finding, Lines to) {
    to.add(" %-8s ".formatted(finding.severity().text()), role(finding.severity()));
    to.add(finding.subject() + " " + finding.check() + ": ", Role.PORT);
    to.end();
    part(finding.evidence(), Role.TEXT, to);
    part(finding.effect(), Role.DIM, to);
    part(finding.remedy().isEmpty() ? "" : "# " + finding.remedy(), Role.KEY, to);
  }

  private static void part(String text, Role role, Lines to) {
    if (!text.isEmpty()) {
      to.add(" ".repeat(INDENT), Role.TEXT).wrapped(text, role);
    }
  }

  private static Role role(Finding.Severity severity) {
    return switch (severity) {
      case OK, UNKNOWN -> Role.DIM;
      case NOTE -> Role.TEXT;
      case WARNING -> Role.WARN;
      case FAULT -> Role.ALERT;
    };
  }
}
