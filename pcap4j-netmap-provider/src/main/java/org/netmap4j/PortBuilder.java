package org.netmap4j;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Options;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * What a port shall be opened with. A number left at 0 is the port's own choice; the options in the
 * name go before. A port that is open already stays as it is: look at what you got.
 */
public final class PortBuilder {
  private final String name;
  private @Nullable Engine engine;
  private int rxRings;
  private int txRings;
  private int hostRings;
  private int rxSlots;
  private int txSlots;
  private long flags;
  private @Nullable PortMode mode;
  private int ring;
  private int memId;
  private @Nullable String share;
  private @Nullable PortExtmem externalMemory;
  private @Nullable PortOffset offset;
  private boolean promiscuous;
  private int extraBuffers;

  PortBuilder(String name) {
    this.name = name;
  }

  /** The engine to open it with; otherwise as {@link Engines#choose()} says. */
  public PortBuilder engine(Engine choice) {
    engine = choice;
    return this;
  }

  private static int number(String what, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(what + ": expected 0 to 65535, found " + value);
    }
    return value;
  }

  /** NIC rings of each direction. */
  public PortBuilder rings(int count) {
    rxRings = number("rings", count);
    txRings = count;
    return this;
  }

  /** NIC receive rings. */
  public PortBuilder rxRings(int count) {
    rxRings = number("receive rings", count);
    return this;
  }

  /** NIC transmit rings. */
  public PortBuilder txRings(int count) {
    txRings = number("transmit rings", count);
    return this;
  }

  /** Host rings of each direction. */
  public PortBuilder hostRings(int count) {
    hostRings = number("host rings", count);
    return this;
  }

  /** Slots of every ring. */
  public PortBuilder slots(int count) {
    rxSlots = number("slots", count);
    txSlots = count;
    return this;
  }

  /** Slots of each receive ring. */
  public PortBuilder rxSlots(int count) {
    rxSlots = number("receive slots", count);
    return this;
  }

  /** Slots of each transmit ring. */
  public PortBuilder txSlots(int count) {
    txSlots = number("transmit slots", count);
    return this;
  }

  /** Which rings to bind, instead of what the name says. */
  public PortBuilder mode(PortMode rings) {
    return mode(rings, 0);
  }

  /**
   * Which rings to bind, instead of what the name says.
   *
   * @param number the ring's number, for the modes that bind one
   */
  public PortBuilder mode(PortMode rings, int number) {
    mode = rings;
    ring = number("ring", number);
    return this;
  }

  /** The memory region to be in, as {@code @N} in the name; 0 for the port's own choice. */
  public PortBuilder memory(int region) {
    memId = number("memory region", region);
    return this;
  }

  /**
   * The port in whose memory region to be, as {@code @share} in the name. It has to be there when
   * the port is opened, and to be in that region if {@link #memory} is given as well.
   */
  public PortBuilder share(String portspec) {
    share = portspec;
    return this;
  }

  /**
   * Memory to be used instead of netmap's own, as {@code @extmem} in the name: a file, which must
   * not become shorter while the port is open.
   */
  public PortBuilder externalMemory(PortExtmem memory) {
    externalMemory = memory;
    return this;
  }

  /**
   * Where packets begin inside their buffers, as {@code @offset} in the name. Packets are read and
   * injected as without: room is left before them, for who reads the memory.
   */
  public PortBuilder offset(PortOffset begin) {
    offset = begin;
    return this;
  }

  /** Binds no transmit rings, as {@code /R} in the name. */
  public PortBuilder receiveOnly() {
    return registerFlags(PortFlag.RX_RINGS_ONLY.bit());
  }

  /** Further flags of the register call, NR_*, besides those of the name. */
  public PortBuilder registerFlags(long more) {
    flags |= more;
    return this;
  }

  /**
   * Buffers besides those of the rings, to hold packets in: nr_extra_bufs. Fewer may be granted:
   * {@link ExtraBuffers#total} says how many.
   */
  public PortBuilder extraBuffers(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("extra buffers: expected 0 or more, found " + count);
    }
    extraBuffers = count;
    return this;
  }

  /** Frames for others too, as long as the port is open: also a killed process leaves nothing. */
  public PortBuilder promiscuous(boolean wanted) {
    promiscuous = wanted;
    return this;
  }

  /**
   * Opens the port.
   *
   * @throws NetmapException the name does not parse, names nothing, or cannot be opened; nothing is
   *     left behind
   */
  public NetmapPort open() throws NetmapException {
    return open(mode, ring);
  }

  /** As {@link #open()}, with these rings; null for those of the name. */
  NetmapPort open(@Nullable PortMode rings, int number) throws NetmapException {
    PortSpec spec = PortSpec.resolve(name);
    Engine chosen = engine != null ? engine : Engines.choose();
    PortConf conf = spec.conf();
    Geometry geometry =
        new Geometry(
            or(conf.txRings(), txRings),
            or(conf.rxRings(), rxRings),
            or(conf.hostTxRings(), hostRings),
            or(conf.hostRxRings(), hostRings),
            or(conf.txSlots(), txSlots),
            or(conf.rxSlots(), rxSlots));
    RegisterRequest request =
        new RegisterRequest(
            spec.name(),
            (rings != null ? rings : spec.mode()).number(),
            rings != null ? number : spec.ringId(),
            spec.registerFlags() | flags,
            or(spec.memId(), memId),
            extraBuffers,
            geometry,
            promiscuous,
            options(spec));
    Registration registration = chosen.register(request);
    try {
      return new NetmapPort(name, chosen.name(), registration);
    } catch (NetmapException | RuntimeException e) {
      registration.close();
      throw e;
    }
  }

  private static int or(int asked, int otherwise) {
    return asked != 0 ? asked : otherwise;
  }

  private Options options(PortSpec spec) throws NetmapException {
    Optional<String> from = spec.share().or(() -> Optional.ofNullable(share));
    Optional<PortExtmem> external = spec.extmem().or(() -> Optional.ofNullable(externalMemory));
    Optional<PortOffset> begin = spec.offset().or(() -> Optional.ofNullable(offset));
    if (external.isPresent() && (from.isPresent() || or(spec.memId(), memId) != 0)) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              name, "external memory and another region are asked for", "leave one of them out"));
    }
    Optional<String> sharedPort = Optional.empty();
    if (from.isPresent()) {
      sharedPort = Optional.of(PortSpec.resolve(from.get()).name());
    }
    return new Options(
        sharedPort, external.map(PortExtmem::request), begin.map(PortOffset::request));
  }
}
