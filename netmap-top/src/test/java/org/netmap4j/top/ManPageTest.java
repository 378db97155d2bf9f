package org.netmap4j.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.top.config.Setting;
import org.netmap4j.top.source.LiveTaps;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the tool prints about itself, read by the programs that it is for. */
@Timeout(60)
class ManPageTest {
  @TempDir Path folder;

  private static String printed(String subcommand) {
    StringBuilder out = new StringBuilder();
    Tool tool =
        new Tool(
            _ -> {
              throw new IOException("no source is needed");
            },
            LiveTaps::new,
            Map.of("TERM", "xterm"),
            out::append,
            new PrintStream(System.err, true, StandardCharsets.UTF_8));
    assertEquals(0, tool.run(subcommand));
    return out.toString();
  }

  private static boolean have(String program) throws IOException, InterruptedException {
    boolean have = run("sh", "-c", "command -v " + program).code() == 0;
    if (!have) {
      System.out.println("ManPageTest skipped: no " + program + " here");
    }
    return have;
  }

  private record Outcome(int code, String out) {}

  private static Outcome run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out);
  }

  private String page() throws IOException {
    return Files.writeString(folder.resolve("netmap-top.8"), printed("man")).toString();
  }

  @Test
  void groffHasNothingToObjectTo() throws Exception {
    assumeTrue(have("groff"), "no groff here; install the package groff-base");
    assertEquals(new Outcome(0, ""), run("groff", "-man", "-Tutf8", "-ww", "-z", page()));
  }

  @Test
  void thePageNamesEveryOptionCommandAndSetting() throws Exception {
    assumeTrue(have("groff"), "no groff here; install the package groff-base");
    String text = run("groff", "-man", "-Tascii", "-P-cbou", "-rLL=200n", page()).out();
    CommandLine tool = Tool.commandLine(new Options());
    List<CommandLine> commands = new ArrayList<>(tool.getSubcommands().values());
    commands.add(tool);
    for (CommandLine command : commands) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        for (String name : option.names()) {
          assertTrue(text.contains(name), name + " in\n" + text);
        }
      }
      String header = command.getCommandSpec().usageMessage().header()[0];
      assertTrue(text.contains(header.substring(1, header.length() - 1)), header);
    }
    for (Setting setting : Setting.values()) {
      assertTrue(
          text.lines().anyMatch(line -> (line.strip() + " ").startsWith(setting.text() + " ")),
          setting.text());
    }
    for (String section :
        List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "KEYS", "FILES")) {
      assertTrue(text.lines().anyMatch(section::equals), section);
    }
    assertTrue(text.contains("EXIT STATUS\n"));
    assertTrue(text.contains("ENVIRONMENT\n"));
    assertTrue(text.contains("text, csv, json, ndjson"), "variables are replaced");
    assertTrue(text.contains("\\ F4"), "a backslash is one");
  }

  @ParameterizedTest
  @CsvSource({
    "--re, --replay --replay-speed",
    "--col, --color",
    "rec, record",
    "ma, man",
    "comp, completion",
    "doc, doctor"
  })
  void bashCompletes(String typed, String expected) throws Exception {
    assumeTrue(have("bash"), "no bash here");
    Path script = Files.writeString(folder.resolve("completion"), printed("completion"));
    Outcome outcome =
        run(
            "bash",
            "--norc",
            "-c",
            "source \"$1\" || exit 1; COMP_WORDS=(netmap-top \"$2\"); COMP_CWORD=1;"
                + " f=$(complete -p netmap-top | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
                + " \"$f\" netmap-top \"$2\" netmap-top 2>&-;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\" | sed 's/ *$//' | sort | xargs",
            "bash",
            script.toString(),
            typed);
    assertEquals(new Outcome(0, expected + "\n"), outcome);
  }

  @Test
  void bashCompletesWhatAnOptionTakes() throws Exception {
    assumeTrue(have("bash"), "no bash here");
    Path script = Files.writeString(folder.resolve("completion"), printed("completion"));
    Outcome outcome =
        run(
            "bash",
            "--norc",
            "-c",
            "source \"$1\" || exit 1; COMP_WORDS=(netmap-top --color ''); COMP_CWORD=2;"
                + " f=$(complete -p netmap-top | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
                + " \"$f\" netmap-top '' --color 2>&-;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\" | sort | xargs",
            "bash",
            script.toString());
    assertEquals(new Outcome(0, "16 24bit 256 auto mono\n"), outcome);
  }
}
