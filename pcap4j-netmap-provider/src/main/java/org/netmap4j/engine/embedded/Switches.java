package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * The VALE switches and their ports: ephemeral ones, which go with their last registration, and
 * persistent ones. Guarded by the engine's lock.
 */
final class Switches {
  /** NM_BRIDGES. */
  private static final int MOST = 8;

  /** A name as the module takes it: 15 letters for the switch, 15 for the port. */
  private static final Pattern NAME = Pattern.compile("(vale[A-Za-z0-9_]{0,11}):(.{0,15})");

  private static final int PIPES = 2;

  private final Regions regions;
  private final boolean strict;
  private final @Nullable ValeSwitch[] switches = new ValeSwitch[MOST];

  /** Ports by their name on a switch. */
  private final Map<String, SwitchPort> attached = new HashMap<>();

  /** Persistent ports by their own name. */
  private final Map<String, SwitchPort> persistent = new HashMap<>();

  Switches(Regions regions, boolean strict) {
    this.regions = regions;
    this.strict = strict;
  }

  /** Whether a name is one of a switch's port. */
  static boolean names(String name) {
    return name.startsWith("vale") && name.indexOf(':') > 0;
  }

  /** The part of a name behind the switch's. */
  static String portOf(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  /** The port of either name, or null. */
  @Nullable SwitchPort find(String name) {
    SwitchPort port = attached.get(name);
    return port != null ? port : persistent.get(name);
  }

  /** The port of that name; a new one if there is none, in the given region or one of its own. */
  SwitchPort findOrMake(String name, Geometry asked, @Nullable Region given, int extraBuffers)
      throws NetmapException {
    SwitchPort port = find(name);
    if (port != null) {
      return port;
    }
    ValeSwitch vale = findOrMake(name);
    try {
      port = make(name, asked, given, extraBuffers);
      attach(name, port, vale);
      return port;
    } catch (NetmapException e) {
      if (port != null) {
        regions.release(port.region());
      }
      dropIfEmpty(vale);
      throw e;
    }
  }

  private SwitchPort make(String name, Geometry asked, @Nullable Region given, int extraBuffers)
      throws NetmapException {
    PortShape shape = SwitchPort.shape(asked);
    Region region =
        given != null
            ? regions.retained(given)
            : regions.fresh(RegionLayout.ofPort(shape, extraBuffers, PIPES));
    return new SwitchPort(name, region, shape, strict);
  }

  /** The switch that a port's name begins with; a new one if there is none. */
  ValeSwitch findOrMake(String portName) throws NetmapException {
    Matcher matcher = NAME.matcher(portName);
    if (!matcher.matches()) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              portName,
              "this is no name of a switch's port",
              "write valeX:port, both parts of at most 15 letters"));
    }
    String name = matcher.group(1);
    int free = -1;
    for (int i = 0; i < MOST; i++) {
      ValeSwitch vale = switches[i];
      if (vale != null && vale.name().equals(name)) {
        return vale;
      }
      free = vale == null && free < 0 ? i : free;
    }
    if (free < 0) {
      throw new NetmapException(
          new NetmapError.NoSpace("VALE switches", 1, 0, "close all ports of another switch"));
    }
    ValeSwitch vale = new ValeSwitch(name, free, strict);
    switches[free] = vale;
    return vale;
  }

  /** Takes the switch away if nothing stands on it. */
  void dropIfEmpty(ValeSwitch vale) {
    if (vale.empty()) {
      switches[vale.number()] = null;
      vale.nics().close();
    }
  }

  private void attach(String name, SwitchPort port, ValeSwitch vale) throws NetmapException {
    int _ = port.place().take(vale, name, port);
    attached.put(name, port);
  }

  /** Takes a port from its switch; answers the number that it had. */
  private int detach(String name, SwitchPort port) {
    attached.remove(name);
    ValeSwitch vale = port.place().vale();
    int number = port.place().number();
    port.place().leave();
    if (vale != null) {
      dropIfEmpty(vale);
    }
    return number;
  }

  /** The port is not needed any more. */
  void ended(SwitchPort port) {
    detach(port.name(), port);
    regions.release(port.region());
  }

  // persistent ports

  /** Makes a persistent port, in the given region or one of its own. */
  void newInterface(String name, Geometry asked, @Nullable Region given) throws NetmapException {
    if (persistent.containsKey(name) || names(name) || name.isEmpty() || name.length() > 15) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              name,
              persistent.containsKey(name)
                  ? "there is a port of this name already"
                  : "this is no name for a persistent port",
              "choose another name, of at most 15 letters and without a switch"));
    }
    SwitchPort port = make(name, asked, given, 0);
    port.hold();
    persistent.put(name, port);
  }

  void deleteInterface(String name) throws NetmapException {
    SwitchPort port = persistent.get(name);
    if (port == null) {
      throw noSuchPort(name);
    }
    port.unhold();
    if (!port.idle() || port.place().vale() != null) {
      port.hold();
      throw new NetmapException(
          new NetmapError.CannotOpen(
              name, "it is in use", "close the ports on it, and detach it from its switch"));
    }
    persistent.remove(name);
    regions.release(port.region());
  }

  boolean isPersistent(String name) {
    return persistent.containsKey(name);
  }

  /** Puts a persistent port on a switch; answers its number. */
  int attachPersistent(String name) throws NetmapException {
    SwitchPort port = persistent.get(portOf(name));
    if (port == null) {
      throw noSuchPort(name);
    }
    if (port.active() || port.place().vale() != null) {
      throw new NetmapException(
          new NetmapError.CannotOpen(name, "it is in use", "close the ports on it, or detach it"));
    }
    ValeSwitch vale = findOrMake(name);
    try {
      attach(name, port, vale);
    } catch (NetmapException e) {
      dropIfEmpty(vale);
      throw e;
    }
    return port.place().number();
  }

  int detachPersistent(String name) throws NetmapException {
    SwitchPort port = attached.get(name);
    if (port == null || !isPersistent(portOf(name))) {
      throw noSuchPort(name);
    }
    return detach(name, port);
  }

  private static NetmapException noSuchPort(String name) {
    return new NetmapException(
        new NetmapError.CannotOpen(name, "there is no such port", "list the ports"));
  }

  /** The ports of all switches, in the order of their numbers. */
  List<ValePort> list() {
    List<ValePort> found = new ArrayList<>();
    for (ValeSwitch vale : switches) {
      if (vale != null) {
        found.addAll(vale.list());
      }
    }
    return List.copyOf(found);
  }
}
