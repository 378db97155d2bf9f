package org.netmap4j.top;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.ffi.Tty;
import org.netmap4j.top.batch.FactsJson;
import org.netmap4j.top.batch.FindingsText;
import org.netmap4j.top.doctor.Doctor;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.source.Examiner;
import org.netmap4j.top.term.ColorDepth;
import org.netmap4j.top.term.TerminalTraits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks what is wrong, and says what mends it. */
@Command(
    name = "doctor",
    header = "Looks what is wrong with netmap here, and names the command that mends it.",
    description = {
      "Looks at the interfaces, or at all that are up, at the ports and memory regions of all "
          + "programs, and at netmap's module; twice, a second apart. Nothing is changed and "
          + "nothing is sent. Commands are to be run as root.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong (there may be notes), 1 a warning or a fault was found, or a "
          + "runtime error, 2 usage, 4 no such interface."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class DoctorCommand extends Subcommand {
  private static final int STDOUT = 1;

  /** How findings are written. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "IFACE", description = "Interfaces to look at: eth0.")
  List<String> interfaces = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Findings as ${COMPLETION-CANDIDATES}. Default: text.")
  Format format = Format.TEXT;

  @Override
  @Nullable Throwable run(Surroundings surroundings) throws IOException, InterruptedException {
    String[] line = Stream.concat(Stream.of("doctor"), interfaces.stream()).toArray(String[]::new);
    List<Finding> findings = new Examiner(interfaces, Sudo.commandLine(line)).examine();
    surroundings
        .output()
        .write(
            format == Format.JSON
                ? FactsJson.document(findings)
                : new FindingsText(colours(surroundings)).of(findings));
    return Doctor.wrong(findings) ? new FoundException() : null;
  }

  private static boolean colours(Surroundings surroundings) {
    TerminalTraits traits = TerminalTraits.of(surroundings.env());
    return Tty.isTerminal(STDOUT) && !traits.dumb() && traits.depth() != ColorDepth.MONO;
  }
}
