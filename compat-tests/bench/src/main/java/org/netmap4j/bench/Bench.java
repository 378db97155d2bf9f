package org.netmap4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints {@link Report}. The arguments are JMH's; a name chooses rows, and
 * the number of forks is the number of rounds.
 *
 * <p>Ends with 0 if no row missed its figure, 1 if one did, 2 if the arguments were wrong.
 */
public final class Bench {
  private static final int ROUNDS = 5;

  private final CommandLineOptions arguments;
  private final @Nullable Path peer;
  private final Report report = new Report();

  private Bench(CommandLineOptions arguments, @Nullable Path peer) {
    this.arguments = arguments;
    this.peer = peer;
  }

  /** Runs them. */
  public static void main(String[] args) throws Exception {
    CommandLineOptions arguments;
    try {
      arguments = new CommandLineOptions(args);
    } catch (CommandLineOptionException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (arguments.shouldHelp()) {
      arguments.showHelp();
      return;
    }
    List<Row> rows = Row.ALL.stream().filter(row -> chosen(arguments, row)).toList();
    if (rows.isEmpty()) {
      System.err.println("bench: no row has such a name; rows: " + names());
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("netmap4j-bench");
    boolean good;
    try {
      good = run(arguments, rows, folder.resolve("peer.so"));
    } finally {
      remove(folder);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean run(CommandLineOptions arguments, List<Row> rows, Path library)
      throws IOException, InterruptedException, RunnerException {
    String trouble = Peer.compile(library);
    if (trouble != null) {
      System.out.println("bench: C is not measured: " + trouble);
    }
    Bench bench = new Bench(arguments, trouble == null ? library : null);
    System.out.println(Machine.text());
    bench.rounds(rows);
    System.out.println(bench.report.table(rows));
    System.out.println("ratio: Java's throughput / C's, the median of the rounds");
    return bench.report.good();
  }

  private static boolean chosen(CommandLineOptions arguments, Row row) {
    List<String> names = arguments.getIncludes();
    return names.isEmpty()
        || names.stream().anyMatch(name -> Pattern.compile(name).matcher(row.javaName()).find());
  }

  private static List<String> names() {
    return Row.ALL.stream().map(Row::java).distinct().toList();
  }

  private void rounds(List<Row> rows) throws RunnerException {
    TreeSet<String> names = new TreeSet<>();
    for (Row row : rows) {
      names.add(row.javaName());
      if (peer != null) {
        names.add(row.peerName());
      }
    }
    List<String> order = new ArrayList<>(names);
    Random random = new Random();
    int rounds = arguments.getForkCount().orElse(ROUNDS);
    for (int round = 1; round <= rounds; round++) {
      Collections.shuffle(order, random);
      for (String name : order) {
        measure(name, round, rounds);
      }
    }
  }

  private String[] jvmArguments() {
    List<String> list = new ArrayList<>();
    list.add("--enable-native-access=ALL-UNNAMED");
    list.add("--sun-misc-unsafe-memory-access=allow"); // JMH's own
    if (peer != null) {
      list.add("-D" + Peer.PROPERTY + "=" + peer);
    }
    return list.toArray(String[]::new);
  }

  private void measure(String name, int round, int rounds) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(arguments)
            .include(Pattern.quote(name))
            .forks(1)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(arguments.verbosity().orElse(VerboseMode.SILENT))
            .jvmArgsAppend(jvmArguments());
    RunResult result = new Runner(options.build()).run().iterator().next();
    double nanos = // the fastest: others are of this machine being busy with something else
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .min()
            .orElse(Double.NaN);
    Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
    double bytes = allocated == null ? Double.NaN : allocated.getScore();
    report.add(name, nanos, bytes);
    System.out.printf(
        "round %d of %d  %-40s %8.2f ns  %8.4f B per packet%n",
        round, rounds, name.substring(name.lastIndexOf("bench.") + 6), nanos, bytes);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
