package org.netmap4j.top;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;

/** Gives readings from a script at once, then ends, throws, or waits to be closed. */
public final class ScriptedSource implements RingSource {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Reading> script;
  private final @Nullable Reading last;
  private final Then then;
  private final IOException fault = new IOException("file x.pcap, at byte 99: cut off");
  private volatile boolean ended;

  /** What comes after the script. */
  public enum Then {
    /** The source has come to its end. */
    END,
    /** A fault. */
    FAULT,
    /** Nothing, until it is closed. */
    WAIT
  }

  /** A source that says {@code script}, then acts as {@code then} says. */
  public ScriptedSource(Then then, List<Reading> script) {
    this.script = new ArrayDeque<>(script);
    this.last = this.script.peekLast();
    this.then = then;
  }

  @Override
  public Reading readAt(long deadlineNanos) throws IOException {
    Reading next = script.poll();
    if (next != null) {
      ended = script.isEmpty() && then == Then.END;
      return next;
    }
    if (then == Then.WAIT) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (then == Then.END && last != null) {
      return last;
    }
    throw fault;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
