package org.netmap4j.engine.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.host.LinkState;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/**
 * A tap device whose wire ends here, so that what comes out of it is what the host's stack sends,
 * and what is written to it the stack receives.
 *
 * <p>Its NIC rings are that wire. While host rings are bound, these have the stack, as on any NIC,
 * and the NIC's rings lead nowhere: nothing arrives in them, and what they send is lost.
 */
final class TapNic implements NicDriver {
  private static final int SLOTS = 1024;
  private static final int MAX_RINGS = 64;
  private static final int LONGEST = 1 << 16;
  private static final long RETRY_NANOS = 200_000;

  private final NetInterface device;
  private final LinkState link;
  private final TapDevice tap;
  private final PortShape shape;

  /** Host rings that are bound. */
  private final AtomicInteger hostRings = new AtomicInteger();

  private TapNic(NetInterface device, LinkState link, TapDevice tap, Geometry asked) {
    this.device = device;
    this.link = link;
    this.tap = tap;
    shape =
        new PortShape(
            PortKind.NIC,
            Numbers.bound(asked.txRings(), tap.queues(), MAX_RINGS),
            tap.queues(),
            Numbers.bound(asked.hostTxRings(), 1, MAX_RINGS),
            Numbers.bound(asked.hostRxRings(), 1, MAX_RINGS),
            Numbers.bound(asked.txSlots(), SLOTS, 0xffff),
            Numbers.bound(asked.rxSlots(), SLOTS, 0xffff),
            device.mtu() + LinuxAbi.ETH_HLEN + LinuxAbi.VLAN_HLEN);
  }

  /** Takes the wire's end of a device, if it is a tap whose wire's end can be had. */
  static Optional<TapNic> take(NetInterface device, Geometry asked) throws NetmapException {
    Optional<TapDevice> tap = TapDevice.take(device, Numbers.bound(asked.rxRings(), 1, MAX_RINGS));
    if (tap.isEmpty()) {
      return Optional.empty();
    }
    Optional<LinkState> link = LinkState.of(device.name());
    if (link.isEmpty()) {
      tap.get().close();
      throw new NetmapException(new NetmapError.NoSuchPort(device.name(), NetInterfaces.names()));
    }
    return Optional.of(new TapNic(device, link.get(), tap.get(), asked));
  }

  @Override
  public PortShape shape() {
    return shape;
  }

  @Override
  public Map<RingId, RingQueue> activate(List<RingId> rings) {
    Map<RingId, RingQueue> queues = new HashMap<>();
    for (RingId ring : rings) {
      queues.put(ring, ring.kind().receives() ? new Receiver(ring) : new Sender(ring));
      hostRings.addAndGet(ring.kind().host() ? 1 : 0);
    }
    return queues;
  }

  private void deactivate(RingId ring) {
    hostRings.addAndGet(ring.kind().host() ? -1 : 0);
  }

  /** Whether a ring leads to the stack now. */
  private boolean connected(RingId ring) {
    return ring.kind().host() || hostRings.get() == 0;
  }

  @Override
  public void promiscuous() {}

  @Override
  public Optional<NetmapError> trouble() {
    Optional<Boolean> up = link.up();
    return up.orElse(false)
        ? Optional.empty()
        : Optional.of(new NetmapError.InterfaceDown(device.name(), up.isEmpty()));
  }

  private void checkLink() throws NetmapException {
    Optional<NetmapError> trouble = trouble();
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public void close() {
    tap.close();
    link.close();
  }

  /** What the stack sends; a host ring may have several of the device's queues, or none. */
  private final class Receiver implements RingQueue {
    private final RingId id;
    private final List<Integer> fds = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(LONGEST, 64);

    Receiver(RingId id) {
      this.id = id;
      for (int i = id.index(); i < tap.queues(); i += shape.rings(id.kind())) {
        fds.add(tap.fd(i));
      }
    }

    @Override
    public void receive(RxKring ring) throws NetmapException {
      int before = ring.hwtail;
      if (connected(id)) {
        for (int fd : fds) {
          receive(ring, fd);
        }
      }
      if (ring.hwtail == before) {
        checkLink();
      }
    }

    /** What finds no room stays in the device's queue, which the system bounds. */
    private void receive(RxKring ring, int fd) {
      while (ring.accepts(shape.maxTransmit())) {
        long length = Libc.read(fd, frame, LONGEST);
        if (length == -LinuxAbi.EINTR) {
          continue;
        }
        if (length < 0) {
          return;
        }
        if (!ring.put(frame, 0, (int) length)) {
          ring.stats.dropped(DropCause.TOO_LONG, 1); // longer than the device says they are
        }
      }
    }

    /**
     * From the wire to the stack; not from the stack to the wire, whose rings lead nowhere while
     * there are host rings.
     */
    @Override
    public boolean forward(RxKring ring, int first, int end) {
      if (id.kind().host() || !connected(id) || fds.isEmpty()) {
        return false;
      }
      int length = 0;
      for (int i = first; i != end; i = RingIndices.next(i, ring.slots)) {
        long slot = ring.slot(i);
        int part = ring.length(slot);
        if (length + part > LONGEST) {
          return false;
        }
        long from = ring.region.bufferOffset(ring.buffer(slot)) + ring.offset(slot);
        MemorySegment.copy(ring.memory, from, frame, length, part);
        length += part;
      }
      return Libc.write(fds.getFirst(), frame, length) == length;
    }

    @Override
    public List<WaitSource> sources() {
      return fds.stream().map(fd -> new WaitSource(fd, LinuxAbi.EPOLLIN)).toList();
    }

    @Override
    public void close() {
      deactivate(id);
      arena.close();
    }
  }

  /** What the stack is to receive. */
  private final class Sender implements RingQueue {
    private final RingId id;
    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(LONGEST, 64);
    private volatile boolean congested;

    Sender(RingId id) {
      this.id = id;
      fd = tap.fd(id.index() % tap.queues());
    }

    @Override
    public void transmit(TxKring ring) throws NetmapException {
      congested = false;
      ring.look();
      for (; ring.found(); ring.next()) {
        if (!connected(id) || ring.bytes() > LONGEST) {
          ring.stats.dropped(connected(id) ? DropCause.TOO_LONG : DropCause.LINK, 1);
        } else if (!send(ring)) {
          break;
        }
      }
      ring.taken(ring.position());
      if (congested) {
        checkLink();
      }
    }

    /** False when the frame is to stay for later. */
    private boolean send(TxKring ring) {
      long written = write(ring);
      if (written >= 0) {
        ring.stats.passed(1, ring.bytes());
        return true;
      }
      congested =
          switch ((int) -written) {
            case LinuxAbi.EAGAIN, LinuxAbi.ENOBUFS, LinuxAbi.EINTR, LinuxAbi.ENOMEM -> true;
            case LinuxAbi.EIO -> true; // it is down
            default -> false;
          };
      ring.stats.dropped(DropCause.LINK, congested ? 0 : 1);
      return !congested;
    }

    private long write(TxKring ring) {
      if (ring.fragments() == 1) {
        return Libc.write(fd, ring.memory.asSlice(ring.offset(0)), ring.length(0));
      }
      long length = 0;
      for (int i = 0; i < ring.fragments(); i++) {
        MemorySegment.copy(ring.memory, ring.offset(i), frame, length, ring.length(i));
        length += ring.length(i);
      }
      return Libc.write(fd, frame, length);
    }

    @Override
    public long nextEventNanos() {
      return congested ? System.nanoTime() + RETRY_NANOS : Long.MAX_VALUE;
    }

    @Override
    public void close() {
      deactivate(id);
      arena.close();
    }
  }
}
