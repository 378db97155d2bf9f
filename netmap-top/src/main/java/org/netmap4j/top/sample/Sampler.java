package org.netmap4j.top.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netmap4j.top.model.RateMeter;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the source from start to close. Deadlines lie on an even grid; one that was missed by more
 * than an interval is not made up for. {@link #close} may be called by any thread, more than once,
 * and ends a wait.
 */
public final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final RingSource source;
  private final Pace pace;
  private final SampleSink sink;
  private final CostMeter cost;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  /** A sampler that waits for {@link #start}. */
  public Sampler(RingSource source, Pace pace, CostMeter cost, SampleSink sink) {
    this.source = source;
    this.pace = pace;
    this.sink = sink;
    this.cost = cost;
    this.thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::run);
  }

  /** Begins to sample. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      sample();
      sink.ended(null);
    } catch (IOException | RuntimeException | Error e) {
      sink.ended(stopping() ? null : e);
    }
  }

  private void sample() throws IOException {
    long start = System.nanoTime();
    long every = pace.every().toNanos();
    RateMeter meter = new RateMeter(start);
    cost.sampledAt(start);
    long deadline = start + pace.first().toNanos();
    while (true) {
      if (source.ended()) {
        waitUntil(deadline); // a source past its end answers at once
      }
      Reading reading = source.readAt(deadline);
      if (stopping()) {
        return;
      }
      sink.sample(meter.next(reading, cost.sampledAt(System.nanoTime())));
      if (source.ended() && !pace.pastEnd()) {
        return;
      }
      deadline += every;
      long now = System.nanoTime();
      if (deadline - now < 0) {
        deadline = now + every;
      }
    }
  }

  private void waitUntil(long deadline) {
    try {
      boolean _ = stop.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      stop.countDown();
    }
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  /** Ends the sampling and closes the source; waits for the thread a moment, not for ever. */
  @Override
  public void close() {
    stop.countDown();
    if (closed.getAndSet(true)) {
      return;
    }
    source.close();
    try {
      if (thread.isAlive() && !thread.join(PATIENCE)) {
        LOG.warn("the sampler is still inside its source");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
