package org.netmap4j.top.batch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.units.Printable;

/**
 * Findings to be read: a block for each that is not as it should be, and a paragraph for each check
 * that found nothing. Lines are cut at 80 columns, but for commands, which can be copied whole.
 */
public final class FindingsText {
  private static final int COLUMNS = 80;
  private static final int INDENT = 9;

  /** More of one check are counted. */
  private static final int MOST_WELL = 3;

  private static final String OFF = "\u001b[0m";

  private final boolean colours;

  /** A writer, with colours or without. */
  public FindingsText(boolean colours) {
    this.colours = colours;
  }

  /** All of them, and how many there are of each kind. */
  public String of(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      if (finding.severity() != Severity.OK) {
        block(finding, text);
      }
    }
    Map<String, List<Finding>> well =
        findings.stream()
            .filter(finding -> finding.severity() == Severity.OK)
            .collect(
                Collectors.groupingBy(Finding::check, LinkedHashMap::new, Collectors.toList()));
    well.forEach((check, all) -> well(check, all, text));
    return text.append(counts(findings)).append('\n').toString();
  }

  private void block(Finding finding, StringBuilder text) {
    heading(finding, text);
    text.append(Printable.of(finding.subject() + ": " + finding.check())).append('\n');
    line("seen", finding.evidence(), text);
    line("effect", finding.effect(), text);
    if (!finding.remedy().isEmpty()) {
      text.append(label("do")).append(Printable.of(finding.remedy())).append('\n');
    }
    text.append('\n');
  }

  private void heading(Finding finding, StringBuilder text) {
    String word = finding.severity().text().toUpperCase(Locale.ROOT);
    text.append(colours ? colour(finding.severity()) + word + OFF : word)
        .append(" ".repeat(INDENT - word.length()));
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case FAULT -> "\u001b[1;31m";
      case WARNING -> "\u001b[1;33m";
      case NOTE -> "\u001b[1;36m";
      case UNKNOWN -> "\u001b[1;35m";
      case OK -> "\u001b[1;32m";
    };
  }

  private static String label(String label) {
    return "  " + label + " ".repeat(INDENT - 2 - label.length());
  }

  /** What is as it should be, if it is little; else how much it is. */
  private void well(String check, List<Finding> findings, StringBuilder text) {
    heading(findings.getFirst(), text);
    if (findings.size() > MOST_WELL) {
      paragraph("%s: as it should be in %d places".formatted(check, findings.size()), text);
      return;
    }
    paragraph(
        check
            + ": "
            + findings.stream()
                .map(finding -> finding.subject() + ": " + finding.evidence())
                .collect(Collectors.joining("; ")),
        text);
  }

  private static void line(String label, String words, StringBuilder text) {
    if (!words.isEmpty()) {
      text.append(label(label));
      paragraph(words, text);
    }
  }

  /** Words from the indent on, over as many lines as it takes. */
  private static void paragraph(String words, StringBuilder text) {
    int column = INDENT;
    for (String word : Printable.of(words).split(" ", -1)) {
      if (column > INDENT && column + 1 + word.length() > COLUMNS) {
        text.append('\n').append(" ".repeat(INDENT));
        column = INDENT;
      } else if (column > INDENT) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }

  private static String counts(List<Finding> findings) {
    String counts =
        List.of(Severity.FAULT, Severity.WARNING, Severity.NOTE, Severity.UNKNOWN, Severity.OK)
            .stream()
            .map(severity ->
                "%d %s"
                    .formatted(
                        findings.stream().filter(f -> f.severity() == severity).count(),
                        severity.text()))
            .collect(Collectors.joining(", "));
    return "netmap-top doctor: " + counts;
  }
}
