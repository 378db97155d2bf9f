package org.netmap4j.pcap;

import java.lang.foreign.MemorySegment;
import org.netmap4j.BatchHandler;
import org.netmap4j.PacketBatch;
import org.netmap4j.RxRing;
import org.netmap4j.error.NetmapException;

/** Hands packets over where they lie in the rings: for a handle that is alone on its port. */
final class InPlace implements BatchHandler {
  /** The most packets to look at in one go. */
  private static final int MOST = 256;

  private final Intake intake;
  private CapturedHandler handler = (_, _, _, _, _) -> {};
  private int most;
  private int given;
  private boolean ended;

  /** Delivers what an intake takes. */
  InPlace(Intake intake) {
    this.intake = intake;
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
    if (!intake.takes(batch.ring())) {
      return;
    }
    int size = batch.size();
    int left = most - given;
    int taken = 0;
    int next = 0;
    // locals, as fields are read again after each call
    CapturedHandler to = handler;
    MemorySegment memory = batch.memory();
    boolean ownTimes = batch.ring().ownTimes();
    long time = intake.time(batch.timestampNanos(0));
    try {
      while (next < size && taken < left && !intake.halted()) {
        int i = next++;
        int length = batch.length(i);
        int captured = intake.captured(batch, i, length);
        if (captured >= 0) {
          taken++;
          if (ownTimes) {
            time = intake.time(batch.timestampNanos(i));
          }
          to.packet(memory, batch.start(i), captured, length, time);
        }
      }
    } finally {
      given += taken;
      intake.received(taken);
      ended = given == most || intake.halted();
      if (next < size) {
        batch.leave(next);
      }
    }
  }
}
