package org.netmap4j.pcap;

import java.util.function.BooleanSupplier;
import org.netmap4j.BatchHandler;
import org.netmap4j.PacketBatch;
import org.netmap4j.RxRing;
import org.netmap4j.error.NetmapException;

/** Hands packets over where they lie in the rings: for a handle that is alone on its port. */
final class InPlace implements BatchHandler {
  /** The most packets to look at in one go. */
  private static final int MOST = 256;

  private final Intake intake;
  private final BooleanSupplier enough;
  private CapturedHandler handler = (_, _, _, _, _) -> {};
  private int most;
  private int given;
  private boolean ended;

  /**
   * Delivers what an intake takes.
   *
   * @param enough looked at before each packet: what is left stays in the rings
   */
  InPlace(Intake intake, BooleanSupplier enough) {
    this.intake = intake;
    this.enough = enough;
  }

  /** Hands over at most {@code count} packets of the rings; answers how many. */
  int deliver(RxRing[] rings, int first, int count, CapturedHandler to) throws NetmapException {
    handler = to;
    most = count;
    given = 0;
    ended = false;
    int ring = first;
    for (int tried = 0; tried < rings.length && !ended; tried++) {
      deliver(rings[ring]);
      ring = ring + 1 == rings.length ? 0 : ring + 1;
    }
    return given;
  }

  /** Looks at few packets first if few are asked for, and at more as the filter refuses them. */
  private void deliver(RxRing ring) throws NetmapException {
    int limit = Math.min(most, MOST);
    while (!ended && ring.receive(limit, this) > 0) {
      limit = Math.min(2 * limit, MOST);
    }
  }

  @Override
  public void onBatch(PacketBatch batch) {
    int size = batch.size();
    if (!intake.takes(batch.ring())) {
      return;
    }
    int next = 0;
    int before = given;
    try {
      while (next < size && !ended) {
        if (enough.getAsBoolean()) {
          ended = true;
          break;
        }
        int i = next++;
        int captured = intake.captured(batch, i);
        if (captured >= 0) {
          given++;
          ended = given == most;
          handler.packet(
              batch.memory(),
              batch.start(i),
              captured,
              batch.length(i),
              intake.time(batch.timestampNanos(i)));
        }
      }
    } finally {
      intake.received(given - before);
      if (next < size) {
        batch.leave(next);
      }
    }
  }
}
