package org.netmap4j.top.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;

/**
 * A log of samples played back: each of them is one reading, when its time has come, whatever pace
 * the sampler has. The readings' monotonic times are as far apart as when they were recorded, so
 * the rates are those of then at any speed. Of several runs in one log the next begins where the
 * one before ends: the time between is left out.
 */
public final class RecordedSource implements RingSource {
  private final Path file;
  private final LineReader lines;
  private final double speed;
  private final SampleParser parser = new SampleParser();
  private final CountDownLatch closed = new CountDownLatch(1);

  private @Nullable Recorded next;
  private @Nullable IOException fault;
  private @Nullable Reading last;
  private long lastUptime;
  private long start;
  private long first;
  private long offset;
  private volatile boolean ended;

  private RecordedSource(Path file, InputStream in, double speed) {
    this.file = file;
    this.lines = new LineReader(in);
    this.speed = speed;
  }

  /** Whether a file holds samples: it begins as an object does. */
  public static boolean recognises(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == '{';
    } catch (IOException e) {
      return false; // whoever opens it says why
    }
  }

  /**
   * Opens a log.
   *
   * @param speed how many times faster than recorded; {@link Double#POSITIVE_INFINITY} for as fast
   *     as it goes
   * @throws IOException when the first sample cannot be read
   */
  public static RecordedSource open(Path file, double speed) throws IOException {
    RecordedSource source = new RecordedSource(file, Files.newInputStream(file), speed);
    source.look();
    if (source.fault != null) {
      source.close();
      throw source.fault;
    }
    return source;
  }

  /** Reads the next sample; a fault is kept until what came before it was shown. */
  private void look() {
    next = null;
    try {
      if (lines.next()) {
        next = parser.parse(lines.line(), lines.length());
      }
    } catch (BadSampleException e) {
      fault = new IOException("%s, line %d: %s".formatted(file, lines.number(), e.getMessage()), e);
    } catch (IOException e) {
      fault = new IOException("%s, line %d: %s".formatted(file, lines.number(), e), e);
    }
  }

  @Override
  public Reading readAt(long deadlineNanos) throws IOException {
    Recorded sample = next;
    if (sample == null) {
      if (fault != null) {
        throw fault;
      }
      return Objects.requireNonNull(last, "a log has a sample, or a fault"); // nothing changes
    }
    boolean anew = last != null && sample.uptimeNanos() <= lastUptime;
    Reading reading = sample.at(placed(sample, anew), anew);
    waitFor(reading.nanos());
    last = reading;
    lastUptime = sample.uptimeNanos();
    look();
    ended = next == null && fault == null;
    return reading;
  }

  /** When the sample is, by a clock that began with the replay and ran as the recording did. */
  private long placed(Recorded sample, boolean anew) {
    if (last == null) {
      start = System.nanoTime();
      offset = start;
      first = start + sample.uptimeNanos();
    } else if (anew) {
      offset = last.nanos();
    }
    return offset + sample.uptimeNanos();
  }

  /** Until then in the replay's time; the first is shown at once. */
  private void waitFor(long nanos) throws InterruptedIOException {
    if (Double.isInfinite(speed)) {
      return;
    }
    long due = start + (long) ((nanos - first) / speed);
    try {
      boolean _ = closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(file.toString());
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      lines.close();
    } catch (IOException e) {
      ended = true; // nothing more is read
    }
  }
}
