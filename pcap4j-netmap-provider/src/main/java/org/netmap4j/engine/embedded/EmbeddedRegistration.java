package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.engine.embedded.NicPort.Bound;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** A registration of a NIC port: its netmap_if, and the rings that it binds. */
final class EmbeddedRegistration implements Registration {
  private final EmbeddedEngine engine;
  private final NicPort port;
  private final Region region;
  private final List<Bound> rings;
  private final List<Bound> receivers;
  private final List<Bound> transmitters;
  private final long nifp;

  EmbeddedRegistration(EmbeddedEngine engine, NicPort port, Region region, List<Bound> rings)
      throws NetmapException {
    this.engine = engine;
    this.port = port;
    this.region = region;
    this.rings = rings;
    receivers = rings.stream().filter(ring -> ring.kring() instanceof RxKring).toList();
    transmitters = rings.stream().filter(ring -> ring.kring() instanceof TxKring).toList();
    NicShape shape = port.shape();
    int hostTx = Math.max(1, shape.hostTxRings());
    int hostRx = Math.max(1, shape.hostRxRings());
    nifp = region.takeIf(shape.txRings() + hostTx + shape.rxRings() + hostRx);
    MemorySegment memory = region.memory();
    byte[] name = port.name().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(name.length, NetmapAbi.IF_NAME_SIZE - 1);
    MemorySegment.copy(name, 0, memory, JAVA_BYTE, nifp + NetmapAbi.IF_NAME, length);
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_TX_RINGS, shape.txRings());
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_RX_RINGS, shape.rxRings());
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_HOST_TX_RINGS, hostTx);
    memory.set(JAVA_INT, nifp + NetmapAbi.IF_HOST_RX_RINGS, hostRx);
    for (Bound ring : rings) {
      RingId id = ring.kring().id();
      int before =
          switch (id.kind()) {
            case TX -> 0;
            case HOST_TX -> shape.txRings();
            case RX -> shape.txRings() + hostTx;
            case HOST_RX -> shape.txRings() + hostTx + shape.rxRings();
          };
      memory.set(
          JAVA_LONG,
          nifp + NetmapAbi.IF_RING_OFS + 8L * (before + id.index()),
          ring.kring().base - nifp);
    }
  }

  NicPort port() {
    return port;
  }

  Region memory() {
    return region;
  }

  List<Bound> rings() {
    return rings;
  }

  long nifp() {
    return nifp;
  }

  @Override
  public MemorySegment region() {
    return region.memory();
  }

  @Override
  public RegisterReply reply() {
    return new RegisterReply(
        nifp,
        region.id(),
        region.layout().buffers(),
        0,
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
  private static void sync(List<Bound> rings) throws NetmapException {
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

  private static List<WaitSource> sources(List<Bound> rings) {
    return rings.stream().flatMap(ring -> ring.queue().sources().stream()).toList();
  }

  @Override
  public List<WaitSource> receiveSources() {
    return sources(receivers);
  }

  @Override
  public List<WaitSource> transmitSources() {
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
    return port.driver().trouble();
  }

  @Override
  public boolean exhausted() {
    return port.driver().exhausted();
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
