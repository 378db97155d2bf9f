package org.netmap4j.engine.embedded;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;

/**
 * A NIC whose one receive ring gets the packets of a savefile, at their recorded times. A packet
 * that finds no room waits: nothing is lost. What cannot be read ends the file, after what came
 * before. Packets that are not Ethernet frames are left out, which is said at the end of the file.
 */
final class ReplayNic implements NicDriver {
  private final ReplayOptions options;
  private final SavefileReader reader;
  private final Player player = new Player();
  private Optional<Foreign> foreign = Optional.empty();
  private volatile boolean ended;
  private volatile @Nullable NetmapError trouble;

  ReplayNic(ReplayOptions options) throws NetmapException {
    this.options = options;
    reader = Savefiles.open(options.file());
  }

  @Override
  public PortShape shape() {
    return new PortShape(PortKind.REPLAY, 0, 1, 0, 0, options.slots(), options.slots(), 0);
  }

  @Override
  public Map<RingId, RingQueue> activate(List<RingId> rings) {
    Map<RingId, RingQueue> queues = new HashMap<>();
    rings.forEach(ring -> queues.put(ring, player));
    return queues;
  }

  @Override
  public void promiscuous() {}

  @Override
  public Optional<NetmapError> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public boolean exhausted() {
    return ended;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (NetmapException e) {
      trouble = e.error();
    }
  }

  /** Packets that are left out; what is said of the first. */
  private record Foreign(long offset, int linktype, String name, long packets) {
    Foreign oneMore() {
      return new Foreign(offset, linktype, name, packets + 1);
    }

    NetmapError error(Path file) {
      String from = name.isEmpty() ? "" : " from interface " + name;
      return new NetmapError.BadFile(
          file.toString(),
          offset,
          "Ethernet frames (linktype 1)",
          "a packet of linktype %d%s; %d such were left out".formatted(linktype, from, packets));
    }
  }

  /** The one receive ring; who binds it anew goes on where it was left. */
  private final class Player implements RingQueue {
    /** Whether the reader stands on a packet that is not in the ring yet. */
    private boolean waiting;

    private boolean started;
    private long start;
    private long firstTimestamp;
    private volatile long next = System.nanoTime();

    @Override
    public void receive(RxKring ring) {
      if (!started) {
        started = true;
        start = options.clock().getAsLong();
        advance();
        firstTimestamp = waiting ? reader.timestampNanos() : 0;
      }
      long now = options.clock().getAsLong();
      while (waiting) {
        long early = due() - Math.max(0, now - start);
        if (early > 0) {
          next = System.nanoTime() + Math.min(early, Long.MAX_VALUE / 2);
          return;
        }
        ring.arrived(reader.timestampNanos());
        if (!ring.put(MemorySegment.ofBuffer(reader.data()), 0, reader.capturedLength())) {
          next = Long.MAX_VALUE; // room comes by a sync, which looks here again
          return;
        }
        advance();
      }
      next = Long.MAX_VALUE;
    }

    /** When the packet is due, in nanoseconds after the start; far off rather than wrapped. */
    private long due() {
      return (long) (Math.max(0, reader.timestampNanos() - firstTimestamp) / options.speed());
    }

    private void advance() {
      try {
        do {
          waiting = reader.next();
        } while (waiting && isForeign());
        if (!waiting) {
          foreign.ifPresent(found -> trouble = found.error(options.file()));
          ended = true;
        }
      } catch (NetmapException e) {
        trouble = e.error();
        waiting = false;
        ended = true;
      }
    }

    /** Whether the packet is to be left out. */
    private boolean isForeign() {
      if (reader.linktype() == PcapHeader.ETHERNET) {
        return false;
      }
      foreign =
          Optional.of(
              foreign
                  .map(Foreign::oneMore)
                  .orElseGet(() ->
                      new Foreign(
                          reader.offset(),
                          reader.linktype(),
                          reader.captureInterface().name(),
                          1)));
      return true;
    }

    @Override
    public long nextEventNanos() {
      return next;
    }

    @Override
    public List<WaitSource> sources() {
      return List.of();
    }

    @Override
    public boolean timed() {
      return true;
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public void close() {}
  }
}
