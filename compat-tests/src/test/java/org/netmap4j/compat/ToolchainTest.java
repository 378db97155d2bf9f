package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.compat.FakeMachine.Outcome;

/** How the scripts find a JDK and Maven, and what they say when there is none. */
class ToolchainTest {
  @TempDir Path temp;
  private FakeMachine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new FakeMachine(temp.resolve("a machine"));
    Files.createDirectories(machine.path("jvm"));
  }

  /** Runs a line with the toolchain loaded and the usual folders replaced by the machine's. */
  private Outcome toolchain(String line) throws IOException, InterruptedException {
    return machine.run(
        "bash",
        "-c",
        "set -euo pipefail; NM_PROGRAM=trial; NM_ROOT=$PWD; NM_INSTALL_LOG=/dev/null; . \"$0\";"
            + " NM_JDK_PLACES=(\"$PWD\"/jvm/*); NM_MAVEN_PLACES=(\"$PWD\"/maven/*); "
            + line,
        FakeMachine.checkout().resolve(".mvn/toolchain.sh").toString());
  }

  private String found(String kind) throws IOException, InterruptedException {
    Outcome outcome = toolchain("nm_find_java " + kind + " && printf %s \"$NM_JAVA_HOME\"");
    return outcome.out().isEmpty() ? "" : machine.path("").relativize(Path.of(outcome.out())) + "";
  }

  @Test
  void takesTheLowestJdkThatIsNewEnough() throws Exception {
    machine.jdk("jvm/a-27", "27");
    machine.jdk("jvm/b-17", "17.0.15");
    machine.jre("jvm/c-25-without-compiler", "25.0.3");
    machine.jdk("jvm/d 25", "25.0.3");
    assertEquals("jvm/d 25", found("jdk"));
    assertEquals("jvm/c-25-without-compiler", found("jre"));
  }

  @Test
  void prefersJavaHomeThenPath() throws Exception {
    machine.jdk("jvm/usual", "25");
    Path onPath = machine.jdk("elsewhere", "26.0.1");
    Path own = machine.jdk("own", "27-ea");
    Files.createSymbolicLink(machine.path("bin/java"), onPath.resolve("bin/java"));
    Files.createSymbolicLink(machine.path("bin/javac"), onPath.resolve("bin/javac"));
    assertEquals("elsewhere", found("jdk"));
    machine.with("JAVA_HOME", own.toString());
    assertEquals("own", found("jdk"));
    machine.with("JAVA_HOME", machine.jdk("old", "17.0.1").toString());
    assertEquals("elsewhere", found("jdk"));
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_452, 8", "25, 25", "25-ea, 25", "25.0.3, 25", "26.0.1+9, 26"})
  void readsVersions(String version, String major) throws Exception {
    machine.jdk("jvm/x", version);
    assertEquals(major, toolchain("nm_java_major jvm/x; printf %s \"$NM_JAVA_MAJOR\"").out());
  }

  @Test
  void asksAJavaThatHasNoReleaseFile() throws Exception {
    machine.script("jvm/x/bin/java", "echo 'openjdk version \"25.0.1\" 2026-01-01' >&2");
    machine.script("jvm/x/bin/javac", "exit 1");
    machine.script("jvm/broken/bin/java", "exit 1");
    assertEquals("jvm/x", found("jdk"));
  }

  @Test
  void passesOverAnOldMaven() throws Exception {
    String find = "NM_JAVA_HOME=/none; nm_find_maven && printf %s \"$NM_MVN\"";
    machine.script("bin/mvn", "echo 'Apache Maven 3.6.3'");
    assertEquals("", toolchain(find).out());
    Path good = machine.script("maven/apache-maven-3.9.9/bin/mvn", "echo 'Apache Maven 3.9.9 (x)'");
    assertEquals(good.toString(), toolchain(find).out());
  }

  @Test
  void namesTheCommandWherePackagesHaveAJdk() throws Exception {
    machine.script("bin/apt-get", "exit 1");
    machine.script("bin/apt-cache", "echo '  Candidate: 25.0.3'");
    Outcome outcome = toolchain("nm_need jdk maven");
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .err()
            .contains("apt-get install -y --no-install-recommends openjdk-25-jdk-headless maven"),
        outcome.err());
  }

  @Test
  void saysWhatToDoWherePackagesHaveNoJdk() throws Exception {
    machine.script("bin/apt-get", "exit 1");
    machine.script(
        "bin/apt-cache",
        "if [ \"$2\" = maven ]; then echo '  Candidate: 3.8.7'; else echo '  Candidate: (none)'; fi");
    machine.with("JAVA_HOME", machine.jdk("old", "17.0.1").toString());
    Outcome outcome = toolchain("nm_need jdk maven");
    assertEquals(1, outcome.code());
    for (String part :
        new String[] {
          "no JDK 25 or later found (JAVA_HOME is " + machine.path("old") + ")",
          "has no package openjdk-25-jdk-headless",
          "unpack a JDK 25 (for instance from https://adoptium.net) under /usr/lib/jvm",
          "apt-get install -y --no-install-recommends maven"
        }) {
      assertTrue(outcome.err().contains(part), part + " in " + outcome.err());
    }
  }
}
