package org.netmap4j;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.netmap4j.error.NetmapException;

/**
 * Sends frames over and over at a rate: what pkt-gen does as {@code -f tx}.
 *
 * <p>One thread runs it; {@link #stop} and the counts are for any.
 */
public final class PacedSender {
  private static final long SECOND = 1_000_000_000L;

  /** How long to sleep at most, so that a stop is seen. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final NetmapPort port;
  private final List<byte[]> frames;
  private double rate;
  private int burst = 512;
  private long most = Long.MAX_VALUE;
  private volatile boolean stopped;
  private final AtomicLong packets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Of these frames, one after the other, on that port.
   *
   * @throws IllegalArgumentException there is none
   */
  public PacedSender(NetmapPort port, List<byte[]> frames) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("frames: expected at least one");
    }
    this.port = port;
    this.frames = List.copyOf(frames);
  }

  /** Packets per second ({@code -R}); 0, as at first, for as many as the port takes. */
  public PacedSender rate(double packetsPerSecond) {
    if (!(packetsPerSecond >= 0) || Double.isInfinite(packetsPerSecond)) {
      throw new IllegalArgumentException(
          "rate: expected 0 or more packets per second, found " + packetsPerSecond);
    }
    rate = packetsPerSecond;
    return this;
  }

  /** Packets between two syncs ({@code -b}); at first 512. */
  public PacedSender burst(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("burst: expected 1 or more, found " + count);
    }
    burst = count;
    return this;
  }

  /** How many to send in all ({@code -n}); without it, until {@link #stop}. */
  public PacedSender count(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("count: expected 0 or more, found " + count);
    }
    most = count;
    return this;
  }

  /**
   * Sends, and returns when all have left the port's rings. A link that takes fewer than the rate
   * asks for slows it down: what was missed is not sent faster later.
   *
   * @return how many packets were sent
   * @throws NetmapException the port has trouble, is closed, or can never send one of the frames
   */
  public long run() throws NetmapException {
    stopped = false;
    packets.set(0);
    bytes.set(0);
    long next = System.nanoTime();
    while (!stopped && packets.get() < most) {
      int due = (int) Math.min(burst, most - packets.get());
      int sent = fill(due);
      port.txsync();
      if (sent < due && !stopped) {
        boolean _ = port.awaitRoom(LOOK);
      }
      if (rate > 0) {
        next += (long) (sent / rate * SECOND);
        next = await(next);
      }
    }
    while (!stopped && port.pending()) {
      boolean _ = port.awaitRoom(LOOK);
      port.txsync();
    }
    return packets.get();
  }

  private int fill(int due) throws NetmapException {
    int sent = 0;
    long sum = 0;
    int at = (int) (packets.get() % frames.size());
    while (sent < due) {
      byte[] frame = frames.get(at);
      if (!port.inject(frame)) {
        break;
      }
      sum += frame.length;
      sent++;
      at = at + 1 == frames.size() ? 0 : at + 1;
    }
    packets.addAndGet(sent);
    bytes.addAndGet(sum);
    return sent;
  }

  /** Sleeps until then; answers when the burst after this one was due, or now if that is over. */
  private long await(long due) {
    long now = System.nanoTime();
    while (due - now > 0 && !stopped) {
      LockSupport.parkNanos(Math.min(due - now, LOOK.toNanos()));
      now = System.nanoTime();
    }
    return now - due > LOOK.toNanos() ? now : due;
  }

  /** Ends {@link #run} soon; what is in the rings then may not have left. */
  public void stop() {
    stopped = true;
    port.wake();
  }

  /** Packets sent by the last run, or so far. */
  public long packets() {
    return packets.get();
  }

  /** Bytes sent by the last run, or so far. */
  public long bytes() {
    return bytes.get();
  }
}
