package org.netmap4j.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.top.batch.FactsJson;
import org.netmap4j.top.doctor.Doctor;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.source.Examiner;

/**
 * What {@code netmap-top doctor} found, in a JVM of its own.
 *
 * @param code its exit code
 * @param out what it wrote
 */
public record DoctorRun(int code, String out) {
  /** A finding of it. */
  public record Found(String severity, String evidence, String remedy) {}

  /** Runs it, behind the words {@code before}. */
  public static DoctorRun text(List<String> before, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.netmap4j.top.Main", "doctor"));
    command.addAll(List.of(arguments));
    Commands.Outcome outcome = Commands.run(command);
    return new DoctorRun(outcome.code(), outcome.out());
  }

  /** Runs it for interfaces, with its findings to be looked at. */
  public static DoctorRun of(List<String> before, String... interfaces) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--format", "json"));
    arguments.addAll(List.of(interfaces));
    return text(before, arguments.toArray(String[]::new));
  }

  /** What it finds in this process, on a thread inside a namespace: without the start of a JVM. */
  public static DoctorRun inside(String namespace, String... interfaces) throws Exception {
    return VethPair.in(namespace, () -> here(interfaces));
  }

  /** The same, where this thread is. */
  public static DoctorRun here(String... interfaces) throws Exception {
    List<Finding> findings = new Examiner(List.of(interfaces), "netmap-top doctor").examine();
    return new DoctorRun(Doctor.wrong(findings) ? 1 : 0, FactsJson.document(findings));
  }

  /**
   * What a check found that is not as it should be; empty when all is well.
   *
   * @param subject how the subject begins
   */
  public Optional<Found> found(String check, String subject) throws IOException {
    return all(check, subject).filter(found -> !found.severity().equals("ok"));
  }

  /** What a check said. */
  public Optional<Found> all(String check, String subject) throws IOException {
    int start = out.indexOf('{');
    if (start < 0) {
      throw new IOException("no findings: " + out);
    }
    for (JsonNode finding : new ObjectMapper().readTree(out.substring(start)).get("findings")) {
      if (finding.get("check").asText().equals(check)
          && finding.get("subject").asText().startsWith(subject)) {
        return Optional.of(
            new Found(
                finding.get("severity").asText(),
                finding.get("evidence").asText(),
                finding.path("remedy").asText("")));
      }
    }
    return Optional.empty();
  }

  /** A finding that must be there, as bad as that; with its evidence. */
  public Found expect(String severity, String check, String subject) throws IOException {
    Found found =
        found(check, subject)
            .orElseThrow(() -> new AssertionError("no " + check + " of " + subject + ": " + out));
    if (!found.severity().equals(severity)) {
      throw new AssertionError(check + " is no " + severity + ": " + found);
    }
    return found;
  }
}
