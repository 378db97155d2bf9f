package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.embedded.NicPort.Bound;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/**
 * The engine in this process: NIC ports over packet sockets by interface name, and by a name of
 * their own savefiles ({@link #addReplay}) and generators ({@link #addGenerator}).
 *
 * <p>All NIC ports share region 1, which exists while a port is open.
 */
public final class EmbeddedEngine implements Engine {
  /** The engine's name. */
  public static final String NAME = "embedded";

  private static final int SHARED_REGION = 1;
  private static final EmbeddedEngine SHARED = new EmbeddedEngine(RegionLayout.SHARED);

  private final Object lock = new Object();
  private final RegionLayout layout;
  private final Map<String, NicDriver> added = new HashMap<>();
  private final Map<String, NicPort> ports = new HashMap<>();
  private @Nullable Region region;

  /** An engine of its own, with no port in common with any other. */
  public EmbeddedEngine(RegionLayout layout) {
    this.layout = layout;
  }

  /** The one that {@link org.netmap4j.engine.Engines} hands out. */
  public static EmbeddedEngine shared() {
    return SHARED;
  }

  @Override
  public String name() {
    return NAME;
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
      if (added.containsKey(name) || NetInterfaces.exists(name)) {
        driver.close();
        throw new NetmapException(
            new NetmapError.CannotOpen(
                name, "there is a NIC of this name already", "choose another name"));
      }
      added.put(name, driver);
    }
  }

  @Override
  public Registration register(RegisterRequest request) throws NetmapException {
    refuseWhatIsNotThereYet(request);
    synchronized (lock) {
      Region memory = region();
      memory.retain();
      boolean done = false;
      try {
        Registration registration = register(request, memory);
        done = true;
        return registration;
      } finally {
        if (!done) {
          release(memory);
        }
      }
    }
  }

  private Registration register(RegisterRequest request, Region memory) throws NetmapException {
    NicPort port = port(request, memory);
    @Nullable List<Bound> bound = null;
    boolean done = false;
    try {
      boolean exclusive = (request.flags() & NetmapAbi.NR_EXCLUSIVE) != 0;
      bound = port.bind(rings(request, port.shape()), exclusive);
      if (request.promiscuous()) {
        port.driver().promiscuous();
      }
      EmbeddedRegistration registration = new EmbeddedRegistration(this, port, memory, bound);
      ports.put(port.name(), port);
      done = true;
      return registration;
    } finally {
      if (!done) {
        if (bound != null) {
          port.unbind(bound);
        }
        if (port.idle() && !added.containsKey(port.name())) {
          port.driver().close();
        }
      }
    }
  }

  void unregister(EmbeddedRegistration registration) {
    synchronized (lock) {
      NicPort port = registration.port();
      Region memory = registration.memory();
      port.unbind(registration.rings());
      if (port.idle()) {
        ports.remove(port.name());
        added.remove(port.name());
        port.driver().close();
      }
      memory.giveIf(registration.nifp());
      release(memory);
    }
  }

  private void release(Region memory) {
    if (memory.release()) {
      region = null;
    }
  }

  private Region region() throws NetmapException {
    Region memory = region;
    if (memory == null) {
      memory = new Region(SHARED_REGION, layout);
      region = memory;
    }
    return memory;
  }

  private NicPort port(RegisterRequest request, Region memory) throws NetmapException {
    String name = request.name();
    NicPort open = ports.get(name);
    if (open != null) {
      return open;
    }
    NicDriver driver = added.get(name);
    if (driver == null) {
      NetInterface device =
          NetInterfaces.find(name)
              .orElseThrow(() ->
                  new NetmapException(new NetmapError.NoSuchPort(name, NetInterfaces.names())));
      driver = new PacketNic(device, request.geometry());
    }
    return new NicPort(name, memory, driver);
  }

  private static void refuseWhatIsNotThereYet(RegisterRequest request) throws NetmapException {
    String name = request.name();
    long monitor = NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX | NetmapAbi.NR_ZCOPY_MON;
    @Nullable String what = null;
    if ((request.flags() & monitor) != 0) {
      what = "monitor";
    } else if (request.mode() == NetmapAbi.REG_NULL) {
      what = "NULL port";
    } else if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      what = "pipe";
    } else if (name.startsWith("vale")) {
      what = "VALE port";
    } else if (request.extraBuffers() > 0) {
      what = "extra buffers";
    } else if (request.memId() > SHARED_REGION) {
      what = "memory region " + request.memId();
    } else if (request.options().share().isPresent()) {
      what = "option @share";
    } else if (request.options().externalMemory().isPresent()) {
      what = "option @extmem";
    } else if (request.options().offsets().isPresent()) {
      what = "option @offset";
    }
    if (what != null) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "open " + name + ": " + what,
              "this version of the embedded engine",
              "it has NIC and host receive rings"));
    }
  }

  /** The rings that a request binds, by its mode and flags. */
  private static List<RingId> rings(RegisterRequest request, NicShape shape)
      throws NetmapException {
    List<RingId> rings = new ArrayList<>();
    boolean receive = (request.flags() & NetmapAbi.NR_TX_RINGS_ONLY) == 0;
    boolean transmit = (request.flags() & NetmapAbi.NR_RX_RINGS_ONLY) == 0;
    for (RingKind kind : RingKind.values()) {
      if (kind.receives() ? receive : transmit) {
        add(kind, request, shape, rings);
      }
    }
    return rings;
  }

  private static void add(
      RingKind kind, RegisterRequest request, NicShape shape, List<RingId> rings)
      throws NetmapException {
    int count = shape.rings(kind);
    int hostRings = Math.max(shape.hostTxRings(), shape.hostRxRings());
    switch (request.mode()) {
      case NetmapAbi.REG_ALL_NIC -> addAll(kind, kind.host() ? 0 : count, rings);
      case NetmapAbi.REG_SW, NetmapAbi.REG_NIC_SW -> {
        if (hostRings == 0) {
          throw noSuchRing(request, "host rings", "no host rings");
        }
        boolean wanted = kind.host() || request.mode() == NetmapAbi.REG_NIC_SW;
        addAll(kind, wanted ? count : 0, rings);
      }
      case NetmapAbi.REG_ONE_NIC -> {
        int ring = request.ringId();
        if (ring >= shape.txRings() && ring >= shape.rxRings()) {
          throw noSuchRing(
              request,
              "ring " + ring,
              shape.txRings() + " tx and " + shape.rxRings() + " rx rings");
        }
        if (!kind.host() && count > 0) {
          // as in the module: beyond the rings of one direction, that direction gets ring 0
          rings.add(new RingId(kind, ring < count ? ring : 0));
        }
      }
      case NetmapAbi.REG_ONE_SW -> {
        int ring = request.ringId();
        if (ring >= hostRings) {
          throw noSuchRing(request, "host ring " + ring, shape.hostRxRings() + " host rx rings");
        }
        if (kind.host() && ring < count) {
          rings.add(new RingId(kind, ring));
        }
      }
      default ->
          throw new NetmapException(
              new NetmapError.Unsupported(
                  "open " + request.name() + ": mode " + request.mode(),
                  "netmap's register call",
                  "use one of ALL_NIC, SW, NIC_SW, ONE_NIC, ONE_SW"));
    }
  }

  private static void addAll(RingKind kind, int count, List<RingId> rings) {
    for (int i = 0; i < count; i++) {
      rings.add(new RingId(kind, i));
    }
  }

  private static NetmapException noSuchRing(RegisterRequest request, String ring, String have) {
    return new NetmapException(new NetmapError.NoSuchRing(request.name(), ring, have));
  }

  /** Rings and buffers taken now, for tests and for who wants to see what is left. */
  int ringsInUse() {
    synchronized (lock) {
      Region memory = region;
      return memory == null ? 0 : memory.ringsInUse();
    }
  }
}
