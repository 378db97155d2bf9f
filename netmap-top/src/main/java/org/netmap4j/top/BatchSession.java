package org.netmap4j.top;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.batch.BatchFormat;
import org.netmap4j.top.batch.BatchRun;
import org.netmap4j.top.batch.Output;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.sample.CostMeter;
import org.netmap4j.top.sample.Pace;
import org.netmap4j.top.sample.Sampler;

/** Batch output from start to end; a signal has it finish its last sample and close the format. */
record BatchSession(BatchFormat format, Output output, Pace pace, long count, SideOutputs beside) {
  private static final Duration SIGNAL_PATIENCE = Duration.ofMillis(800);

  /** Runs; what the source ended with, null when without a fault. */
  @Nullable Throwable run(RingSource source) throws IOException {
    BatchRun run = new BatchRun(format.open(), output, count);
    Thread hook =
        new Thread(
            () -> {
              run.stop();
              try {
                boolean _ = run.awaitFinished(SIGNAL_PATIENCE);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "batch-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try (Sampler sampler =
        new Sampler(source, pace, CostMeter.ofThisProcess(), beside.before(run))) {
      sampler.start();
      return run.run();
    }
  }
}
