package org.netmap4j.scripted;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.SleepWatch;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/** A port with a region of its own; its memory ends with it, so that a late access is seen. */
public final class ScriptedPort implements Registration {
  private static final long RINGS = 4096;

  /** What a sync does. */
  @FunctionalInterface
  public interface Sync {
    void run() throws NetmapException;
  }

  private final Arena arena = Arena.ofShared();
  private final MemorySegment region;
  private final ScriptedEngine engine;
  private final RegisterRequest request;
  private final RegisterReply reply;
  private final int fd = Libc.eventfd();
  private final AtomicInteger closes = new AtomicInteger();
  private final AtomicInteger rxsyncs = new AtomicInteger();
  private final AtomicInteger txsyncs = new AtomicInteger();
  private final AtomicInteger sleeps = new AtomicInteger();
  private final AtomicInteger asleep = new AtomicInteger();
  private final AtomicInteger openWatches = new AtomicInteger();
  private volatile Sync onRxsync = () -> {};
  private volatile Sync onTxsync = () -> {};
  private volatile Runnable onClose = () -> {};
  private volatile long nextEvent = Long.MAX_VALUE;
  private volatile Optional<NetmapError> trouble = Optional.empty();

  ScriptedPort(ScriptedEngine engine, RegisterRequest request) {
    this.engine = engine;
    this.request = request;
    int rings = engine.txRings + engine.rxRings;
    int slots = engine.slots;
    long ringBytes = 256 + 16L * slots + 128 & -64;
    long buffers = RINGS + rings * ringBytes + 4095 & -4096;
    int extra = request.extraBuffers();
    int bufferCount = 2 + rings * slots + extra;
    region = arena.allocate(buffers + (long) bufferCount * engine.bufferSize, 4096);
    MemorySegment.copy(
        MemorySegment.ofArray(new byte[] {'s', 'c', 'r', 'i', 'p', 't'}), 0, region, 0, 6);
    // a host ring of each kind that is not bound, as real ports have
    raw().counts(engine.txRings, engine.rxRings, 1, 1);
    int buffer = 2;
    for (int i = 0; i < rings; i++) {
      boolean receives = i >= engine.txRings;
      long ring = RINGS + i * ringBytes;
      raw().ofs(receives ? i + 1 : i, ring);
      region.set(JAVA_LONG, ring, buffers - ring);
      region.set(JAVA_INT, ring + 8, slots);
      region.set(JAVA_INT, ring + 12, engine.bufferSize);
      region.set(JAVA_SHORT, ring + 18, (short) (receives ? 0 : 1));
      RawRing raw = new RawRing(region, ring);
      raw.tail(receives ? 0 : slots - 1);
      for (int s = 0; s < slots; s++) {
        raw.buf(s, buffer++);
        raw.len(s, engine.bufferSize);
      }
    }
    int head = 0;
    for (int i = 0; i < extra; i++) { // the last one made comes first, as in the module
      region.set(JAVA_INT, buffers + (long) buffer * engine.bufferSize, head);
      head = buffer++;
    }
    raw().bufsHead(head);
    reply =
        engine.change(
            new RegisterReply(0, 1, bufferCount, extra, PortKind.VALE, engine.maxTransmit));
  }

  /** What was asked for. */
  public RegisterRequest request() {
    return request;
  }

  /** Its memory. */
  public RawPort raw() {
    return new RawPort(region, 0);
  }

  public RawRing rx(int i) {
    return raw().rx(i);
  }

  public RawRing tx(int i) {
    return raw().tx(i);
  }

  public void onRxsync(Sync script) {
    onRxsync = script;
  }

  public void onTxsync(Sync script) {
    onTxsync = script;
  }

  public void nextEvent(long nanos) {
    nextEvent = nanos;
  }

  public void trouble(NetmapError error) {
    trouble = Optional.of(error);
  }

  public void fine() {
    trouble = Optional.empty();
  }

  /** How often a thread slept on its sources. */
  public int sleeps() {
    return sleeps.get();
  }

  /** How many sleep now. */
  public int asleep() {
    return asleep.get();
  }

  public int openWatches() {
    return openWatches.get();
  }

  @Override
  public SleepWatch sleepWatch() {
    openWatches.incrementAndGet();
    return new SleepWatch() {
      @Override
      public void begins(long nanos) {
        sleeps.incrementAndGet();
        asleep.incrementAndGet();
      }

      @Override
      public void ends() {
        asleep.decrementAndGet();
      }

      @Override
      public void close() {
        openWatches.decrementAndGet();
      }
    };
  }

  public int closes() {
    return closes.get();
  }

  public int rxsyncs() {
    return rxsyncs.get();
  }

  public int txsyncs() {
    return txsyncs.get();
  }

  /** The extra buffers that are chained from ni_bufs_head. */
  public List<Integer> chain() {
    List<Integer> chain = new ArrayList<>();
    RawRing any = raw().ofs(0) != 0 ? tx(0) : rx(0);
    for (int index = raw().bufsHead(); index != 0 && chain.size() < reply.buffers(); ) {
      chain.add(index);
      long at = any.base() + any.bufOfs() + (long) index * any.bufferSize();
      index = region.get(JAVA_INT, at);
    }
    return chain;
  }

  /** What to do with its memory when it is closed. */
  public void onClose(Runnable script) {
    onClose = script;
  }

  /** Makes its descriptor readable. */
  public void signal() {
    write(1);
  }

  /** Makes its descriptor readable and no longer writable, until it is drained. */
  public void stuff() {
    write(-2);
  }

  private void write(long number) {
    try (Arena scratch = Arena.ofConfined()) {
      Libc.write(fd, scratch.allocateFrom(JAVA_LONG, number), 8);
    }
  }

  /** Makes its descriptor writable and no longer readable. */
  public void drain() {
    try (Arena scratch = Arena.ofConfined()) {
      Libc.read(fd, scratch.allocate(8, 8), 8);
    }
  }

  /** An rxsync that puts these packets, each of one slot, into ring {@code i} once. */
  public void arrive(int i, byte[]... packets) {
    RawRing ring = rx(i);
    int at = ring.tail();
    for (byte[] packet : packets) {
      ring.put(at, packet, 0);
      at = at + 1 == ring.slots() ? 0 : at + 1;
    }
    ring.tail(at);
  }

  @Override
  public MemorySegment region() {
    return region;
  }

  @Override
  public RegisterReply reply() {
    return reply;
  }

  @Override
  public void rxsync() throws NetmapException {
    rxsyncs.incrementAndGet();
    onRxsync.run();
  }

  @Override
  public void txsync() throws NetmapException {
    txsyncs.incrementAndGet();
    onTxsync.run();
  }

  @Override
  public List<WaitSource> receiveSources() {
    return engine.rxRings == 0 ? List.of() : List.of(new WaitSource(fd, LinuxAbi.EPOLLIN));
  }

  /** The same descriptor as for receiving, as a netmap descriptor is. */
  @Override
  public List<WaitSource> transmitSources() {
    return engine.txRings == 0 ? List.of() : List.of(new WaitSource(fd, LinuxAbi.EPOLLOUT));
  }

  @Override
  public long nextEventNanos() {
    return nextEvent;
  }

  @Override
  public Optional<NetmapError> trouble() {
    return trouble;
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public Optional<RingCounters> counters(RingId ring) {
    return Optional.empty();
  }

  @Override
  public void close() {
    if (closes.getAndIncrement() == 0) {
      onClose.run();
      arena.close();
      Libc.close(fd);
    }
  }
}
