package org.netmap4j.top;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints what bash and zsh complete the command line by. */
@Command(
    name = "completion",
    header = "Prints a script by which bash and zsh complete the command line.",
    description = {"To use it: source <(netmap-top completion)", ""},
    sortOptions = false,
    usageHelpAutoWidth = true)
final class CompletionCommand extends Subcommand {
  @Override
  @Nullable Throwable run(Surroundings surroundings) throws IOException {
    surroundings.output().write(AutoComplete.bash("netmap-top", surroundings.tool()));
    return null;
  }
}
