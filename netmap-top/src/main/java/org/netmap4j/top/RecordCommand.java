package org.netmap4j.top;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netmap4j.ffi.Tty;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.RecordView;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.Taps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the packets of a port or a ring to a savefile. */
@Command(
    name = "record",
    header = "Writes the packets of a port, or of one of its rings, to a savefile.",
    description = {
      "Nothing is taken from anybody: of a port that somebody has open in the kernel module it gets "
          + "copies through a monitor, of an interface that the host has, by packet sockets. At the "
          + "end it says how many packets were written, and how many it lost itself.",
      ""
    },
    footer = {
      "",
      "Example: netmap-top record eth0 --ring 2 --filter 'tcp port 443' -w - | tshark -r -"
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class RecordCommand extends Subcommand {
  private static final int STDOUT = 1;
  private static final double MAX_SECONDS = 1e9;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kKmMgG]?)");
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration SIGNAL_PATIENCE = Duration.ofSeconds(3);

  /** How a savefile is written. */
  enum Format {
    PCAP,
    PCAPNG
  }

  @Parameters(
      paramLabel = "PORT",
      description = "Port as netmap names it, or an interface: eth0, eth0-2, eth0^, vale0:1.")
  String port = "";

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description = "The file, or - for standard output. Default: a name of port and time.")
  @Nullable String file;

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  boolean overwrite;

  @Option(names = "--ring", paramLabel = "N", description = "Only ring N of each direction.")
  @Nullable Integer ring;

  @Option(
      names = "--direction",
      paramLabel = "WAY",
      description =
          "rx, tx, host-rx (what the host sends) or host-tx. Default: rx and tx; of an interface "
              + "that is not in netmap mode, tx is what the host sends.")
  @Nullable String direction;

  @Option(
      names = "--filter",
      paramLabel = "EXPR",
      description = "Only packets that match, as in pcap-filter(7).")
  String filter = "";

  @Option(
      names = "--snaplen",
      paramLabel = "BYTES",
      description = "At most so many bytes of each packet. Default: all.")
  @Nullable Integer snaplen;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "pcap or pcapng, which has an interface for each ring. Default: by FILE.")
  @Nullable Format format;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      description = "End after COUNT packets.")
  @Nullable Long count;

  @Option(names = "--seconds", paramLabel = "S", description = "End after S seconds.")
  @Nullable Double seconds;

  @Option(
      names = "--rotate-size",
      paramLabel = "BYTES",
      description =
          "Begin the next file when one has BYTES (or 100k, 100M, 1G): FILE, FILE1, FILE2, ...")
  @Nullable String rotateSize;

  @Option(
      names = "--rotate-count",
      paramLabel = "N",
      description = "Keep the latest N files. Default: all.")
  @Nullable Integer rotateCount;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "auto (default), kernel or embedded; also by NETMAP_ENGINE.")
  @Nullable String engine;

  @Option(names = "--replay", paramLabel = "SAVEFILE", description = "Read SAVEFILE as PORT.")
  @Nullable Path replay;

  @Option(names = "--demo", description = "Generated traffic as PORT; needs no privileges.")
  boolean demo;

  @Option(names = "--promiscuous", description = "Have the interface take every frame.")
  boolean promiscuous;

  @Override
  @Nullable Throwable run(Surroundings surroundings)
      throws IOException, UsageException, InterruptedException {
    RecordRequest request = request();
    SourceRequest source = source(surroundings.env());
    CountDownLatch said = new CountDownLatch(1);
    try (Recording recording = begin(surroundings.taps().apply(source), request)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(recording, said), "record-end"));
      boolean ended = false;
      while (!ended) {
        ended = recording.await(LOOK);
      }
      RecordView view = recording.view();
      Throwable failure = recording.failure();
      if (failure == null || view.seen() > 0) {
        surroundings.errors().accept(summary(view));
      }
      if (failure == null && view.trouble() != null) {
        surroundings.errors().accept(view.trouble());
      }
      return failure == null ? null : withRemedy(failure);
    } finally {
      said.countDown();
    }
  }

  private static Recording begin(Taps taps, RecordRequest request) throws UsageException {
    try {
      return taps.record(request);
    } catch (IOException e) {
      throw new UsageException("--filter: " + e.getMessage());
    }
  }

  private static Throwable withRemedy(Throwable failure) {
    String cause = String.valueOf(failure.getCause());
    if (failure.getCause() instanceof FileAlreadyExistsException) {
      return new IOException(
          failure.getMessage() + "; choose another, or replace it by --overwrite", failure);
    }
    return cause.contains("No space left")
        ? new IOException(
            failure.getMessage()
                + "; what was written before can be read: make room, or bound the files by "
                + "--rotate-size and --rotate-count",
            failure)
        : failure;
  }

  /** On a signal: what came is written, and what there is to say is said. */
  private static void finish(Recording recording, CountDownLatch said) {
    recording.close();
    try {
      boolean _ = said.await(SIGNAL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String summary(RecordView view) {
    return "%s: %d packets written, %d matched, %d lost (monitor loss)"
        .formatted(view.file(), view.written(), view.matched(), view.lost());
  }

  private SourceRequest source(Map<String, String> env) throws UsageException {
    if (replay != null && demo) {
      throw new UsageException("--replay and --demo exclude each other");
    }
    return new SourceRequest(
        List.of(port),
        Options.engine(engine, env, System.getProperty("netmap.engine")),
        replay,
        Double.POSITIVE_INFINITY,
        demo,
        promiscuous);
  }

  private RecordRequest request() throws UsageException {
    TapRequest what = new TapRequest(port, "", way(), number("--ring", ring, 0), filter, bytes());
    boolean toOutput = "-".equals(file);
    boolean pcapng = format == null ? !named(file, ".pcap", ".cap") : format == Format.PCAPNG;
    if (toOutput && Tty.isTerminal(STDOUT)) {
      throw new UsageException(
          "-w -: standard output is a terminal; pipe it into a program, or give a file");
    }
    if (count != null && count < 1) {
      throw new UsageException("--count: expected 1 or more, found " + count);
    }
    long size = rotateSize == null ? 0 : size(rotateSize);
    OptionalInt keep = number("--rotate-count", rotateCount, 1);
    if (keep.isPresent() && size == 0) {
      throw new UsageException("--rotate-count needs --rotate-size");
    }
    if (toOutput && size > 0) {
      throw new UsageException("--rotate-size needs a file, not -");
    }
    return new RecordRequest(
        what,
        toOutput ? null : path(what, pcapng),
        pcapng,
        overwrite,
        count == null ? Long.MAX_VALUE : count,
        time(),
        size,
        keep.orElse(0));
  }

  private Path path(TapRequest what, boolean pcapng) throws UsageException {
    String name =
        file == null
            ? RecordRequest.fileName(what, LocalDateTime.now(ZoneId.systemDefault()), pcapng)
            : file;
    try {
      if (!name.isEmpty()) {
        return Path.of(name);
      }
    } catch (InvalidPathException e) {
      throw new UsageException("-w: expected a file's name: " + e.getMessage());
    }
    throw new UsageException("-w: expected a file's name or -, found nothing");
  }

  private static boolean named(@Nullable String file, String... endings) {
    return file != null
        && List.of(endings).stream().anyMatch(file.toLowerCase(Locale.ROOT)::endsWith);
  }

  private @Nullable Direction way() throws UsageException {
    if (direction == null) {
      return null;
    }
    String text = direction.toLowerCase(Locale.ROOT);
    return Direction.of(text)
        .orElseThrow(() ->
            new UsageException(
                "--direction: expected rx, tx, host-rx or host-tx, found '%s'".formatted(text)));
  }

  private int bytes() throws UsageException {
    OptionalInt bytes = number("--snaplen", snaplen, 1);
    if (bytes.orElse(1) > TapRequest.MAX_SNAPLEN) {
      throw new UsageException(
          "--snaplen: expected 1 to %d, found %d"
              .formatted(TapRequest.MAX_SNAPLEN, bytes.orElse(1)));
    }
    return bytes.orElse(TapRequest.MAX_SNAPLEN);
  }

  private static OptionalInt number(String option, @Nullable Integer value, int least)
      throws UsageException {
    if (value == null) {
      return OptionalInt.empty();
    }
    if (value < least) {
      throw new UsageException("%s: expected %d or more, found %d".formatted(option, least, value));
    }
    return OptionalInt.of(value);
  }

  private @Nullable Duration time() throws UsageException {
    if (seconds == null) {
      return null;
    }
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new UsageException("--seconds: expected more than 0, found " + seconds);
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static long size(String text) throws UsageException {
    Matcher matcher = SIZE.matcher(text);
    if (matcher.matches()) {
      int shift =
          switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
          };
      long number = Long.parseLong(matcher.group(1));
      if (number > 0 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw new UsageException(
        "--rotate-size: expected bytes, such as 1000000 or 100M, found '%s'".formatted(text));
  }
}
