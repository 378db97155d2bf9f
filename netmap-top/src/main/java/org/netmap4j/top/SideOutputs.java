package org.netmap4j.top;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.batch.BatchFormat;
import org.netmap4j.top.batch.BatchRun;
import org.netmap4j.top.batch.Output;
import org.netmap4j.top.batch.SampleLog;
import org.netmap4j.top.export.Exporter;
import org.netmap4j.top.export.MetricsServer;
import org.netmap4j.top.export.TextfileWriter;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.sample.SampleSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written beside the screen or the batch output: metrics over HTTP, metrics in a file, the
 * log of samples. One that fails is told of once; it is tried again with each sample, and the
 * others go on. A signal ends them as well, in the same order.
 */
final class SideOutputs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SideOutputs.class);
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Consumer<Snapshot>> takers = new ArrayList<>();
  private final AtomicReference<@Nullable IOException> trouble = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Consumer<String> say;
  private final long count;

  private SideOutputs(Consumer<String> say, long count) {
    this.say = say;
    this.count = count;
  }

  /**
   * Opens what {@code options} ask for.
   *
   * @param say where to tell of what happens
   * @param screen whether there will be a screen, which nothing may be written across
   */
  static SideOutputs open(Options options, Consumer<String> say, boolean screen)
      throws IOException, UsageException {
    long count = options.count == null ? Long.MAX_VALUE : options.count;
    SideOutputs outputs = new SideOutputs(screen ? _ -> {} : say, count);
    try {
      if (options.export != null || options.textfile != null) {
        Exporter exporter = new Exporter(Version.text());
        outputs.takers.add(exporter);
        if (options.export != null) {
          InetSocketAddress address = options.exportAddress();
          String url = outputs.serve(address, exporter);
          if (!screen || address.getPort() == 0) {
            say.accept("metrics at " + url);
          }
        }
        if (options.textfile != null) {
          outputs.textfile(options.textfile, exporter, options.count != null);
        }
      }
      if (options.log != null) {
        outputs.log(options.log);
      }
      if (!outputs.open.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(outputs::close, "side-outputs-end"));
      }
      return outputs;
    } catch (IOException | UsageException | RuntimeException e) {
      outputs.close();
      throw e;
    }
  }

  private String serve(InetSocketAddress address, Exporter exporter) throws IOException {
    MetricsServer server = MetricsServer.start(address, exporter);
    open.push(server);
    return server.url();
  }

  private void textfile(Path file, Exporter exporter, boolean stays) throws IOException {
    String what = "--textfile " + file;
    try {
      TextfileWriter writer =
          new TextfileWriter(file, exporter, stays, e -> failed(what, "it is not up to date", e));
      open.push(writer);
      takers.add(writer);
    } catch (IOException e) {
      throw cannotBegin(what, e);
    }
  }

  private void log(Path file) throws IOException {
    String what = "--log " + file;
    SampleLog log;
    try {
      log = SampleLog.open(file);
    } catch (IOException e) {
      throw cannotBegin(what, e);
    }
    open.push(log);
    Output forgiving =
        text -> {
          try {
            log.write(text);
          } catch (IOException e) {
            failed(what, "samples are missing from it", e);
          }
        };
    BatchRun run = new BatchRun(BatchFormat.NDJSON.open(), forgiving, Long.MAX_VALUE);
    Thread.ofPlatform().daemon().name("log").start(() -> drive(run));
    takers.add(run::sample);
    open.push(() -> {
      run.ended(null);
      boolean _ = run.awaitFinished(PATIENCE);
    });
  }

  private static void drive(BatchRun run) {
    try {
      run.run();
    } catch (IOException e) {
      LOG.error("the log ends", e); // a sample that is no JSON: not a matter of the file
    }
  }

  private static IOException cannotBegin(String what, IOException cause) {
    return cause instanceof AccessDeniedException
        ? new AccessDeniedException(what, null, "permission denied; name a place that is yours")
        : new IOException(what + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "no such folder; make it first";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  private void failed(String what, String effect, IOException cause) {
    IOException told = new IOException(what + ": " + reason(cause) + "; " + effect, cause);
    if (trouble.compareAndSet(null, told)) {
      LOG.warn("beside the output", told);
      say.accept(what + ": " + reason(cause) + "; it is tried again with each sample");
    }
  }

  /** Feeds these before {@code main}; to be used for one sampler. */
  SampleSink before(SampleSink main) {
    return new SampleSink() {
      @Override
      public void sample(Snapshot snapshot) {
        if (snapshot.sequence() <= count) {
          takers.forEach(taker -> taker.accept(snapshot));
        }
        main.sample(snapshot);
      }

      @Override
      public void ended(@Nullable Throwable cause) {
        main.ended(cause);
      }
    };
  }

  /** What went wrong first; null when nothing did. */
  @Nullable IOException trouble() {
    return trouble.get();
  }

  /** Writes what is left and ends them, the latest first. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    for (AutoCloseable output : open) {
      try {
        output.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("an output does not close", e);
      }
    }
  }
}
