package org.netmap4j.engine.embedded;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;

/**
 * A NIC without a wire: each receive ring gets UDP frames of mixed sizes at its own rate, each
 * transmit ring swallows what it is given. What finds no room in time is lost and counted, as on a
 * real link.
 */
final class GeneratorNic implements NicDriver {
  private static final int LONGEST = 1514;
  private static final int IP = 14;
  private static final int UDP = 34;

  /** Lengths without frame check sequence, in the proportions 7:4:1 of the simple IMIX. */
  private static final int[] SIZES = {60, 60, 60, 60, 60, 60, 60, 590, 590, 590, 590, LONGEST};

  private final GeneratorOptions options;

  GeneratorNic(GeneratorOptions options) {
    this.options = options;
  }

  @Override
  public PortShape shape() {
    int rings = options.packetsPerSecond().size();
    return new PortShape(
        PortKind.GENERATOR, rings, rings, 0, 0, options.slots(), options.slots(), 65_536);
  }

  @Override
  public Map<RingId, RingQueue> activate(List<RingId> rings) {
    Map<RingId, RingQueue> queues = new HashMap<>();
    for (RingId ring : rings) {
      queues.put(ring, ring.kind().receives() ? new Source(ring.index()) : new Sink());
    }
    return queues;
  }

  @Override
  public void promiscuous() {}

  @Override
  public Optional<NetmapError> trouble() {
    return Optional.empty();
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public void close() {}

  private final class Source implements RingQueue {
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier clock = options.clock();
    private final long start = clock.getAsLong();
    private final long rate;
    private final SplittableRandom random;
    private final byte[] frame = new byte[LONGEST];
    private final MemorySegment memory = MemorySegment.ofArray(frame);
    private long made;

    Source(int ring) {
      rate = options.packetsPerSecond().get(ring);
      random = new SplittableRandom(options.seed() + ring);
      random.nextBytes(frame);
      // locally administered addresses; addresses for documentation; UDP from a port of the ring's
      // own
      ByteBuffer.wrap(frame)
          .put(new byte[] {2, 0, 0, 0, 0, 1})
          .put(new byte[] {2, 0, 0, 0, 1, (byte) ring})
          .putShort((short) 0x0800)
          .put(new byte[] {0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0})
          .put(new byte[] {(byte) 192, 0, 2, 0, (byte) 198, 51, 100, (byte) ring})
          .putShort((short) (10_000 + ring))
          .putShort((short) 9);
    }

    /**
     * Fills in what differs from frame to frame: the sender, the lengths, the header's checksum.
     */
    private void finish(int size) {
      ByteBuffer header = ByteBuffer.wrap(frame);
      frame[IP + 15] = (byte) random.nextInt(1, 255);
      header.putShort(IP + 2, (short) (size - IP));
      header.putInt(UDP + 4, (size - UDP) << 16); // no checksum, as UDP over IPv4 may
      header.putShort(IP + 10, (short) 0);
      int sum = 0;
      for (int at = IP; at < UDP; at += 2) {
        sum += Short.toUnsignedInt(header.getShort(at));
      }
      sum = (sum >>> 16) + (sum & 0xffff);
      header.putShort(IP + 10, (short) ~(sum + (sum >>> 16)));
    }

    private long due(long now) {
      long elapsed = now - start;
      return elapsed / SECOND * rate + elapsed % SECOND * rate / SECOND;
    }

    @Override
    public void receive(RxKring ring) {
      long owed = due(clock.getAsLong()) - made;
      for (long i = 0; i < owed; i++) {
        int size = SIZES[random.nextInt(SIZES.length)];
        finish(size);
        made++;
        if (!ring.put(memory, 0, size)) {
          long lost = owed - i;
          made += lost - 1;
          ring.stats.dropped(DropCause.QUEUE_FULL, lost);
          return;
        }
      }
    }

    @Override
    public List<WaitSource> sources() {
      return List.of();
    }

    @Override
    public long nextEventNanos() {
      if (rate == 0) {
        return Long.MAX_VALUE;
      }
      long wait =
          start + (made + 1) / rate * SECOND + ((made + 1) % rate * SECOND + rate - 1) / rate;
      return System.nanoTime() + Math.max(0, wait - clock.getAsLong());
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public void close() {}
  }

  private static final class Sink implements RingQueue {
    @Override
    public void transmit(TxKring ring) {
      ring.look();
      for (; ring.found(); ring.next()) {
        ring.stats.passed(1, ring.bytes());
      }
      ring.taken(ring.position());
    }

    @Override
    public List<WaitSource> sources() {
      return List.of();
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public void close() {}
  }
}
