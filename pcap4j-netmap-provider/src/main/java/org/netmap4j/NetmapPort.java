package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** An open netmap port and its rings; see the package for threads and lifetimes. */
public final class NetmapPort implements AutoCloseable {
  private static final long RETRY_NANOS = 200_000;

  private final String name;
  private final String engine;
  private final Registration registration;
  private final RegisterReply reply;
  private final List<RxRing> rxRings;
  private final List<TxRing> txRings;
  private final TxRing[] injectRings;
  private final UseGate gate = new UseGate();
  private final Set<Poller> pollers = ConcurrentHashMap.newKeySet();
  private final Cursor cursor;
  private final Optional<ExtraBuffers> extraBuffers;

  /** One for who waits for packets, one for who waits for room: these may be two threads. */
  private final Map<Poller.Interest, Poller> ownPollers = new EnumMap<>(Poller.Interest.class);

  private final Set<Poller.Interest> wakeFirst = EnumSet.noneOf(Poller.Interest.class);
  private int curTx;

  /** Whether the other side may move the head of a transmit ring, in a receive sync. */
  private boolean forwards;

  NetmapPort(String name, String engine, Registration registration) throws NetmapException {
    this.name = name;
    this.engine = engine;
    this.registration = registration;
    reply = registration.reply();
    List<RxRing> rx = new ArrayList<>();
    List<TxRing> tx = new ArrayList<>();
    MemorySegment region = registration.region();
    long nifp = reply.nifpOffset();
    require(fits(region, nifp, 0), "is at offset " + nifp);
    int before = 0;
    for (RingKind kind : RingKind.values()) {
      int count = count(region, nifp, kind);
      require(
          count >= 0 && count <= 0xffff && fits(region, nifp, before + count),
          "says " + count + " " + kind.text() + " rings");
      for (int i = 0; i < count; i++) {
        long entry = nifp + NetmapAbi.IF_RING_OFS + 8L * (before + i);
        long offset = region.get(JAVA_LONG, entry);
        RingId id = new RingId(kind, i);
        if (offset == 0) {
          continue; // not bound
        }
        if (kind.receives()) {
          rx.add(new RxRing(this, id, region, nifp + offset, reply, registration.arrivals(id)));
        } else {
          tx.add(new TxRing(this, id, region, nifp + offset, reply));
        }
      }
      before += count;
    }
    rxRings = List.copyOf(rx);
    txRings = List.copyOf(tx);
    injectRings = tx.toArray(TxRing[]::new);
    cursor = new Cursor(this, gate, rxRings);
    extraBuffers =
        Stream.concat(rxRings.stream(), txRings.stream())
            .findFirst()
            .filter(ring -> reply.extraBuffers() > 0)
            .map(ring -> new ExtraBuffers(this, ring, reply));
  }

  private static boolean fits(MemorySegment region, long nifp, int rings) {
    return nifp >= 0 && nifp % 8 == 0 && nifp <= region.byteSize() - NetmapAbi.ifBytes(rings);
  }

  private static int count(MemorySegment region, long nifp, RingKind kind) {
    int field =
        switch (kind) {
          case TX -> NetmapAbi.IF_TX_RINGS;
          case HOST_TX -> NetmapAbi.IF_HOST_TX_RINGS;
          case RX -> NetmapAbi.IF_RX_RINGS;
          case HOST_RX -> NetmapAbi.IF_HOST_RX_RINGS;
        };
    return region.get(JAVA_INT, nifp + field);
  }

