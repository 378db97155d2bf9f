package org.netmap4j.engine.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Options;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/**
 * What names lead to, in the module's order: NULL ports, monitors, pipes, VALE ports, persistent
 * ports, NICs. Guarded by the engine's lock.
 */
final class Ports {
  private static final int PIPES = 2;

  private final boolean strict;
  private final Regions regions;
  private final Switches switches;
  private final Pipes pipes;
  private final Attachments attachments;
  private final Map<String, NicDriver> added = new HashMap<>();
  private final Map<String, NicPort> nics = new HashMap<>();

  Ports(RegionLayout shared, boolean strict) {
    this.strict = strict;
    regions = new Regions(shared);
    switches = new Switches(regions, strict);
    pipes = new Pipes(strict);
    attachments = new Attachments(switches);
  }

  Regions regions() {
    return regions;
  }

  Switches switches() {
    return switches;
  }

  Pipes pipes() {
    return pipes;
  }

  /** Whether there is a NIC or a persistent port of this name. */
  boolean taken(String name) {
    return added.containsKey(name) || switches.isPersistent(name) || NetInterfaces.exists(name);
  }

  void add(String name, NicDriver driver) {
    added.put(name, driver);
  }

  /** The port of a request's name, if it is open; else a new one. To be given to {@link #ended}. */
  Port findOrMake(RegisterRequest request) throws NetmapException {
    Region given = given(request);
    try {
      return findOrMake(request, given);
    } finally {
      if (given != null) {
        regions.release(given);
      }
    }
  }

