package org.netmap4j.top.batch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.sample.SampleSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes samples as they come until there are enough, the source ends, or {@link #stop} is called,
 * by a signal's hook for one; then closes the format properly. A reader that stands still delays
 * the writing only: samples queue up, and the oldest are left out when the queue is full.
 */
public final class BatchRun implements SampleSink {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
  private static final int QUEUE_LENGTH = 1024;

  private final LinkedBlockingDeque<Message> queue = new LinkedBlockingDeque<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final SampleFormat format;
  private final Output output;
  private final long count;
  private boolean overrun; // the sampler's alone

  /**
   * A run.
   *
   * @param format how samples are written, for this run alone
   * @param output where to
   * @param count how many samples; {@link Long#MAX_VALUE} for no limit
   */
  public BatchRun(SampleFormat format, Output output, long count) {
    this.format = format;
    this.output = output;
    this.count = count;
  }

  private sealed interface Message {
    record Sample(Snapshot snapshot) implements Message {}

    record End(@Nullable Throwable cause) implements Message {}
  }

  @Override
  public void sample(Snapshot snapshot) {
    if (queue.size() >= QUEUE_LENGTH && queue.pollFirst() != null && !overrun) {
      overrun = true;
      LOG.warn("nobody reads the output: samples are left out");
    }
    queue.addLast(new Message.Sample(snapshot));
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    queue.addLast(new Message.End(cause));
  }

  /** Ends the run after the sample that is being written. */
  public void stop() {
    queue.addFirst(new Message.End(null));
  }

  /** Waits until {@link #run} has written all it will, or for {@code patience}. */
  public boolean awaitFinished(Duration patience) throws InterruptedException {
    return finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Writes, on the calling thread.
   *
   * @return what the source ended with; null when it did not, or without a fault
   * @throws IOException when the output cannot be written
   */
  public @Nullable Throwable run() throws IOException {
    try {
      output.write(format.begin());
      Throwable cause = writeSamples();
      output.write(format.end());
      return cause;
    } finally {
      finished.countDown();
    }
  }

  private @Nullable Throwable writeSamples() throws IOException {
    for (long written = 0; written < count; written++) {
      switch (take()) {
        case Message.Sample(Snapshot snapshot) -> output.write(format.sample(snapshot));
        case Message.End(Throwable cause) -> {
          return cause;
        }
      }
    }
    return null;
  }

  private Message take() {
    try {
      return queue.takeFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Message.End(null);
    }
  }
}
