package org.netmap4j;

import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.Engines;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * What a port shall be opened with. A number left at 0 is the port's own choice; the name's {@code
 * @conf} option goes before. A port that is open already stays as it is: look at what you got.
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
    mode = rings;
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
    PortSpec spec = PortSpec.resolve(name);
    refuseWhatIsNotThereYet(spec);
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
            (mode != null ? mode : spec.mode()).number(),
            spec.ringId(),
            spec.registerFlags() | flags,
            spec.memId(),
            extraBuffers,
            geometry,
            promiscuous);
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

  private void refuseWhatIsNotThereYet(PortSpec spec) throws NetmapException {
    String option =
        spec.share().isPresent()
            ? "@share"
            : spec.extmem().isPresent() ? "@extmem" : spec.offset().isPresent() ? "@offset" : "";
    if (!option.isEmpty()) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "open " + name + ": option " + option, "this version", "leave the option out"));
    }
  }
}
