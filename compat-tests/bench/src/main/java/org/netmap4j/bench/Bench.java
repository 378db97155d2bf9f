package org.netmap4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bench.Report.Score;
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
 * the number of forks is the number of rounds. {@code live} alone is {@link Live}.
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
    if (args.length == 1 && args[0].equals("live")) {
      Live.run();
      return;
    }
    CommandLineOptions arguments;
    List<String> names;
    try {
      arguments = new CommandLineOptions(args);
      names = arguments.getIncludes();
      // JMH would run them besides the one that is to be run
      arguments =
          new CommandLineOptions(
              Stream.of(args).filter(arg -> !names.contains(arg)).toArray(String[]::new));
    } catch (CommandLineOptionException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (arguments.shouldHelp()) {
      arguments.showHelp();
      return;
    }
    List<Row> rows = Row.ALL.stream().filter(row -> chosen(names, row)).toList();
    if (rows.isEmpty()) {
      System.err.println("bench: no row has such a name; rows: " + all());
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
    System.out.println(
        "ratio: Java's throughput / its peer's, the median of the rounds; B: allocated per packet");
    return bench.report.good();
  }

  private static boolean chosen(List<String> names, Row row) {
    return names.isEmpty()
        || names.stream().anyMatch(name -> Pattern.compile(name).matcher(row.name()).find());
  }

  private static List<String> all() {
    return Row.ALL.stream().map(Row::benchmark).distinct().toList();
  }

  private void rounds(List<Row> rows) throws RunnerException {
    List<Row> order = new ArrayList<>(rows);
    int rounds = arguments.getForkCount().orElse(ROUNDS);
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("round %d of %d%n", round, rounds);
      Collections.shuffle(order);
      for (Row row : order) {
        report.add(row, measure(row));
      }
    }
  }

  private String[] jvmArguments() {
    List<String> list = new ArrayList<>();
    list.add("--enable-native-access=ALL-UNNAMED");
    list.add("--sun-misc-unsafe-memory-access=allow"); // JMH's own
    list.add("-D" + Pcap4jLoader.PROPERTY + "=" + Pcap4jLoader.folder());
    if (peer != null) {
      list.add("-D" + Peer.PROPERTY + "=" + peer);
    }
    return list.toArray(String[]::new);
  }

  private Score measure(Row row) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(arguments)
            .include(Pattern.quote(row.name()) + "$")
            .forks(1)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(arguments.verbosity().orElse(VerboseMode.SILENT))
            .jvmArgsAppend(jvmArguments());
    row.parameters().forEach(options::param);
    RunResult result = new Runner(options.build()).runSingle();
    Score score =
        new Score(
            secondary(result, "javaNanos"),
            secondary(result, "peerNanos"),
            secondary(result, "gc.alloc.rate.norm") / secondary(result, "packets"));
    System.out.printf(
        "  %-31s %8.2f ns, peer %8.2f ns, ratio %.2f%n",
        row.text(), score.java(), score.peer(), score.ratio());
    return score;
  }

  /** The median over a fork's iterations. */
  private static double secondary(RunResult result, String name) {
    return Report.median(
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .flatMap(iteration -> Stream.ofNullable(iteration.getSecondaryResults().get(name)))
            .mapToDouble(Result<?>::getScore)
            .toArray());
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
