package org.netmap4j.engine.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** What stands behind a NIC port: a packet socket, a tap device, a savefile, a generator. */
interface NicDriver extends AutoCloseable {
  /** What the port looks like, from its first open to its last close. */
  PortShape shape();

  /**
   * Rings become bound that were not; each gets a queue. Called under the engine's lock.
   *
   * @throws NetmapException one of them cannot be had; then none is
   */
  Map<RingId, RingQueue> activate(List<RingId> rings) throws NetmapException;

  /** Takes frames for others too, until the port closes. */
  void promiscuous() throws NetmapException;

  /** Asks whether something is wrong with what stands behind the port. */
  Optional<NetmapError> trouble();

  /** Whether the host's stack goes on with every frame. */
  default boolean taps() {
    return false;
  }

  /** Whether no frame will ever arrive again. */
  boolean exhausted();

  /** The port's last registration is gone. */
  @Override
  void close();
}