  private void require(boolean holds, String otherwise) throws NetmapException {
    if (!holds) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              name,
              "its netmap_if " + otherwise,
              "another process may have written to the region: close every port of it"));
    }
  }

  /** The name that it was opened by. */
  public String name() {
    return name;
  }

  /** The engine that holds it. */
  public String engine() {
    return engine;
  }

  /** What stands behind it. */
  public PortKind kind() {
    return reply.kind();
  }

  /** The number of its memory region; ports with the same one can pass buffers to each other. */
  public int memId() {
    return reply.memId();
  }

  /** The receive rings bound: the NIC's, then the host's. */
  public List<RxRing> rxRings() {
    return rxRings;
  }

  /** The transmit rings bound: the NIC's, then the host's. */
  public List<TxRing> txRings() {
    return txRings;
  }

  /** The extra buffers that were granted; empty when there are none. */
  public Optional<ExtraBuffers> extraBuffers() {
    return extraBuffers;
  }

  /** Goes in: the memory stays mapped until {@link #exit}. */
  void enter() throws NetmapException {
    if (!gate.enter()) {
      throw closed();
    }
  }

  /** Goes out; ends the port if it was closed meanwhile and nobody else is in. */
  void exit() {
    if (gate.exit()) {
      end();
    }
  }

  /** As {@link #enter}; false when the port is closed. */
  boolean entered() {
    return gate.enter();
  }

  void ensureOpen() throws NetmapException {
    if (gate.closed()) {
      throw closed();
    }
  }

  boolean isClosed() {
    return gate.closed();
  }

  private NetmapException closed() {
    return new NetmapException(new NetmapError.Closed(name));
  }

  void forwards() {
    forwards = true;
  }

  /** The registration, for the poller; used only between {@link #enter} and {@link #exit}. */
  Registration registration() {
    return registration;
  }

  /**
   * NIOCRXSYNC: gives back what was read, takes in what has arrived, on every receive ring. Does
   * not wait.
   *
   * @throws NetmapException the interface is down or gone, or the port is closed
   */
  public void rxsync() throws NetmapException {
    enter();
    try {
      cursor.publishTaken();
      registration.rxsync();
      if (forwards) {
        txRings.forEach(TxRing::reload);
      }
    } finally {
      exit();
    }
  }

  /**
   * NIOCTXSYNC: sends what was injected, takes back the slots that are done with, on every transmit
   * ring. Does not wait; what the link does not take now stays in the ring.
   *
   * @throws NetmapException the interface is down or gone, or the port is closed
   */
  public void txsync() throws NetmapException {
    enter();
    try {
      registration.txsync();
    } finally {
      exit();
    }
  }

  /**
   * nm_nextpkt: the next packet that is there, from the rings in turn, or null. Neither syncs nor
   * waits. Valid until the next call on this port. A packet over several slots comes whole.
   */
  public @Nullable Packet nextPacket() throws NetmapException {
    return cursor.next();
  }

  /**
   * nm_dispatch: hands the packets that are there to {@code handler}, ring after ring. Neither
   * syncs nor waits. Packets over several slots come whole. A packet is taken before it is handed
   * over: if the handler throws, it is not given again.
   *
   * @param limit the most packets to hand over, 0 or less for all that are there
   * @return how many were handed over
   */
  public int dispatch(int limit, PacketHandler handler) throws NetmapException {
    return cursor.dispatch(limit, handler);
  }

  /** Queues a whole array; as {@link #inject(byte[], int, int)}. */
  public boolean inject(byte[] packet) throws NetmapException {
    return inject(packet, 0, packet.length);
  }

  /**
   * nm_inject: copies a packet into a transmit ring that has room, the one used last first. It is
   * sent by the next {@link #txsync}.
   *
   * @return whether there was room in any ring; if not, sync and try again
   * @throws IllegalArgumentException the length is 0
   * @throws NetmapException the packet can never be sent here (too long), no transmit ring is
   *     bound, or the port is closed
   */
  public boolean inject(byte[] packet, int offset, int length) throws NetmapException {
    TxRing[] rings = injectRings;
    int first = curTx;
    return (first < rings.length && rings[first].inject(packet, offset, length))
        || injectElsewhere(packet, offset, length);
  }

  private boolean injectElsewhere(byte[] packet, int offset, int length) throws NetmapException {
    TxRing _ = firstRing();
    return elsewhere(0, 1, (ring, _) -> ring.inject(packet, offset, length) ? 1 : 0) == 1;
  }

  /** Queues whole arrays; as {@link #injectBatch(byte[][], int, int)}. */
  public int injectBatch(byte[][] packets) throws NetmapException {
    return injectBatch(packets, 0, packets.length);
  }

  /**
   * Copies packets into the transmit rings, from the one used last on: as {@link
   * TxRing#injectBatch(byte[][], int, int)}. They are sent by the next {@link #txsync}.
   *
   * @return how many were queued; fewer than {@code count} when all rings are full: sync, and go on
   *     with the next
   * @throws IllegalArgumentException a packet has 0 bytes; those before it are queued
   * @throws NetmapException a packet can never be sent here: the error ({@link
   *     NetmapError.PacketTooLarge}) says how many before it are queued; or no transmit ring is
   *     bound, or the port is closed
   */
  public int injectBatch(byte[][] packets, int from, int count) throws NetmapException {
    int done = firstRing().injectBatch(packets, from, count);
    return elsewhere(
        done,
        count,
        (ring, before) -> ring.injectBatch(packets, from + before, count - before, before));
  }

  /** As {@link #injectBatch(byte[][], int, int)}, out of a list that is fast at giving each. */
  public int injectBatch(List<byte[]> packets, int from, int count) throws NetmapException {
    int done = firstRing().injectBatch(packets, from, count);
    return elsewhere(
        done,
        count,
        (ring, before) -> ring.injectBatch(packets, from + before, count - before, before));
  }

  /**
   * Has {@code filler} write packets in place until all transmit rings are full or it has none
   * left: as {@link TxRing#fill}.
   *
   * @return how many were queued
   * @throws NetmapException the filler threw it, no transmit ring is bound, or the port is closed
   */
  public int fill(PacketFiller filler) throws NetmapException {
    int done = firstRing().fillUp(filler);
    return done < 0 ? ~done : elsewhere(done, Integer.MAX_VALUE, (ring, _) -> ring.fillUp(filler));
  }

  /** Queues in a ring, in a call that has queued {@code before} packets. */
  @FunctionalInterface
  private interface Queueing {
    /** Answers how many more; inverted if it is over. */
    int queue(TxRing ring, int before) throws NetmapException;
  }

  /** The ring to begin with. */
  private TxRing firstRing() throws NetmapException {
    if (injectRings.length == 0) {
      ensureOpen();
      throw new NetmapException(
          new NetmapError.NoSuchRing(name, "a transmit ring to inject into", "receive rings only"));
    }
    return injectRings[curTx];
  }

  /** Goes on with the other rings until {@code count} packets are queued; answers how many are. */
  private int elsewhere(int before, int count, Queueing queueing) throws NetmapException {
    TxRing[] rings = injectRings;
    int first = curTx;
    int done = before;
    for (int at = RingIndices.next(first, rings.length);
        at != first && done < count;
        at = RingIndices.next(at, rings.length)) {
      int more = queueing.queue(rings[at], done);
      int taken = more < 0 ? ~more : more;
      done += taken;
      if (taken > 0) {
        curTx = at;
      }
      if (more < 0) {
        break;
      }
    }
    return done;
  }

  /**
   * Syncs until everything injected was sent.
   *
   * @throws NetmapException not all was sent in time ({@link NetmapError.WouldBlock}; what is left
   *     stays in the rings), the interface is down, or the port is closed
   */
  public void flush(Duration timeout) throws NetmapException {
    long start = System.nanoTime();
    long limit = Poller.nanos(timeout);
    txsync();
    while (pending()) {
      long left = limit - (System.nanoTime() - start);
      if (left <= 0) {
        throw new NetmapException(
            new NetmapError.WouldBlock(name, "send all packets", timeout.toMillis()));
      }
      LockSupport.parkNanos(Math.min(left, RETRY_NANOS));
      txsync();
    }
  }

  /** Whether a transmit ring has slots that were not sent. */
  boolean pending() throws NetmapException {
    for (TxRing ring : txRings) {
      if (ring.pending() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until there are packets to read, syncing as needed; also pushes what was injected.
   *
   * @return true when there are packets; false after the time-out or a {@link #wake}
   * @throws NetmapException the interface is down or gone, or the port is closed, also meanwhile
   */
  public boolean awaitPackets(Duration timeout) throws NetmapException {
    return await(Poller.Interest.RECEIVE, timeout);
  }

  /** As {@link #awaitPackets}, until there is room in a transmit ring. */
  public boolean awaitRoom(Duration timeout) throws NetmapException {
    return await(Poller.Interest.TRANSMIT, timeout);
  }

  private boolean await(Poller.Interest interest, Duration timeout) throws NetmapException {
    Poller poller = poller(interest);
    poller.set(this, Set.of(interest));
    for (Poller.Event event : poller.await(timeout)) {
      if (event.trouble() != null) {
        throw event.trouble();
      }
      return true;
    }
    ensureOpen();
    return false;
  }

  /** Made when first needed: a port that is only ever polled with others needs none. */
  private synchronized Poller poller(Poller.Interest interest) throws NetmapException {
    ensureOpen();
    Poller poller = ownPollers.get(interest);
    if (poller == null) {
      poller = new Poller(name);
      ownPollers.put(interest, poller);
      if (wakeFirst.remove(interest)) {
        poller.wake();
      }
    }
    return poller;
  }

  /**
   * Ends the wait for packets and the wait for room on this port, or the next one of each if none
   * is under way.
   */
  public synchronized void wake() {
    for (Poller.Interest interest : Poller.Interest.values()) {
      Poller poller = ownPollers.get(interest);
      if (poller != null) {
        poller.wake();
      } else {
        wakeFirst.add(interest);
      }
    }
  }

  void joined(Poller poller) {
    pollers.add(poller);
  }

  void left(Poller poller) {
    pollers.remove(poller);
  }

  /** Whether no packet will ever arrive again, as after the end of a savefile. */
  public boolean exhausted() throws NetmapException {
    enter();
    try {
      return registration.exhausted();
    } finally {
      exit();
    }
  }

  /** Whether a receive ring has packets that can be read now. */
  boolean hasPackets() throws NetmapException {
    for (RxRing ring : rxRings) {
      if (ring.available() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it takes nothing away: the host's stack goes on with every frame, as if the port were
   * not there.
   */
  public boolean taps() throws NetmapException {
    enter();
    try {
      return registration.taps();
    } finally {
      exit();
    }
  }

  /** Asks whether something is wrong with the port just now, at the price of a system call. */
  public Optional<NetmapError> trouble() throws NetmapException {
    enter();
    try {
      return registration.trouble();
    } finally {
      exit();
    }
  }

  /** What went through a ring since the port was opened; empty where the engine does not count. */
  public Optional<RingCounters> counters(RingId ring) throws NetmapException {
    enter();
    try {
      return registration.counters(ring);
    } finally {
      exit();
    }
  }

  /**
   * Closes the port: wakes who waits on it, gives the rings back. Does not wait for a callback that
   * is running: the port ends when that returns. A second call does nothing.
   */
  @Override
  public void close() {
    boolean last = gate.close();
    txRings.forEach(TxRing::endSeat);
    pollers.forEach(Poller::wake);
    if (last) {
      end();
    }
  }

  /**
   * Runs once: by who closed, or by the last who was in. A thread that the kernel module holds in
   * its sleep has the locks of the set that it sleeps on, which leaving the set takes: so whoever
   * closes does not wait for that.
   */
  private void end() {
    if (pollers.isEmpty()) {
      release();
    } else {
      Aside.run("close " + name, this::release);
    }
  }

  private void release() {
    List<Seat> seats = txRings.stream().map(TxRing::endSeat).toList();
    Seat.fence();
    seats.forEach(Seat::awaitLeft);
    List.copyOf(pollers).forEach(poller -> poller.remove(this));
    extraBuffers.ifPresent(ExtraBuffers::giveBack);
    registration.close();
    synchronized (this) {
      ownPollers.values().forEach(Poller::close);
      ownPollers.clear();
    }
  }

  /** The name, the engine and the rings. */
  @Override
  public String toString() {
    return "%s (%s, %s): %d rx rings, %d tx rings%s"
        .formatted(
            name, engine, kind(), rxRings.size(), txRings.size(), gate.closed() ? ", closed" : "");
  }
}
