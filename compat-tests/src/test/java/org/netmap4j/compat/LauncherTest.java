package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.compat.FakeMachine.Outcome;

/** When netmap-top builds, and what it runs; Maven and Java are scripts here. */
class LauncherTest {
  private static final String SOURCE = "check out/netmap-top/src/main/java/Main.java";

  @TempDir Path temp;
  private FakeMachine machine;
  private Path launcher;

  @BeforeEach
  void checkout() throws IOException {
    machine = new FakeMachine(temp);
    Path real = FakeMachine.checkout();
    launcher = machine.path("check out/netmap-top/bin/netmap-top");
    for (String file : List.of("netmap-top/bin/netmap-top", ".mvn/toolchain.sh")) {
      Path copy = machine.path("check out").resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(real.resolve(file), copy);
    }
    write("check out/pom.xml");
    write("check out/pcap4j-netmap-provider/pom.xml");
    write("check out/pcap4j-netmap-provider/src/main/java/A.java");
    write("check out/netmap-top/pom.xml");
    write(SOURCE);
    Path jdk = machine.jdk("jdk", "25.0.3");
    machine.with("JAVA_HOME", jdk.toString());
    maven("mkdir -p netmap-top/target/lib", "echo jar >netmap-top/target/netmap-top-1.jar");
  }

  private void write(String name) throws IOException {
    Path file = machine.path(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Instant past = Instant.now().minusSeconds(3600);
    for (Path at = file; at != null && !at.equals(temp); at = at.getParent()) {
      Files.setLastModifiedTime(at, FileTime.from(past));
    }
  }

  private void maven(String... lines) throws IOException {
    machine.script(
        "bin/mvn",
        "if [ \"$1\" = -version ]; then echo 'Apache Maven 3.9.9'; exit; fi\n"
            + "echo call >>'"
            + machine.path("calls")
            + "'\n"
            + String.join("\n", lines));
  }

  private long builds() throws IOException {
    Path calls = machine.path("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private void change() throws IOException {
    Files.setLastModifiedTime(machine.path(SOURCE), FileTime.from(Instant.now().plusSeconds(3600)));
  }

  @Test
  void buildsOnceAndThenNeedsNoMaven() throws Exception {
    Outcome first = machine.run(launcher.toString(), "--batch", "a b");
    assertEquals(0, first.code(), first.err());
    assertTrue(first.err().contains("first use, building"), first.err());
    assertTrue(first.out().endsWith("org.netmap4j.top.Main\n--batch\na b\n"), first.out());
    assertFalse(first.out().contains("building"), first.out());

    Files.delete(machine.path("bin/mvn"));
    Path link = Files.createSymbolicLink(machine.path("link"), launcher);
    machine.with("NETMAP_TOP_JAVA_OPTS", "-Dx=1 -Dy=2");
    Outcome second = machine.run(link.toString());
    assertEquals(new Outcome(0, second.out(), ""), second);
    assertTrue(second.out().contains("\n-Dx=1\n-Dy=2\n-D"), second.out());
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    machine.run(launcher.toString());
    change();
    Outcome outcome = machine.run(launcher.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("sources have changed, building"), outcome.err());
    assertEquals(2, builds());
  }

  @Test
  void runsTheOldBuildWhenANewOneFails() throws Exception {
    machine.run(launcher.toString());
    change();
    maven("echo 'Could not transfer artifact'", "exit 1");
    Outcome outcome = machine.run(launcher.toString(), "x");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("warning: sources have changed, but"), outcome.err());
    assertTrue(outcome.out().endsWith("org.netmap4j.top.Main\nx\n"), outcome.out());
  }

  @Test
  void doesNotHideSourcesThatDoNotCompile() throws Exception {
    machine.run(launcher.toString());
    change();
    maven("echo '[ERROR] COMPILATION ERROR :'", "echo '[ERROR] Main.java: no'", "exit 1");
    Outcome outcome = machine.run(launcher.toString());
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains("Main.java: no"), outcome.err());
  }

  @Test
  void takesNothingHalfBuilt() throws Exception {
    maven(
        "mkdir -p netmap-top/target/lib",
        "echo half >netmap-top/target/netmap-top-1.jar",
        "echo why it failed",
        "exit 1");
    for (int i = 1; i <= 2; i++) {
      Outcome outcome = machine.run(launcher.toString());
      assertEquals(1, outcome.code());
      assertEquals("", outcome.out());
      assertTrue(outcome.err().contains("why it failed"), outcome.err());
      assertTrue(
          outcome.err().contains("log: " + machine.path("check out/.build/netmap-top-build.log")),
          outcome.err());
      assertEquals(i, builds());
    }
  }
}
