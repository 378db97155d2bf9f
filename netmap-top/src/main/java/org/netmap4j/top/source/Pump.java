package org.netmap4j.top.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that opens a feed, hands its packets on, and closes it; for a tap or a recording. */
final class Pump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Opening opening;
  private final Consumer consumer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object lock = new Object();
  private @Nullable Feed feed;
  private boolean closed;

  /** Opens a feed; may take its time. */
  @FunctionalInterface
  interface Opening {
    Feed open() throws IOException;
  }

  /** What becomes of the packets. All is called by the pump's thread. */
  interface Consumer extends Feed.Sink {
    /** The feed is open. */
    void begin(Feed open) throws IOException;

    /** Called at least ten times a second; whether there is a wish for more. */
    boolean tick(Feed open) throws IOException;

    /**
     * Nothing will come any more. The feed is still open, if it ever was.
     *
     * @param cause why; null when it was closed, its packets are over, or the consumer had enough
     */
    void end(@Nullable Feed open, @Nullable Throwable cause);
  }

  Pump(Opening opening, Consumer consumer) {
    this.opening = opening;
    this.consumer = consumer;
  }

  void start(String name) {
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void run() {
    Feed open = null;
    Throwable cause = null;
    try {
      open = opening.open();
      publish(open);
      consumer.begin(open);
      pump(open);
    } catch (IOException | RuntimeException | Error e) {
      cause = closed() && isClosed(e) ? null : e;
    }
    if (cause instanceof RuntimeException || cause instanceof Error) {
      LOG.error("ended by", cause);
    }
    try {
      consumer.end(open, cause);
    } finally {
      publish(null);
      if (open != null) {
        open.close();
      }
      ended.countDown();
    }
  }

  private void pump(Feed open) throws IOException {
    boolean more = true;
    while (more && !closed()) {
      more = open.serve(PATIENCE, consumer) && consumer.tick(open) && !open.exhausted();
    }
  }

  private static boolean isClosed(Throwable e) {
    return e instanceof NetmapException known && known.error() instanceof NetmapError.Closed;
  }

  private void publish(@Nullable Feed open) {
    synchronized (lock) {
      feed = open;
    }
  }

  private boolean closed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Waits until the thread has closed everything, or so long; whether it has. */
  boolean await(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Has the thread end; does not wait for it. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (feed != null) {
        feed.wake();
      }
    }
  }
}
