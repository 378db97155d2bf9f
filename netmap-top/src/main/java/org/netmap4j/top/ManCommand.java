package org.netmap4j.top;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Prints the manual page. */
@Command(
    name = "man",
    header = "Prints the manual page.",
    description = {"To read it: netmap-top man | man -l -", ""},
    sortOptions = false,
    usageHelpAutoWidth = true)
final class ManCommand extends Subcommand {
  @Override
  @Nullable Throwable run(Surroundings surroundings) throws IOException {
    surroundings.output().write(ManPage.of(surroundings.tool().getCommandSpec(), Version.text()));
    return null;
  }
}
