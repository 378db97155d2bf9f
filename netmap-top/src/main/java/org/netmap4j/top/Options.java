package org.netmap4j.top;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.batch.BatchFormat;
import org.netmap4j.top.config.Config;
import org.netmap4j.top.export.ExportAddress;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.ui.GraphChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line. Filled by picocli; {@link #check} says what picocli cannot. */
@Command(
    name = "netmap-top",
    header = "Shows what every netmap ring does, live.",
    description = {
      "With no PORT it shows every interface that is up, and the ports of other processes that can "
          + "be read, without touching their traffic. Without a terminal it writes batch output.",
      ""
    },
    footer = {
      "",
      "On the screen F1 explains the keys. netmap-top doctor looks what is wrong.",
      "Exit codes: 0 ok, 1 runtime error, 2 usage, 3 permission, 4 no such device or port."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class Options {
  private static final String ENGINE = "NETMAP_ENGINE";

  @Parameters(
      paramLabel = "PORT",
      description = "Port as netmap names it, or an interface: eth0, netmap:eth0-2/R, vale0:1.")
  List<String> ports = new ArrayList<>();

  @Option(names = "--batch", description = "Write samples to standard output; no screen.")
  boolean batch;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Batch output as ${COMPLETION-CANDIDATES}; implies --batch. Default: text.")
  @Nullable BatchFormat format;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      description = "End after COUNT samples.")
  @Nullable Long count;

  @Option(
      names = {"-d", "--delay"},
      paramLabel = "SECONDS",
      description = "Time between samples. Default: 0.5 on the screen, 1 in batch output.")
  @Nullable Double delay;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "auto (default), kernel or embedded; also by NETMAP_ENGINE.")
  @Nullable String engine;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Play back a savefile, or a log of --log.")
  @Nullable Path replay;

  @Option(
      names = "--replay-speed",
      paramLabel = "SPEED",
      description = "Times the recorded speed, or max. Default: 1.")
  @Nullable String replaySpeed;

  @Option(names = "--demo", description = "Generated traffic; needs no privileges.")
  boolean demo;

  @Option(names = "--promiscuous", description = "Have the interfaces take every frame.")
  boolean promiscuous;

  @Option(
      names = "--export",
      paramLabel = "ADDRESS:PORT",
      arity = "0..1",
      preprocessor = OptionalAddress.class,
      description =
          "Metrics for Prometheus at http://ADDRESS:PORT/metrics. "
              + "Default: "
              + ExportAddress.DEFAULT)
  @Nullable String export;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Metrics in FILE.prom, for node_exporter's textfile collector.")
  @Nullable Path textfile;

  @Option(names = "--log", paramLabel = "FILE", description = "Add each sample to FILE, as NDJSON.")
  @Nullable Path log;

  @Option(
      names = "--quiet",
      description = "No screen and no batch output: only --export, --textfile or --log.")
  boolean quiet;

  @Option(
      names = "--color",
      paramLabel = "DEPTH",
      converter = ChoiceConverter.Colors.class,
      description = "${COMPLETION-CANDIDATES}. Default: auto, by TERM, COLORTERM and NO_COLOR.")
  @Nullable ColorChoice color;

  @Option(
      names = "--graph",
      paramLabel = "GLYPHS",
      converter = ChoiceConverter.Graphs.class,
      description =
          "${COMPLETION-CANDIDATES}. Default: auto, which is block in a UTF-8 locale, else ascii.")
  @Nullable GraphChoice graph;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings; none for none. Default: netmap-top/config in XDG_CONFIG_HOME or ~/.config.")
  @Nullable String config;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  /** Refuses values out of bounds and options that exclude each other. */
  void check() throws UsageException {
    if (delay != null && !(delay >= Config.MIN_DELAY && delay <= Config.MAX_DELAY)) {
      throw new UsageException(
          "--delay: expected %s to %.0f seconds, found %s"
              .formatted(Config.MIN_DELAY, Config.MAX_DELAY, delay));
    }
    if (count != null && count < 1) {
      throw new UsageException("--count: expected 1 or more, found " + count);
    }
    if (replay != null && demo) {
      throw new UsageException("--replay and --demo exclude each other");
    }
    if (!ports.isEmpty() && (replay != null || demo)) {
      throw new UsageException(
          "%s takes no PORT, found '%s'".formatted(demo ? "--demo" : "--replay", ports.getFirst()));
    }
    if (replaySpeed != null && replay == null) {
      throw new UsageException("--replay-speed needs --replay FILE");
    }
    if (quiet && (batch || format != null)) {
      throw new UsageException("--quiet and --batch or --format exclude each other");
    }
    if (quiet && export == null && textfile == null && log == null) {
      throw new UsageException("--quiet needs --export, --textfile or --log");
    }
    if (textfile != null && !textfile.toString().endsWith(".prom")) {
      throw new UsageException(
          "--textfile: expected a name that ends in .prom, as node_exporter does, found '%s'"
              .formatted(textfile));
    }
    if (log != null && replay != null && same(log, replay)) {
      throw new UsageException("--log and --replay name the same file; name another one");
    }
    if (export != null) {
      exportAddress();
    }
    if (promiscuous && (replay != null || demo)) {
      throw new UsageException("--promiscuous needs an interface, not --replay or --demo");
    }
  }

  /** Where the metrics are to be had, if anywhere. */
  InetSocketAddress exportAddress() throws UsageException {
    try {
      return ExportAddress.parse(export == null ? ExportAddress.DEFAULT : export);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--export: " + e.getMessage());
    }
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // what is not there yet is no other's
    }
  }

  /**
   * What to open, once checked; what the command line leaves open, the environment decides, and
   * then the configuration.
   */
  SourceRequest request(Map<String, String> env, @Nullable String engineProperty, Config settings)
      throws UsageException {
    boolean open =
        engine == null && engineProperty == null && env.getOrDefault(ENGINE, "").isEmpty();
    String chosen = engine(open ? settings.engine() : engine, env, engineProperty);
    return new SourceRequest(ports, chosen, replay, speed(), demo, promiscuous);
  }

  /** The engine: by the option, else by the property, else by the environment. */
  static String engine(@Nullable String option, Map<String, String> env, @Nullable String property)
      throws UsageException {
    String fromEnv = env.getOrDefault(ENGINE, "");
    String where = "--engine";
    String name = option;
    if (name == null && property != null) {
      where = "netmap.engine";
      name = property;
    } else if (name == null && !fromEnv.isEmpty()) {
      where = ENGINE;
      name = fromEnv;
    }
    String chosen = name == null ? "auto" : name.toLowerCase(Locale.ROOT);
    if (!Config.ENGINES.contains(chosen)) {
      throw new UsageException(
          "%s: expected auto, kernel or embedded, found '%s'".formatted(where, name));
    }
    return chosen;
  }

  private double speed() throws UsageException {
    if (replaySpeed == null) {
      return 1;
    }
    if (replaySpeed.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    if (replaySpeed.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      double speed = Double.parseDouble(replaySpeed);
      if (speed > 0) {
        return speed;
      }
    }
    throw new UsageException(
        "--replay-speed: expected a positive number or max, found '%s'".formatted(replaySpeed));
  }
}
