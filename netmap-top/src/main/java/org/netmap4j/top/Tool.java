package org.netmap4j.top;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.netmap4j.ffi.Tty;
import org.netmap4j.top.batch.BatchFormat;
import org.netmap4j.top.batch.FdOutput;
import org.netmap4j.top.batch.Output;
import org.netmap4j.top.batch.OutputClosedException;
import org.netmap4j.top.config.Config;
import org.netmap4j.top.config.ConfigException;
import org.netmap4j.top.config.ConfigFile;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.SourceFactory;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.Taps;
import org.netmap4j.top.replay.RecordedSource;
import org.netmap4j.top.sample.Pace;
import org.netmap4j.top.term.FdTerminal;
import org.netmap4j.top.term.TerminalTraits;
import org.netmap4j.top.units.Printable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A run of the tool from the command line to the exit code. */
final class Tool {
  private static final int STDOUT = 1;
  private static final double SCREEN_DELAY = 0.5;
  private static final double BATCH_DELAY = 1;

  /** The first picture should not wait for a whole delay. */
  private static final Duration FIRST_ON_SCREEN = Duration.ofMillis(200);

  private final SourceFactory factory;
  private final Function<SourceRequest, Taps> taps;
  private final Map<String, String> env;
  private final Output output;
  private final PrintStream errors;

  /**
   * A tool.
   *
   * @param factory opens what the user asks for
   * @param taps opens taps on what the user asks for
   * @param env the environment
   * @param output standard output, for all but the screen
   * @param errors standard error
   */
  Tool(
      SourceFactory factory,
      Function<SourceRequest, Taps> taps,
      Map<String, String> env,
      Output output,
      PrintStream errors) {
    this.factory = factory;
    this.taps = taps;
    this.env = env;
    this.output = output;
    this.errors = errors;
  }

  /** A tool on this process's descriptors. */
  static Tool ofThisProcess(SourceFactory factory, Function<SourceRequest, Taps> taps) {
    return new Tool(factory, taps, System.getenv(), new FdOutput(), System.err);
  }

  /** Runs to the end; the exit code. */
  int run(String... args) {
    Path log = LogFile.setUp(env);
    try {
      Throwable fault = start(args);
      return fault == null ? ExitCode.OK : failed(fault, log, args);
    } catch (OutputClosedException e) {
      return ExitCode.OK;
    } catch (IOException | UsageException | ConfigException | RuntimeException | Error e) {
      return failed(e, log, args);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.RUNTIME;
    }
  }

  private @Nullable Throwable start(String... args)
      throws IOException, UsageException, ConfigException, InterruptedException {
    Options options = new Options();
    CommandLine command = commandLine(options);
    CommandLine asked = parse(command, args);
    TerminalTraits traits = TerminalTraits.of(env);
    if (asked.isUsageHelpRequested()) {
      boolean bold = Tty.isTerminal(STDOUT) && !traits.dumb();
      output.write(asked.getUsageMessage(bold ? Ansi.ON : Ansi.OFF));
      return null;
    }
    if (asked.getCommand() instanceof Subcommand subcommand) {
      return subcommand.run(new Subcommand.Surroundings(env, output, this::say, command, taps));
    }
    if (options.version) {
      output.write("netmap-top " + Version.text() + "\n");
      return null;
    }
    options.check();
    Config config = ConfigFile.read(options.config, env);
    boolean screen =
        !options.quiet && !options.batch && options.format == null && screenPossible(traits);
    if (options.export != null && !options.exportAddress().getAddress().isLoopbackAddress()) {
      say("--export %s: other machines can read the metrics there".formatted(options.export));
    }
    SideOutputs beside = SideOutputs.open(options, this::say, screen);
    Throwable fault;
    try (beside) {
      fault = screen ? screen(options, config, traits, beside) : noScreen(options, config, beside);
    }
    return fault == null ? beside.trouble() : fault;
  }

