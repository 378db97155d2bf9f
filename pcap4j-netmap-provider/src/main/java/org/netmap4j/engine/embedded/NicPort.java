package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** A NIC port: its rings are made as they are bound, and a driver stands behind them. */
final class NicPort extends Port {
  private final NicDriver driver;

  NicPort(String name, Region region, NicDriver driver, boolean strict) {
    super(name, region, driver.shape(), strict);
    this.driver = driver;
  }

  @Override
  List<Bound> open(List<RingId> rings) throws NetmapException {
    List<Kring> krings = new ArrayList<>();
    try {
      for (RingId ring : rings) {
        krings.add(
            ring.kind().receives() ? new RxKring(this, ring, null) : new TxKring(this, ring, null));
      }
      Map<RingId, RingQueue> queues = driver.activate(rings);
      List<Bound> opened = new ArrayList<>();
      for (Kring kring : krings) {
        RingQueue queue = queues.get(kring.id());
        if (queue == null) {
          throw new AssertionError(name() + ": no queue for " + kring.id());
        }
        opened.add(new Bound(kring, queue));
      }
      return opened;
    } catch (NetmapException e) {
      krings.forEach(Kring::free);
      throw e;
    }
  }

  @Override
  void shut(Bound ring) {
    ring.queue().close();
    ring.kring().free();
  }

  @Override
  void promiscuous() throws NetmapException {
    driver.promiscuous();
  }

  @Override
  Optional<NetmapError> trouble() {
    return driver.trouble();
  }

  @Override
  boolean taps() {
    return driver.taps();
  }

  @Override
  boolean exhausted() {
    return driver.exhausted();
  }

  /** Ends the driver, which can then not be used again. */
  void close() {
    driver.close();
  }
}
