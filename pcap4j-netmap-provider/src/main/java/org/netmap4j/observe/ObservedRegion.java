package org.netmap4j.observe;

import java.util.List;

/**
 * A memory region with the ports in it.
 *
 * @param engine whose it is: {@code kernel} or {@code embedded}
 * @param id its number there; two processes have regions of the same number
 * @param bytes its size
 * @param owners the processes that hold it. The module does not say which port is whose: there they
 *     are all that have it open
 * @param ports its ports
 * @param pools its pools of objects; empty where they are not known
 */
public record ObservedRegion(
    String engine,
    int id,
    long bytes,
    List<Owner> owners,
    List<ObservedPort> ports,
    List<PoolUse> pools) {
  /** Copies the lists. */
  public ObservedRegion {
    pools = List.copyOf(pools);
    owners = List.copyOf(owners);
    ports = List.copyOf(ports);
  }

  /** Whether it is a region of this process's own engine. */
  public boolean own() {
    return engine.equals(EmbeddedRegion.ENGINE) && owners.stream().anyMatch(Owner::self);
  }
}
