package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A VALE switch: which port stands at which number, and what was learned. Changed under the
 * engine's lock; senders read {@link #all} and the table without one.
 */
final class ValeSwitch {
  /** Numbers for ports. */
  static final int PORTS = 254;

  /** Attaching may take two, so the last two are never given out. */
  private static final int MOST = PORTS - 2;

  private final String name;
  private final int number;
  private final LearningTable table;
  private final boolean strict;

  /** All numbers, those in use first; one that becomes free is the next to be given out. */
  private final int[] order = new int[PORTS];

  private int active;

  /** Replaced at each change. */
  private volatile @Nullable Outlet[] ports = new Outlet[PORTS];

  private final @Nullable String[] names = new String[PORTS];
  private final SwitchNics nics = new SwitchNics();

  ValeSwitch(String name, int number, boolean strict) {
    this.name = name;
    this.number = number;
    this.strict = strict;
    table = new LearningTable(strict);
    Arrays.setAll(order, i -> i);
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  LearningTable table() {
    return table;
  }

  /**
   * Whether a packet of these flags may be learned from: NS_NO_LEARN counts only in strict mode.
   */
  boolean learns(int flags) {
    return !strict || (flags & NetmapAbi.NS_NO_LEARN) == 0;
  }

  /** What stands at each number, at one moment; for senders. */
  @Nullable Outlet[] all() {
    return ports;
  }

  /** Puts a port on the switch; answers its number. */
  int add(String portName, Outlet outlet) throws NetmapException {
    if (active >= MOST) {
      throw new NetmapException(
          new NetmapError.NoSpace("ports of switch " + name, 1, 0, "close ports of the switch"));
    }
    int port = order[active++];
    names[port] = portName;
    set(port, outlet);
    return port;
  }

  void remove(int port) {
    int at = 0;
    while (order[at] != port) {
      at++;
    }
    active--;
    order[at] = order[active];
    order[active] = port;
    names[port] = null;
    set(port, null);
  }

  private void set(int port, @Nullable Outlet outlet) {
    @Nullable Outlet[] changed = ports.clone();
    changed[port] = outlet;
    ports = changed;
  }

  boolean empty() {
    return active == 0;
  }

  SwitchNics nics() {
    return nics;
  }

  /** The ports in the order of their numbers. */
  List<ValePort> list() {
    List<ValePort> found = new ArrayList<>();
    for (int port = 0; port < PORTS; port++) {
      String portName = names[port];
      if (portName != null) {
        found.add(new ValePort(portName, number, port));
      }
    }
    return found;
  }
}