  /** The command line with all its subcommands, which fills {@code options}. */
  static CommandLine commandLine(Options options) {
    return new CommandLine(options)
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new ManCommand())
        .addSubcommand(new RecordCommand())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The command line of what was asked for, filled in: the tool's, or a subcommand's. */
  private static CommandLine parse(CommandLine command, String... args) throws UsageException {
    try {
      return command.parseArgs(args).asCommandLineList().getLast();
    } catch (CommandLine.ParameterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private boolean screenPossible(TerminalTraits traits) {
    if (!Tty.isTerminal(STDOUT)) {
      return false;
    }
    if (traits.dumb()) {
      say("TERM=%s cannot show a screen: batch output".formatted(env.getOrDefault("TERM", "")));
      return false;
    }
    if (!FdTerminal.available()) {
      say("standard input is no terminal: batch output");
      return false;
    }
    return true;
  }

  private @Nullable Throwable noScreen(Options options, Config config, SideOutputs beside)
      throws IOException, UsageException, InterruptedException {
    Duration every = delay(options, config, BATCH_DELAY);
    BatchFormat format = options.format == null ? BatchFormat.TEXT : options.format;
    Pace pace = new Pace(every, every, pastEnd(options));
    RingSource source = factory.open(request(options, config));
    return options.quiet
        ? new QuietSession(pace, count(options), beside).run(source)
        : new BatchSession(format, output, pace, count(options), beside).run(source);
  }

  private @Nullable Throwable screen(
      Options options, Config config, TerminalTraits traits, SideOutputs beside)
      throws IOException, UsageException, InterruptedException {
    Duration every = delay(options, config, SCREEN_DELAY);
    Duration first = every.compareTo(FIRST_ON_SCREEN) < 0 ? every : FIRST_ON_SCREEN;
    Pace pace = new Pace(first, every, pastEnd(options));
    SourceRequest request = request(options, config);
    Appearance appearance = Appearance.of(options, config, traits);
    return new ScreenSession(appearance, pace, taps.apply(request), count(options), beside)
        .run(factory.open(request));
  }

  private SourceRequest request(Options options, Config config) throws UsageException {
    return options.request(env, System.getProperty("netmap.engine"), config);
  }

  private static Duration delay(Options options, Config config, double standard) {
    Double chosen = options.delay == null ? config.delay() : options.delay;
    double seconds = chosen == null ? standard : chosen;
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** A log has the samples that it has; of other sources there are as many as asked for. */
  private static boolean pastEnd(Options options) {
    return options.count != null
        && (options.replay == null || !RecordedSource.recognises(options.replay));
  }

  private static long count(Options options) {
    return options.count == null ? Long.MAX_VALUE : options.count;
  }

  private int failed(Throwable failure, @Nullable Path log, String... args) {
    if (failure instanceof FoundException) {
      return ExitCode.FOUND;
    }
    if (!(failure instanceof UsageException || failure instanceof ConfigException)) {
      LoggerFactory.getLogger(Tool.class).error("ended by", failure);
    }
    say(message(failure, log) + Sudo.remedy(failure, args));
    return ExitCode.of(failure);
  }

  /** One line that is safe on any terminal. */
  private void say(String text) {
    errors.println("netmap-top: " + Printable.of(text.replace('\n', ' ')));
    errors.flush();
  }

  private static String message(Throwable failure, @Nullable Path log) {
    String text = failure.getMessage();
    return switch (failure) {
      case UsageException _ -> text + "; netmap-top --help lists what there is";
      case NoSuchFileException e -> e.getFile() + ": no such file; check the name";
      case FileSystemException e ->
          e.getFile() + ": " + (e.getReason() == null ? "cannot be read" : e.getReason());
      case ConfigException _ -> String.valueOf(text);
      case IOException _ when text != null -> text;
      default -> "internal error: " + failure + (log == null ? "" : "; for details see " + log);
    };
  }
}
