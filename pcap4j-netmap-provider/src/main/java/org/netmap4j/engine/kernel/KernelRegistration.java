package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingIndices;
import org.netmap4j.engine.SleepWatch;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/** A registered descriptor of /dev/netmap. */
final class KernelRegistration implements Registration {
  private final Link link;
  private final Device device;
  private final MemorySegment region;
  private final RegisterReply reply;
  private final Holdings held;
  private final Watchdog watchdog;
  private final SleepWatch rxWatch;
  private final SleepWatch txWatch;
  private final long[] rxRings;
  private final long[] txRings;

  /** Of a monitor: its port was closed. */
  private volatile boolean orphaned;

  /** Takes over {@code held}, which the others are among. */
  KernelRegistration(
      Link link, Device device, MemorySegment region, RegisterReply reply, Holdings held) {
    this.link = link;
    this.device = device;
    this.region = region;
    this.reply = reply;
    this.held = held;
    watchdog = new Watchdog(link.name());
    rxWatch = sleepWatch();
    txWatch = sleepWatch();
    rxRings = offsets(NetmapAbi.DIR_RX);
    txRings = offsets(NetmapAbi.DIR_TX);
  }

  /** The rings of one direction that are bound, as offsets in the region. */
  private long[] offsets(int direction) {
    long nifp = reply.nifpOffset();
    int tx =
        region.get(JAVA_INT, nifp + NetmapAbi.IF_TX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_TX_RINGS);
    int rx =
        region.get(JAVA_INT, nifp + NetmapAbi.IF_RX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_RX_RINGS);
    List<Long> found = new ArrayList<>();
    int from = direction == NetmapAbi.DIR_TX ? 0 : tx;
    int to = direction == NetmapAbi.DIR_TX ? tx : tx + rx;
    for (int i = from; i < to; i++) {
      long offset = region.get(JAVA_LONG, nifp + NetmapAbi.IF_RING_OFS + 8L * i);
      if (offset != 0) {
        found.add(nifp + offset);
      }
    }
    return found.stream().mapToLong(Long::longValue).toArray();
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
    sync(NetmapAbi.NIOCRXSYNC, rxRings, rxWatch);
    if (reply.kind() == PortKind.MONITOR && !orphaned && nothingReceived()) {
      orphaned = failsPoll();
    }
  }

  private boolean nothingReceived() {
    for (long ring : rxRings) {
      int head = region.get(JAVA_INT, ring + NetmapAbi.RING_HEAD);
      if (head != SharedMemory.getAcquire(region, ring + NetmapAbi.RING_TAIL)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a monitor's port was closed: then it never shows anything again, which NIOCRXSYNC does
   * not say, but poll does. It syncs as well, so it is not for any other place.
   */
  private boolean failsPoll() {
    int found = Libc.poll(device.fd(), LinuxAbi.EPOLLIN, 0);
    return found > 0 && (found & LinuxAbi.EPOLLERR) != 0;
  }

  @Override
  public void txsync() throws NetmapException {
    sync(NetmapAbi.NIOCTXSYNC, txRings, txWatch);
  }

  private void sync(long request, long[] rings, SleepWatch watch) throws NetmapException {
    if (rings.length == 0) {
      return;
    }
    for (long ring : rings) {
      check(ring);
    }
    link.ensureUp(watchdog.holds());
    int answer;
    watch.begins(0);
    try {
      answer = Libc.ioctl(device.fd(), request, MemorySegment.NULL);
    } finally {
      watch.ends();
    }
    if (answer < 0) {
      throw new NetmapException(syncError(-answer));
    }
  }

  /** The module answers 0 to indices that it cannot use, and may wipe the ring: so look first. */
  private void check(long ring) throws NetmapException {
    int slots = region.get(JAVA_INT, ring + NetmapAbi.RING_NUM_SLOTS);
    int head = region.get(JAVA_INT, ring + NetmapAbi.RING_HEAD);
    int cur = region.get(JAVA_INT, ring + NetmapAbi.RING_CUR);
    int tail = SharedMemory.getAcquire(region, ring + NetmapAbi.RING_TAIL);
    if (slots > 0
        && RingIndices.valid(tail, slots)
        && RingIndices.legal(head, head, cur, tail, slots)) {
      return;
    }
    throw new NetmapException(new NetmapError.BadIndices(link.name(), slots, head, cur, tail));
  }

  private NetmapError syncError(int errno) {
    return switch (errno) {
      case LinuxAbi.ENXIO, LinuxAbi.EIO -> new NetmapError.InterfaceDown(link.name(), true);
      default -> new NetmapError.SystemCall("sync " + link.name(), errno, Libc.strerror(errno));
    };
  }

  @Override
  public List<WaitSource> receiveSources() {
    return rxRings.length == 0 ? List.of() : List.of(new WaitSource(device.fd(), LinuxAbi.EPOLLIN));
  }

  @Override
  public List<WaitSource> transmitSources() {
    return txRings.length == 0
        ? List.of()
        : List.of(new WaitSource(device.fd(), LinuxAbi.EPOLLOUT));
  }

  /** Only a port with a link can hold a thread. */
  @Override
  public SleepWatch sleepWatch() {
    return link.exists() ? watchdog.watch() : SleepWatch.NONE;
  }

  @Override
  public long nextEventNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public Optional<NetmapError> trouble() {
    return orphaned
        ? Optional.of(new NetmapError.InterfaceDown(link.name(), true))
        : link.trouble();
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public Optional<RingCounters> counters(RingId ring) {
    return Optional.empty(); // the module counts nothing
  }

  @Override
  public void close() {
    rxWatch.close();
    txWatch.close();
    held.close();
  }
}
