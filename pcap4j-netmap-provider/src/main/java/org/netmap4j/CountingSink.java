package org.netmap4j;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.netmap4j.error.NetmapException;

/**
 * Receives, counts and drops what comes: what pkt-gen does as {@code -f rx}.
 *
 * <p>One thread runs it; {@link #stop} and the counts are for any.
 */
public final class CountingSink {
  /** How long to sleep at most, so that a stop is seen. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final NetmapPort port;
  private long most = Long.MAX_VALUE;
  private Duration idle = Duration.ofNanos(Long.MAX_VALUE);
  private volatile boolean stopped;
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Of all receive rings of that port. */
  public CountingSink(NetmapPort port) {
    this.port = port;
  }

  /** How many to take in all ({@code -n}); without it, until {@link #stop}. */
  public CountingSink count(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("count: expected 0 or more, found " + count);
    }
    most = count;
    return this;
  }

  /** How long nothing may come before it is over; without it, for ever. */
  public CountingSink idle(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException("idle: expected 0 or more, found " + longest);
    }
    idle = longest;
    return this;
  }

  /**
   * Receives until it has enough, nothing comes for long, the port is at its end, or it is stopped.
   *
   * @return how many packets came
   * @throws NetmapException the port has trouble or is closed
   */
  public long run() throws NetmapException {
    stopped = false;
    packets.set(0);
    bytes.set(0);
    long limit = Poller.nanos(idle);
    long last = System.nanoTime();
    while (!stopped && packets.get() < most) {
      if (port.awaitPackets(LOOK.compareTo(idle) < 0 ? LOOK : idle)) {
        take();
        last = System.nanoTime();
      } else if (System.nanoTime() - last >= limit || port.exhausted()) {
        break;
      }
    }
    port.rxsync(); // gives them back, for a sender that waits for that
    return packets.get();
  }

  private void take() throws NetmapException {
    for (RxRing ring : port.rxRings()) {
      long left = most - packets.get();
      if (left > 0) {
        int taken = ring.receive((int) Math.min(left, Integer.MAX_VALUE), this::count);
        packets.addAndGet(taken);
      }
    }
  }

  private void count(PacketBatch batch) {
    long sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += batch.length(i);
    }
    bytes.addAndGet(sum);
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    stopped = true;
    port.wake();
  }

  /** Packets that came in the last run, or so far. */
  public long packets() {
    return packets.get();
  }

  /** Bytes that came in the last run, or so far. */
  public long bytes() {
    return bytes.get();
  }
}
