package org.netmap4j.top;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.batch.Output;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.Taps;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A command after the tool's name, such as {@code netmap-top completion}. Filled by picocli, once
 * for a run.
 */
abstract class Subcommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  boolean help;

  /**
   * What a subcommand runs with.
   *
   * @param env the environment
   * @param output standard output
   * @param errors standard error, for one line at a time
   * @param tool the command line of the tool itself
   * @param taps opens taps on what is asked for
   */
  record Surroundings(
      Map<String, String> env,
      Output output,
      Consumer<String> errors,
      CommandLine tool,
      Function<SourceRequest, Taps> taps) {}

  /**
   * Runs to the end.
   *
   * @return what it ended with; null when without a fault
   */
  abstract @Nullable Throwable run(Surroundings surroundings)
      throws IOException, UsageException, InterruptedException;
}
