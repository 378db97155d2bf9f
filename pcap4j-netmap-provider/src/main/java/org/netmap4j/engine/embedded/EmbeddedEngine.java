package org.netmap4j.engine.embedded;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The engine in this process: NIC ports over packet sockets and taps by interface name, and by a
 * name of their own savefiles ({@link #addReplay}) and generators ({@link #addGenerator}); VALE
 * switches, pipes, monitors, NULL ports.
 *
 * <p>NIC ports share region 1; VALE ports, copy monitors and pipes of any other name have private
 * ones; {@code @share} and {@code @extmem} choose others. A region exists while a port needs it.
 *
 * <p>No other process can join: a pipe or a switch that has the same name there is another one.
 */
public final class EmbeddedEngine implements Engine {
  /** The engine's name. */
  public static final String NAME = "embedded";

  private static final EmbeddedEngine SHARED = new EmbeddedEngine(RegionLayout.SHARED);

  /** Guards the ports and what they consist of; never taken by a sync. */
  private final Object lock = new Object();

  private final Ports ports;
  private final Control control;

  /** An engine of its own, with no port in common with any other, that does as the module does. */
  public EmbeddedEngine(RegionLayout shared) {
    this(shared, false);
  }

  private EmbeddedEngine(RegionLayout shared, boolean strict) {
    ports = new Ports(shared, strict);
    control = new EmbeddedControl(lock, ports);
  }

  /**
   * An engine of its own that does not let pass what the module lets pass: a sync throws when the
   * ring's indices are illegal; a switch honours NS_NO_LEARN, and address 0 is no port's.
   */
  public static EmbeddedEngine strict(RegionLayout shared) {
    return new EmbeddedEngine(shared, true);
  }

  /** The one that {@link org.netmap4j.engine.Engines} hands out. */
  public static EmbeddedEngine shared() {
    return SHARED;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Control control() {
    return control;
  }

  /** Adds a NIC that plays a savefile; it is opened by {@code name}, once. */
  public void addReplay(String name, ReplayOptions options) throws NetmapException {
    add(name, new ReplayNic(options));
  }

  /** Adds a NIC that receives made-up frames and swallows what is sent; it is opened by name. */
  public void addGenerator(String name, GeneratorOptions options) throws NetmapException {
    add(name, new GeneratorNic(options));
  }

  private void add(String name, NicDriver driver) throws NetmapException {
    synchronized (lock) {
      if (ports.taken(name)) {
        driver.close();
        throw new NetmapException(
            new NetmapError.CannotOpen(
                name, "there is a NIC of this name already", "choose another name"));
      }
      ports.add(name, driver);
    }
  }

  @Override
  public Registration register(RegisterRequest request) throws NetmapException {
    Optional<ExternalMemory> external = request.options().externalMemory();
    try {
      return registered(request);
    } catch (NetmapException e) {
      if (external.isPresent() && e.error() instanceof NetmapError.NoSpace full) {
        throw Ports.cannotOpen(
            request.name(),
            "it does not fit into external memory "
                + external.get().file()
                + " ("
                + full.message()
                + ")",
            "ask for more or larger objects there (if-num, ring-num, ring-size, buf-num), or for fewer slots");
      }
      throw e;
    }
  }

  private Registration registered(RegisterRequest request) throws NetmapException {
    synchronized (lock) {
      Port port = ports.findOrMake(request);
      @Nullable List<Bound> bound = null;
      boolean done = false;
      try {
        boolean exclusive = (request.flags() & NetmapAbi.NR_EXCLUSIVE) != 0;
        bound = port.bind(RingChoice.of(request, port.shape()), exclusive);
        if (request.options().offsets().isPresent()) {
          port.offset(bound, request.options().offsets().get());
        }
        if (request.promiscuous()) {
          port.promiscuous();
        }
        Registration registration =
            new EmbeddedRegistration(this, port, bound, request.extraBuffers());
        done = true;
        return registration;
      } finally {
        if (!done) {
          if (bound != null) {
            port.unbind(bound);
          }
          endIfIdle(port, false);
        }
      }
    }
  }

  void unregister(EmbeddedRegistration registration) {
    synchronized (lock) {
      Port port = registration.port();
      port.unbind(registration.rings());
      ExtraBuffers.give(port.region(), registration.nifp());
      port.region().giveIf(registration.nifp());
      endIfIdle(port, true);
    }
  }

  private void endIfIdle(Port port, boolean spent) {
    if (port.idle()) {
      ports.ended(port, spent);
    }
  }

  /** Rings and buffers taken now, for tests and for who wants to see what is left. */
  int ringsInUse() {
    synchronized (lock) {
      return ports.regions().ringsInUse();
    }
  }
}
