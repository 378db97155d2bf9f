package org.netmap4j.engine.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.error.NetmapException;

/**
 * Where a port stands: on which switch, at which number; on none, for a persistent port that is not
 * attached. Changed under the engine's lock, read by the port's syncs.
 */
final class Place {
  private static final int NONE = -1;

  private record Spot(ValeSwitch of, int number, int sibling) {}

  private volatile @Nullable Spot spot;

  /**
   * The source address seen last, which needs no learning again. Any thread's; a race only costs.
   */
  long lastSource = -1;

  /** Takes a place; answers its number. */
  int take(ValeSwitch vale, String name, Outlet outlet) throws NetmapException {
    return take(vale, name, outlet, NONE);
  }

  /** Takes a place beside that of a sibling, with which it exchanges no packets. */
  int take(ValeSwitch vale, String name, Outlet outlet, int sibling) throws NetmapException {
    int number = vale.add(name, outlet);
    lastSource = -1;
    spot = new Spot(vale, number, sibling);
    return number;
  }

  void leave() {
    Spot now = spot;
    if (now != null) {
      spot = null;
      now.of.remove(now.number);
    }
  }

  @Nullable ValeSwitch vale() {
    Spot now = spot;
    return now == null ? null : now.of;
  }

  /** The number, -1 on no switch. */
  int number() {
    Spot now = spot;
    return now == null ? NONE : now.number;
  }

  /** The number of the port with which no packets are exchanged; -1 for none. */
  int sibling() {
    Spot now = spot;
    return now == null ? NONE : now.sibling;
  }

  /** Brings in the frames of the NICs on the switch. */
  void pump() {
    ValeSwitch vale = vale();
    if (vale != null) {
      vale.nics().pump();
    }
  }

  List<WaitSource> sources() throws NetmapException {
    ValeSwitch vale = vale();
    return vale == null ? List.of() : vale.nics().sources();
  }

  long nextEventNanos() {
    ValeSwitch vale = vale();
    return vale == null ? Long.MAX_VALUE : vale.nics().nextEventNanos();
  }
}
