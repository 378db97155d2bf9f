package org.netmap4j.top.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.top.Samples;
import org.netmap4j.top.ScriptedSource;
import org.netmap4j.top.ScriptedSource.Then;
import org.netmap4j.top.model.Cost;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.Snapshot;

@Timeout(30)
class SamplerTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Pace PACE = new Pace(MILLI, MILLI, false);

  private final BlockingQueue<Snapshot> samples = new LinkedBlockingQueue<>();
  private final BlockingQueue<Optional<Throwable>> ends = new LinkedBlockingQueue<>();
  private final SampleSink sink =
      new SampleSink() {
        @Override
        public void sample(Snapshot snapshot) {
          samples.add(snapshot);
        }

        @Override
        public void ended(@Nullable Throwable cause) {
          ends.add(Optional.ofNullable(cause));
        }
      };

  private Sampler started(RingSource source, Pace pace) {
    Sampler sampler = new Sampler(source, pace, new CostMeter(() -> Duration.ZERO), sink);
    sampler.start();
    return sampler;
  }

  @Test
  void theLastSampleHasEverything() throws Exception {
    List<Reading> script = List.of(Samples.reading(1), Samples.reading(2), Samples.reading(3));
    ScriptedSource source = new ScriptedSource(Then.END, script);
    try (Sampler _ = started(source, PACE)) {
      assertEquals(Optional.empty(), ends.take());
      assertEquals(3, samples.size());
    }
    assertTrue(source.isClosed());
  }

  @Test
  void goesOnPastTheEndForThoseWhoCount() throws Exception {
    ScriptedSource source = new ScriptedSource(Then.END, List.of(Samples.reading(1)));
    try (Sampler _ = started(source, new Pace(MILLI, MILLI, true))) {
      for (int n = 1; n <= 5; n++) {
        assertEquals(n, samples.take().sequence());
      }
      assertTrue(ends.isEmpty());
    }
    assertEquals(Optional.empty(), ends.take());
  }

  @Test
  void aFaultEndsItAfterWhatCameBefore() throws Exception {
    ScriptedSource source = new ScriptedSource(Then.FAULT, List.of(Samples.reading(1)));
    try (Sampler _ = started(source, PACE)) {
      assertInstanceOf(IOException.class, ends.take().orElseThrow());
      assertEquals(1, samples.size());
    }
  }

  @Test
  void closingEndsAWaitWithoutAFault() throws Exception {
    ScriptedSource source = new ScriptedSource(Then.WAIT, List.of(Samples.reading(1)));
    Sampler sampler = started(source, PACE);
    samples.take();
    sampler.close();
    sampler.close();
    assertEquals(Optional.empty(), ends.take());
    assertTrue(source.isClosed());
  }

  @Test
  void deadlinesLieOnAGrid() throws Exception {
    long every = Duration.ofMinutes(1).toNanos();
    List<Long> deadlines = new ArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    RingSource source =
        new RingSource() {
          @Override
          public Reading readAt(long deadlineNanos) throws IOException {
            deadlines.add(deadlineNanos);
            if (calls.incrementAndGet() == 4) {
              done.countDown();
              throw new IOException("enough");
            }
            return new Reading(Instant.EPOCH, deadlineNanos, "test", List.of());
          }

          @Override
          public boolean ended() {
            return false;
          }

          @Override
          public void close() {}
        };
    Pace pace = new Pace(Duration.ofMillis(30), Duration.ofMinutes(1), false);
    try (Sampler _ = started(source, pace)) {
      done.await();
      ends.take();
    }
    assertEquals(every, deadlines.get(1) - deadlines.get(0));
    assertEquals(every, deadlines.get(2) - deadlines.get(1));
    assertEquals(every, deadlines.get(3) - deadlines.get(2));
    assertEquals(Duration.ofMillis(30), samples.take().interval());
  }

  @Test
  void costIsTakenOverSomeSeconds() {
    List<Duration> used = new ArrayList<>();
    CostMeter meter = new CostMeter(used::removeFirst);
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      used.add(Duration.ofMillis(i * 10L));
      costs.add(meter.sampledAt(i * 500_000_000L));
    }
    assertEquals(new Cost(0, 0), costs.getFirst());
    assertEquals(0.02, costs.getLast().cpuShare(), 1e-9);
    assertEquals(2, costs.getLast().samplesPerSecond(), 1e-9);
  }
}
