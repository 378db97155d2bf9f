package org.netmap4j.top.sample;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.netmap4j.top.model.Cost;

/**
 * What the tool takes, over the last seconds: the system counts processor time in steps of 10 ms,
 * too coarse for a single interval. For one thread.
 */
public final class CostMeter {
  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

  private final Supplier<Duration> processorTime;
  private final Deque<Mark> marks = new ArrayDeque<>();

  /** A meter that reads the process's processor time from {@code processorTime}. */
  public CostMeter(Supplier<Duration> processorTime) {
    this.processorTime = processorTime;
  }

  private record Mark(long nanos, Duration processorTime) {}

  /** A meter of this process. */
  public static CostMeter ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new CostMeter(() -> self.info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** Notes a sample at {@code nanos} and tells the cost up to it. */
  public Cost sampledAt(long nanos) {
    Mark now = new Mark(nanos, processorTime.get());
    marks.addLast(now);
    while (marks.size() > 2 && nanos - marks.getFirst().nanos() > WINDOW_NANOS) {
      marks.removeFirst();
    }
    Mark first = marks.getFirst();
    double seconds = (nanos - first.nanos()) / 1e9;
    if (seconds <= 0) {
      return new Cost(0, 0);
    }
    double cpu = now.processorTime().minus(first.processorTime()).toNanos() / 1e9;
    return new Cost(cpu / seconds, (marks.size() - 1) / seconds);
  }
}
