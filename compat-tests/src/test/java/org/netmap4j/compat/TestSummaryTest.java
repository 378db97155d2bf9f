package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.compat.FakeMachine.Outcome;

/** What the end of compat-tests/bin/test says about reports. */
class TestSummaryTest {
  @TempDir Path temp;
  private FakeMachine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new FakeMachine(temp);
  }

  private void report(String module, String name, String cases) throws IOException {
    Path folder = machine.path(module + "/target/surefire-reports");
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("TEST-" + name + ".xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite tests=\"99\">" + cases);
  }

  private Outcome summary(int code, String... reports) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add(FakeMachine.checkout().resolve("compat-tests/bin/TestSummary.java").toString());
    command.add(Integer.toString(code));
    command.add(temp.toString());
    command.addAll(List.of(reports));
    return machine.run(command.toArray(String[]::new));
  }

  @Test
  void countsAndNamesCauses() throws Exception {
    report(
        "one",
        "A",
        """
        <testcase name="ok" classname="A"><system-out><![CDATA[<skipped/>]]></system-out></testcase>
        <testcase name="off" classname="A"><skipped message="a &gt; b"/></testcase>
        <testcase name="lacks" classname="A$In"><skipped
          type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: \
        Assumption failed: no tmux
        \tat x.Y.z(Y.java:1)]]></skipped></testcase>
        </testsuite>\
        """);
    report("two/child", "B", "<testcase name=\"x(int)[1]\" classname=\"B\"/></testsuite>");
    assertEquals(
        new Outcome(
            0,
            """
            Skipped:
              A.off: a > b
              A$In.lacks: no tmux
            2 passed, 0 failed, 2 skipped
            """,
            ""),
        summary(0));
  }

  @Test
  void failsWithAFailedTestOrABrokenReport() throws Exception {
    report(
        "one",
        "A",
        "<testcase name=\"\" classname=\"A\"><error type=\"E\"/></testcase>"
            + "<testcase name=\"ok\" classname=\"A\"><flakyFailure/></testcase></testsuite>");
    report("one", "B", "<testcase name=\"x\" class");
    Outcome outcome = summary(0);
    assertEquals(1, outcome.code());
    assertEquals("1 passed, 2 failed, 0 skipped", outcome.out().lines().toList().getLast());
  }

  @Test
  void failsWhenNothingRanOrMavenFailed() throws Exception {
    assertEquals(new Outcome(1, "No test ran\n0 passed, 0 failed, 0 skipped\n", ""), summary(0));
    report("one", "A", "<testcase name=\"ok\" classname=\"A\"/></testsuite>");
    assertEquals(3, summary(3).code());
  }

  @Test
  void readsTheReportsOfAnotherRun() throws Exception {
    report("one", "A", "<testcase name=\"ok\" classname=\"A\"/></testsuite>");
    Files.move(
        temp.resolve("one/target/surefire-reports"), temp.resolve("one/target/kernel-reports"));
    assertEquals(
        new Outcome(0, "1 passed, 0 failed, 0 skipped\n", ""), summary(0, "kernel-reports"));
    assertEquals(
        new Outcome(2, "The run failed (exit code 2)\n1 passed, 0 failed, 0 skipped\n", ""),
        summary(2, "kernel-reports"));
  }
}
