package org.netmap4j.engine.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Where a port stands: on which switch, at which number; on none, for a persistent port that is not
 * attached. Changed under the engine's lock, read by the port's syncs.
 */
final class Place {
  private record Spot(ValeSwitch of, int number) {}

  private volatile @Nullable Spot spot;

  /**
   * The source address seen last, which needs no learning again. Any thread's; a race only costs.
   */
  long lastSource = -1;

  /** Takes a place; answers its number. */
  void take(ValeSwitch of, int number) {
    spot = new Spot(of, number);
    lastSource = -1;
  }

  void leave() {
    spot = null;
  }

  @Nullable ValeSwitch vale() {
    Spot now = spot;
    return now == null ? null : now.of;
  }

  /** The number, -1 on no switch. */
  int number() {
    Spot now = spot;
    return now == null ? -1 : now.number;
  }
}
