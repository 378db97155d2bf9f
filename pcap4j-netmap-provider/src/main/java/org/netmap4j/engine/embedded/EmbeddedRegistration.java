package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** A registration: its netmap_if, and the rings that it binds. */
final class EmbeddedRegistration implements Registration {
  private final EmbeddedEngine engine;
  private final Port port;
  private final List<Bound> rings;
  private final Bound[] receivers;
  private final Bound[] transmitters;
  private final long nifp;
  private final int extraBuffers;

  EmbeddedRegistration(EmbeddedEngine engine, Port port, List<Bound> rings, int extraBuffers)
      throws NetmapException {
    this.engine = engine;
    this.port = port;
    this.rings = rings;
    receivers = of(rings, true);
    transmitters = of(rings, false);
    PortShape shape = port.shape();
    Region region = port.region();
    nifp = region.takeIf(shape.ringOffsets());
    try {
      this.extraBuffers = ExtraBuffers.take(region, nifp, extraBuffers);
    } catch (NetmapException e) {
      region.giveIf(nifp);
      throw e;
    }
    MemorySegment memory = region.memory();
    byte[] name = port.name().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(name.length, NetmapAbi.IF_NAME_SIZE - 1);
    MemorySegment.copy(name, 0, memory, JAVA_BYTE, nifp + NetmapAbi.IF_NAME, length);
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_FLAGS, region.isPrivate() ? NetmapAbi.NI_PRIV_MEM : 0);
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_TX_RINGS, shape.txRings());
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_RX_RINGS, shape.rxRings());
    memory.set(
        JAVA_INT, nifp + NetmapAbi.IF_HOST_TX_RINGS, PortShape.hostEntries(shape.hostTxRings()));
    memory.set(
        JAVA_INT, nifp + NetmapAbi.IF_HOST_RX_RINGS, PortShape.hostEntries(shape.hostRxRings()));
    for (Bound ring : rings) {
      long entry = NetmapAbi.IF_RING_OFS + 8L * shape.ringOffset(ring.kring().id());
      memory.set(JAVA_LONG, nifp + entry, ring.kring().base - nifp);
    }
    region.directory().portOpened(nifp, shape.kind(), port.name());
  }

  private static Bound[] of(List<Bound> rings, boolean receive) {
    return rings.stream()
        .filter(ring -> ring.kring().id().kind().receives() == receive)
        .toArray(Bound[]::new);
  }

  Port port() {
    return port;
  }

  List<Bound> rings() {
    return rings;
  }

  long nifp() {
    return nifp;
  }

  @Override
  public MemorySegment region() {
    return port.region().memory();
  }

  @Override
  public RegisterReply reply() {
    return new RegisterReply(
        nifp,
        port.region().id(),
        port.region().layout().buffers(),
        extraBuffers,
        port.shape().kind(),
        port.shape().maxTransmit());
  }

  @Override
  public void rxsync() throws NetmapException {
    sync(receivers);
  }

  @Override
  public void txsync() throws NetmapException {
    sync(transmitters);
  }

  /** All rings get their turn, also when one of them reports that the interface is down. */
  private static void sync(Bound[] rings) throws NetmapException {
    @Nullable NetmapException first = null;
    for (Bound ring : rings) {
      try {
        ring.sync();
      } catch (NetmapException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static List<WaitSource> sources(Bound[] rings) throws NetmapException {
    List<WaitSource> sources = new ArrayList<>();
    for (Bound ring : rings) {
      sources.addAll(ring.queue().sources());
    }
    return sources;
  }

  @Override
  public List<WaitSource> receiveSources() throws NetmapException {
    return sources(receivers);
  }

  @Override
  public List<WaitSource> transmitSources() throws NetmapException {
    return sources(transmitters);
  }

  @Override
  public long nextEventNanos() {
    long next = Long.MAX_VALUE;
    for (Bound ring : rings) {
      next = Math.min(next, ring.queue().nextEventNanos());
    }
    return next;
  }

  @Override
  public Optional<NetmapError> trouble() {
    Optional<NetmapError> trouble = port.trouble();
    for (Bound ring : rings) {
      trouble = trouble.or(ring.kring()::fault);
    }
    return trouble;
  }

  @Override
  public boolean exhausted() {
    return port.exhausted();
  }

  @Override
  public boolean taps() {
    return port.taps();
  }

  @Override
  public long[] arrivals(RingId id) {
    for (Bound ring : receivers) {
      if (ring.kring() instanceof RxKring kring && kring.id().equals(id) && ring.queue().timed()) {
        return kring.arrivals();
      }
    }
    return new long[0];
  }

  @Override
  public Optional<RingCounters> counters(RingId id) {
    for (Bound ring : rings) {
      if (ring.kring().id().equals(id)) {
        RingStats stats = ring.kring().stats;
        ring.kring().exclusively(() -> ring.queue().count(stats));
        return Optional.of(stats.read(ring.queue().accuracy()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    engine.unregister(this);
  }
}