  /**
   * The region that a request names, held until it is released: its file, that of another port, its
   * number; null when it names none. A port that is open already keeps its own.
   */
  private @Nullable Region given(RegisterRequest request) throws NetmapException {
    Options options = request.options();
    if (options.readOnly()) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "open " + request.name() + " for reading only",
              "the embedded engine",
              "leave the option out; other processes' regions are seen by an observer"));
    }
    if (options.externalMemory().isPresent()) {
      return regions.external(request.name(), options.externalMemory().get());
    }
    int memId = request.memId();
    if (options.share().isPresent()) {
      String other = options.share().get();
      int shared = regionOf(other, request.name());
      if (memId != 0 && memId != shared) {
        throw cannotOpen(
            request.name(),
            "the memory of %s is region %d, and @%d asks for another"
                .formatted(other, shared, memId),
            "leave @" + memId + " out");
      }
      memId = shared;
    }
    return memId == 0 ? null : regions.existing(request.name(), memId);
  }

  /** The region of another port: one that is open, or a NIC. */
  private int regionOf(String other, String name) throws NetmapException {
    Port port = find(other);
    if (port != null) {
      return port.region().id();
    }
    boolean nic = Pipes.parse(other) == null && !Switches.names(other);
    if (!nic && !attachments.contains(other)) {
      throw cannotOpen(
          name, "there is no port " + other + " to share memory with", "open that one first");
    }
    if (nic && !added.containsKey(other)) {
      ensureExists(other);
    }
    return Regions.SHARED;
  }

  private Port findOrMake(RegisterRequest request, @Nullable Region given) throws NetmapException {
    String name = request.name();
    if (request.mode() == NetmapAbi.REG_NULL) {
      return nullPort(request, given);
    }
    if ((request.flags() & MonitorPort.FLAGS) != 0) {
      return monitor(request);
    }
    Pipes.Name pipe = Pipes.parse(name);
    if (pipe != null) {
      return pipes.findOrMake(pipe, request, base -> pipeBase(base, request, given));
    }
    if (Switches.names(name)) {
      return valePort(name, request, given);
    }
    SwitchPort persistent = switches.find(name);
    if (persistent != null) {
      return persistent;
    }
    if (attachments.holds(name)) {
      throw cannotOpen(name, "it is attached to a VALE switch", "detach it first");
    }
    return nic(request, given);
  }

  private NullPort nullPort(RegisterRequest request, @Nullable Region given)
      throws NetmapException {
    if (given == null) {
      throw cannotOpen(
          request.name(), "a NULL port needs the number of a memory region", "add @N to the name");
    }
    return new NullPort(request.name(), regions.retained(given), request.geometry(), strict);
  }

  private MonitorPort monitor(RegisterRequest request) throws NetmapException {
    Port parent = find(request.name());
    if (parent == null && Pipes.parse(request.name()) == null && !Switches.names(request.name())) {
      ensureExists(request.name());
    }
    if (parent == null || !parent.active()) {
      throw cannotOpen(
          request.name(),
          "nobody in this process has the port open that is to be monitored",
          "open it first; ports of other processes cannot be joined on the embedded engine");
    }
    long flags = MonitorPort.flags(request);
    PortShape shape = MonitorPort.shape(parent.shape(), request);
    Region region =
        (flags & NetmapAbi.NR_ZCOPY_MON) != 0
            ? regions.retained(parent.region())
            : regions.fresh(RegionLayout.ofPort(shape, 0, 0));
    return new MonitorPort(parent, flags, shape, region);
  }

  /** A port that is there, or null. */
  private @Nullable Port find(String name) {
    Pipes.Name pipe = Pipes.parse(name);
    if (pipe != null) {
      return pipes.find(pipe);
    }
    NicPort nic = nics.get(name);
    return nic != null ? nic : switches.find(name);
  }

  private SwitchPort valePort(String name, RegisterRequest request, @Nullable Region given)
      throws NetmapException {
    if (switches.find(name) == null && taken(Switches.portOf(name))) {
      throw cannotOpen(
          name, "there is an interface of this name, not attached to the switch", "attach it");
    }
    return switches.findOrMake(name, request.geometry(), given, request.extraBuffers());
  }

  private NicPort nic(RegisterRequest request, @Nullable Region given) throws NetmapException {
    String name = request.name();
    NicPort open = nics.get(name);
    if (open != null && !open.gone()) {
      return open;
    }
    Region region = given != null ? regions.retained(given) : regions.shared();
    try {
      NicDriver driver = added.get(name);
      if (driver == null) {
        driver = driver(request);
      }
      NicPort port = new NicPort(name, region, driver, strict);
      nics.put(name, port);
      return port;
    } catch (NetmapException e) {
      regions.release(region);
      throw e;
    }
  }

  /** Who only receives watches an interface; a tap's wire is taken by who also sends. */
  private static NicDriver driver(RegisterRequest request) throws NetmapException {
    NetInterface device = ensureExists(request.name());
    if ((request.flags() & NetmapAbi.NR_RX_RINGS_ONLY) == 0) {
      Optional<TapNic> tap = TapNic.take(device, request.geometry());
      if (tap.isPresent()) {
        return tap.get();
      }
    }
    return new PacketNic(device, request.geometry());
  }

  // NETMAP_REQ_VALE_NEWIF, NETMAP_REQ_VALE_ATTACH and the like

  /** Makes a persistent port, in a region of a number or of its own. */
  void newInterface(String name, Geometry asked, int memId) throws NetmapException {
    if (taken(name)) {
      throw cannotOpen(name, "there is an interface of this name already", "choose another name");
    }
    Region given = memId == 0 ? null : regions.existing(name, memId);
    try {
      switches.newInterface(name, asked, given);
    } finally {
      if (given != null) {
        regions.release(given);
      }
    }
  }

  /** Puts a NIC or a persistent port on a switch; answers its number. */
  int attach(String name, boolean host) throws NetmapException {
    String own = Switches.names(name) ? Switches.portOf(name) : "";
    if (switches.isPersistent(own)) {
      return switches.attachPersistent(name);
    }
    if (!taken(own)) {
      throw cannotOpen(name, "there is no such interface to attach", "check the name");
    }
    if (nics.containsKey(own) || attachments.holds(own)) {
      throw cannotOpen(name, "it is in use", "close the ports on it, or detach it");
    }
    RegisterRequest request = Attachments.request(own, host);
    NicPort port = nic(request, null);
    @Nullable List<Bound> rings = null;
    boolean done = false;
    try {
      rings = port.bind(RingChoice.of(request, port.shape()), true);
      int number = attachments.add(name, port, rings, host);
      done = true;
      return number;
    } finally {
      if (!done) {
        if (rings != null) {
          port.unbind(rings);
        }
        ended(port, false);
      }
    }
  }

  /** Takes it from the switch; answers the number that it had. */
  int detach(String name) throws NetmapException {
    if (!attachments.contains(name)) {
      return switches.detachPersistent(name);
    }
    AttachedNic nic = attachments.remove(name);
    nic.port().unbind(nic.rings());
    ended(nic.port(), true);
    return nic.number();
  }

  private static NetInterface ensureExists(String name) throws NetmapException {
    return NetInterfaces.find(name)
        .orElseThrow(
            () -> new NetmapException(new NetmapError.NoSuchPort(name, NetInterfaces.names())));
  }

  /**
   * What stands before a pipe's sign: a VALE port, which is made if need be; a NIC, which is not
   * opened for it; else any name, which gets a region of its own. The module makes a network
   * interface of that name then.
   */
  private PipeBase pipeBase(String base, RegisterRequest request, @Nullable Region given)
      throws NetmapException {
    SwitchPort port = Switches.names(base) ? valePort(base, request, given) : switches.find(base);
    if (port != null) {
      port.hold();
      return new PipeBase(base, regions.retained(port.region()), port.shape(), port);
    }
    NicPort nic = nics.get(base);
    if (nic != null) {
      return new PipeBase(base, regions.retained(nic.region()), nic.shape(), null);
    }
    PortShape shape = SwitchPort.shape(request.geometry());
    NicDriver driver = added.get(base);
    if (driver != null) {
      shape = driver.shape();
    } else if (NetInterfaces.exists(base)) {
      shape = SwitchPort.shape(Geometry.ANY);
    }
    Region region =
        given != null
            ? regions.retained(given)
            : taken(base)
                ? regions.shared()
                : regions.fresh(RegionLayout.ofPort(shape, request.extraBuffers(), PIPES));
    return new PipeBase(base, region, shape, null);
  }

  /**
   * Nobody needs the port any more, or it could not be opened.
   *
   * @param spent whether it was open: what was added to be opened once is then gone
   */
  void ended(Port port, boolean spent) {
    switch (port) {
      case NicPort nic -> {
        nics.remove(nic.name(), nic); // there may be one of an interface that came since
        if (spent || !added.containsKey(nic.name())) {
          added.remove(nic.name());
          nic.close();
        }
        regions.release(nic.region());
      }
      case PipeEnd end -> ended(pipes.ended(end.pipe()));
      case SwitchPort vale -> switches.ended(vale);
      case MonitorPort _, NullPort _ -> regions.release(port.region());
    }
  }

  private void ended(@Nullable PipeBase base) {
    if (base == null) {
      return;
    }
    regions.release(base.region());
    SwitchPort port = base.port();
    if (port != null) {
      port.unhold();
      if (port.idle()) {
        switches.ended(port);
      }
    }
  }

  static NetmapException cannotOpen(String name, String why, String remedy) {
    return new NetmapException(new NetmapError.CannotOpen(name, why, remedy));
  }
}
