package org.netmap4j.pcap;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.error.NetmapException;

/** What a handle shall be opened with; see {@link NetmapHandle#builder}. */
public final class HandleBuilder {
  /** The most bytes of a packet, unless it is told otherwise: as libpcap's. */
  public static final int SNAPLEN = 262_144;

  /** Bytes of a handle's queue of copies, unless it is told otherwise: as libpcap's buffer. */
  public static final int BUFFER_SIZE = 2 << 20;

  /** A queue has room for one packet of any length. */
  private static final int LEAST_BUFFER = 1 << 18;

  private final String name;
  private int snaplen = SNAPLEN;
  private boolean promiscuous;
  private long timeoutNanos = Long.MAX_VALUE;
  private Direction direction = Direction.BOTH;
  private boolean nonBlocking;
  private TimestampPrecision precision = TimestampPrecision.MICRO;
  private int bufferSize = BUFFER_SIZE;
  private boolean sendNow = true;
  private boolean immediate;
  private @Nullable String engineName;
  private @Nullable Engine engine;

  HandleBuilder(String name) {
    this.name = name;
  }

  /** The most bytes of a packet to hand over; 0 for {@value #SNAPLEN}. */
  public HandleBuilder snaplen(int bytes) {
    snaplen = notNegative("snaplen", bytes) == 0 ? SNAPLEN : bytes;
    return this;
  }

  private static int notNegative(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + ": expected 0 or more, found " + value);
    }
    return value;
  }

  /** Frames for others too, as long as the handle is open; for an interface. */
  public HandleBuilder promiscuous(boolean wanted) {
    promiscuous = wanted;
    return this;
  }

  /**
   * How long a read waits for a packet; zero, the default, for ever. It is for idle links too: a
   * read of a link without packets ends in time.
   */
  public HandleBuilder timeout(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException("timeout: expected 0 or more, found " + longest);
    }
    boolean forEver = longest.isZero() || longest.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0;
    timeoutNanos = forEver ? Long.MAX_VALUE : longest.toNanos();
    return this;
  }

  /**
   * Whether packets are handed over as they come, each of them. Otherwise, on interfaces of which
   * the host keeps its frames, who has slept is let sleep for up to a millisecond more, within the
   * time-out: so many packets come at once, and cost a fraction.
   */
  public HandleBuilder immediate(boolean wanted) {
    immediate = wanted;
    return this;
  }

  /** Which packets; {@link Direction#BOTH} unless told otherwise. */
  public HandleBuilder direction(Direction wanted) {
    direction = wanted;
    return this;
  }

  /** Whether reads return at once when there is no packet, and sends when there is no room. */
  public HandleBuilder nonBlocking(boolean wanted) {
    nonBlocking = wanted;
    return this;
  }

  /** How fine the times of packets are given; microseconds unless told otherwise. */
  public HandleBuilder precision(TimestampPrecision wanted) {
    precision = wanted;
    return this;
  }

  /**
   * The bytes of this handle's own queue, where packets are copied to while other handles are open
   * on the same port; 0 for {@value #BUFFER_SIZE}. It has at least room for one packet of any
   * length. The rings of an interface of which the host keeps its frames have a slot for each 512
   * bytes, 1024 to 4096, if this handle is the first on it.
   */
  public HandleBuilder bufferSize(int bytes) {
    bufferSize =
        notNegative("buffer size", bytes) == 0 ? BUFFER_SIZE : Math.max(bytes, LEAST_BUFFER);
    return this;
  }

  /**
   * Whether a packet is on its way when {@code inject} returns, as it is unless told otherwise;
   * else {@code flush} sends, or a ring that is full.
   */
  public HandleBuilder sendNow(boolean wanted) {
    sendNow = wanted;
    return this;
  }

  /** The engine by its name, or {@code auto}; otherwise as {@link Engines#choose()} says. */
  public HandleBuilder engine(String choice) {
    engineName = choice;
    engine = null;
    return this;
  }

  /** The engine to open it with. */
  public HandleBuilder engine(Engine choice) {
    engine = choice;
    return this;
  }

  /**
   * Opens the handle.
   *
   * @throws NetmapException the name does not parse, names nothing, or cannot be opened; nothing is
   *     left behind
   */
  public NetmapHandle open() throws NetmapException {
    Engine chosen = engine != null ? engine : Engines.choose(engineName);
    HandleOptions options =
        new HandleOptions(
            snaplen,
            direction,
            precision,
            bufferSize,
            timeoutNanos,
            nonBlocking,
            sendNow,
            immediate,
            promiscuous);
    return NetmapHandle.open(CaptureName.resolve(name), chosen, options);
  }
}
