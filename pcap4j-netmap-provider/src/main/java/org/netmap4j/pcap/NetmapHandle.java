package org.netmap4j.pcap;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.netmap4j.NetmapPort;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.host.Promiscuous;

/**
 * A capture on a netmap port, in the manner of pcap(3).
 *
 * {@snippet :
 * try (NetmapHandle handle = NetmapHandle.builder("eth0").timeout(Duration.ofSeconds(1)).open()) {
 *   handle.filter("tcp port 443");
 *   handle.loop(100, (memory, start, captured, length, nanos) -> use(memory, start, captured));
 * }
 * }
 *
 * <p>Reads hand packets over where they lie; nothing is allocated for them. See the package for
 * threads, and for several handles on one port.
 */
public final class NetmapHandle implements AutoCloseable {
  /** What a read answers that {@link #breakLoop} or {@link #close} ended; pcap's own number. */
  public static final int BROKEN = -2;

  private static final System.Logger LOG = System.getLogger(NetmapHandle.class.getName());

  private final String name;
  private final HandleOptions options;
  private final Stations.Member member;
  private final Station station;
  private final Intake intake;
  private final Sender sender;
  private final Optional<Promiscuous> promiscuous;
  private final Map<DropCause, Long> dropsBefore;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Reader reader;
  private volatile boolean nonBlocking;

  private NetmapHandle(CaptureName name, HandleOptions options, Stations.Member member)
      throws NetmapException {
    this.name = name.name();
    this.options = options;
    this.member = member;
    station = member.station();
    intake = member.intake();
    nonBlocking = options.nonBlocking();
    boolean collects = !options.immediate() && station.port().taps();
    reader = new Reader(this.name, station, intake, collects);
    sender = new Sender(station, member.rings());
    dropsBefore = ringDrops().orElse(Map.of());
    promiscuous =
        options.promiscuous() && NetInterfaces.exists(name.spec().name())
            ? Optional.of(Promiscuous.on(name.spec().name()))
            : Optional.empty();
  }

  /** Opens a handle with nothing but a name: see {@link #builder}. */
  public static NetmapHandle open(String name) throws NetmapException {
    return builder(name).open();
  }

  /**
   * Whether a name is netmap's, and not just an interface's: it has a subsystem ({@code netmap:},
   * {@code vale0:}, {@code inline:}), or it is an alias.
   *
   * @throws NetmapException the aliases cannot be read ({@link Aliases#current})
   */
  public static boolean isNetmapName(String name) throws NetmapException {
    return CaptureName.isOurs(name);
  }

  /**
   * A handle to be opened by a name.
   *
   * @param name an alias ({@link Aliases}); a portspec ({@link org.netmap4j.PortSpec}) or the name
   *     of an interface, as {@link org.netmap4j.Netmap#open} takes them; or {@code inline:} and the
   *     name of an interface
   */
  public static HandleBuilder builder(String name) {
    return new HandleBuilder(name);
  }

  static NetmapHandle open(CaptureName name, Engine engine, HandleOptions options)
      throws NetmapException {
    Stations.Member member = Stations.join(name, engine, options);
    try {
      return new NetmapHandle(name, options, member);
    } catch (NetmapException | RuntimeException e) {
      Stations.leave(member);
      throw e;
    }
  }

  // reading

  /**
   * Waits for packets and hands over those that are there: pcap_dispatch.
   *
   * @param count the most packets, 0 or less for all that are there
   * @return how many were handed over; 0 when none came in time, none is there in non-blocking
   *     mode, or none will ever come; {@link #BROKEN} when {@link #breakLoop} or {@link #close}
   *     came before the first
   * @throws NetmapException the interface is down or gone, or the handle was closed before
   * @throws IllegalStateException called by this handle's own handler
   */
  public int dispatch(int count, CapturedHandler handler) throws NetmapException {
    ensureOpen();
    int given = read(count <= 0 ? Integer.MAX_VALUE : count, handler);
    return given == Reader.ENDED ? 0 : given;
  }

  /**
   * Hands over packets until there were {@code count}, whatever the time-out: pcap_loop. In
   * non-blocking mode it waits as well.
   *
   * @param count the packets, 0 or less to go on for ever
   * @return how many were handed over, which are fewer than {@code count} only when none will ever
   *     come; {@link #BROKEN} after {@link #breakLoop} or {@link #close}
   * @throws NetmapException the interface is down or gone, or the handle was closed before
   * @throws IllegalStateException called by this handle's own handler
   */
  public int loop(int count, CapturedHandler handler) throws NetmapException {
    ensureOpen();
    int total = 0;
    while (count <= 0 || total < count) {
      int given =
          reader.read(count <= 0 ? Integer.MAX_VALUE : count - total, handler, Long.MAX_VALUE);
      if (given == BROKEN) {
        return BROKEN;
      }
      if (given == Reader.ENDED) {
        break;
      }
      total += given;
    }
    return total;
  }

  /** Waits for one packet and hands it over; as {@link #dispatch} otherwise. */
  public Next next(CapturedHandler handler) throws NetmapException {
    ensureOpen();
    return switch (read(1, handler)) {
      case 0 -> Next.TIMEOUT;
      case BROKEN -> Next.BREAK;
      case Reader.ENDED -> Next.END;
      default -> Next.PACKET;
    };
  }

  private int read(int most, CapturedHandler handler) throws NetmapException {
    return reader.read(most, handler, nonBlocking ? 0 : options.timeoutNanos());
  }

  /** Ends the read that is under way, or the next one: pcap_breakloop. For any thread. */
  public void breakLoop() {
    reader.interrupt();
  }

