package org.netmap4j.top;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSource;

/** Traffic made up from the clock, for running the real program by hand and in processes. */
public final class FakeSource implements RingSource {
  private final long start = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int failAfter;
  private final int rings;
  private int readings;

  /**
   * A source.
   *
   * @param failAfter after how many readings it throws an unchecked exception; negative for never
   * @param rings rings per direction of the first port
   */
  public FakeSource(int failAfter, int rings) {
    this.failAfter = failAfter;
    this.rings = rings;
  }

  @Override
  public Reading readAt(long deadlineNanos) throws IOException {
    try {
      boolean _ = closed.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (readings++ == failAfter) {
      throw new IllegalStateException("made to fail");
    }
    long now = System.nanoTime();
    double seconds = (now - start) / 1e9;
    List<RingReading> eth = new ArrayList<>();
    for (int i = 0; i < rings; i++) {
      eth.add(ring(i, Direction.RX, seconds, 1_500_000.0 / (1 + i * i), i == 1 ? 300 : 0));
    }
    for (int i = 0; i < rings; i++) {
      eth.add(ring(i, Direction.TX, seconds, i == 0 ? 42_000 : 0, 0));
    }
    eth.add(ring(0, Direction.HOST_RX, seconds, 12, 0));
    eth.add(ring(0, Direction.HOST_TX, seconds, 0, 0));
    return new Reading(
        Instant.now(),
        now,
        "embedded",
        List.of(
            new PortReading("eth0", PortKind.NIC, eth, null),
            new PortReading("eth\u001b[31m1", PortKind.NIC, List.of(), "interface is down"),
            new PortReading(
                "vale0:1",
                PortKind.VALE,
                List.of(
                    ring(0, Direction.RX, seconds, 900, 0), ring(0, Direction.TX, seconds, 0, 0)),
                null)));
  }

  private static RingReading ring(
      int ring, Direction direction, double seconds, double rate, double drops) {
    double wave = 1 + Math.sin(seconds / 3 + ring) / 4;
    long packets = (long) (rate * seconds * wave);
    int used = rate == 0 ? 0 : (int) (511 * (1 + Math.sin(seconds + ring)));
    int head = (int) (packets % 1024);
    int tail =
        direction == Direction.RX || direction == Direction.HOST_RX
            ? (head + used) % 1024
            : Math.floorMod(head - 1 - used, 1024);
    Label label = List.of(Label.values()).get(ring % 4);
    return new RingReading(
        ring,
        direction,
        1024,
        head,
        head,
        tail,
        packets,
        packets * 612,
        (long) (drops * seconds),
        label);
  }

  @Override
  public boolean ended() {
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