  // sending

  /** Sends a whole array; as {@link #inject(MemorySegment, long, long)}. */
  public void inject(byte[] packet) throws NetmapException {
    inject(packet, 0, packet.length);
  }

  /** Sends a part of an array; as {@link #inject(MemorySegment, long, long)}. */
  public void inject(byte[] packet, int offset, int length) throws NetmapException {
    Objects.checkFromIndexSize(offset, length, packet.length);
    ensureOpen();
    sender.send(packet, offset, length, options.sendNow(), !nonBlocking);
  }

  /**
   * Sends a packet: pcap_inject. Waits up to a second for room; in non-blocking mode not at all. A
   * packet is queued, or there is an exception.
   *
   * @throws IllegalArgumentException it has 0 bytes
   * @throws IndexOutOfBoundsException it is not in the memory given
   * @throws NetmapException there is no room ({@link NetmapError.WouldBlock}), it can never be sent
   *     here, no transmit ring is bound, the interface is down, or the handle is closed
   */
  public void inject(MemorySegment packet, long offset, long length) throws NetmapException {
    Objects.checkFromIndexSize(offset, length, packet.byteSize());
    ensureOpen();
    sender.send(packet, offset, length, options.sendNow(), !nonBlocking);
  }

  /**
   * Sends what was queued.
   *
   * @throws NetmapException not all could be sent in a second, the interface is down, or the handle
   *     is closed
   */
  public void flush() throws NetmapException {
    ensureOpen();
    sender.flush();
  }

  // settings

  /**
   * Takes only packets that match an expression of pcap-filter(7); an empty one takes all. It holds
   * from the next packet that is handed over on, also for a loop under way.
   *
   * @throws org.netmap4j.bpf.FilterException the expression is none: what, and where
   */
  public void filter(String expression) {
    filter(expression.isBlank() ? null : BpfFilter.compile(expression));
  }

  /** As {@link #filter(String)}, compiled before; null takes all. */
  public void filter(@Nullable BpfFilter wanted) {
    intake.filter(wanted);
  }

  /** Takes only packets of a direction, from the next one on. */
  public void direction(Direction wanted) {
    intake.direction(Objects.requireNonNull(wanted));
  }

  /** Whether reads return at once when there is no packet, and sends when there is no room. */
  public void nonBlocking(boolean wanted) {
    nonBlocking = wanted;
  }

  /** Whether reads and sends do not wait. */
  public boolean nonBlocking() {
    return nonBlocking;
  }

  // what it is

  /** The name that it was opened by. */
  public String name() {
    return name;
  }

  /** The most bytes of a packet that are handed over. */
  public int snaplen() {
    return options.snaplen();
  }

  /** How fine the times of packets are given. */
  public TimestampPrecision precision() {
    return options.precision();
  }

  /** Where the times of packets come from. */
  public TimestampSource timestampSource() {
    List<RxRing> rings = rxRings();
    boolean own = !rings.isEmpty() && rings.stream().allMatch(RxRing::ownTimes);
    return own ? TimestampSource.PACKET : TimestampSource.SYNC;
  }

  /**
   * The port, for batches and rings without copies. Other handles on it use the same rings: who
   * reads from them takes these packets from all.
   */
  public NetmapPort port() {
    return station.port();
  }

  /** The receive rings of its name: see {@link #port}. */
  public List<RxRing> rxRings() {
    return station.port().rxRings().stream()
        .filter(ring -> member.rings().contains(ring.id()))
        .toList();
  }

  /** The transmit rings that it sends through: see {@link #port}. */
  public List<TxRing> txRings() {
    return sender.rings();
  }

  /**
   * What came of its packets until now.
   *
   * @throws NetmapException the handle is closed
   */
  public Statistics statistics() throws NetmapException {
    ensureOpen();
    Optional<Map<DropCause, Long>> drops = ringDrops();
    drops.ifPresent(now -> {
      dropsBefore.forEach((cause, before) -> now.merge(cause, -before, Long::sum));
      now.values().removeIf(lost -> lost <= 0);
    });
    return new Statistics(intake.received(), intake.lost(), drops, OptionalLong.empty());
  }

  private Optional<Map<DropCause, Long>> ringDrops() throws NetmapException {
    Map<DropCause, Long> sum = new EnumMap<>(DropCause.class);
    for (RxRing ring : rxRings()) {
      Optional<RingCounters> counters = station.port().counters(ring.id());
      if (counters.isEmpty()) {
        return Optional.empty();
      }
      counters.get().drops().forEach((cause, lost) -> sum.merge(cause, lost, Long::sum));
    }
    return Optional.of(sum);
  }

  private void ensureOpen() throws NetmapException {
    if (closed.get()) {
      throw new NetmapException(new NetmapError.Closed(name));
    }
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed.get();
  }

  /**
   * Closes the handle: ends its read, if one is under way, and closes the port if no other handle
   * is on it. Sends first what was queued and not flushed. For any thread, its own handler
   * included; a second call does nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      reader.close();
      promiscuous.ifPresent(Promiscuous::close);
      sendLeftovers();
      Stations.leave(member);
    }
  }

  private void sendLeftovers() {
    if (!options.sendNow()) {
      try {
        sender.flush();
      } catch (NetmapException e) {
        LOG.log(
            System.Logger.Level.WARNING, "close {0}: not all was sent: {1}", name, e.getMessage());
      }
    }
  }

  @Override
  public String toString() {
    return name + (closed.get() ? ", closed" : " on " + station.port());
  }
}
