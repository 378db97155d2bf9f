package org.netmap4j.engine.embedded;

import java.util.List;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The control requests of the embedded engine; each under its lock. */
final class EmbeddedControl implements Control {
  private final Object lock;
  private final Ports ports;

  EmbeddedControl(Object lock, Ports ports) {
    this.lock = lock;
    this.ports = ports;
  }

  /** Something about a port, or about a region. */
  @FunctionalInterface
  private interface Question<T> {
    T of(Port port);
  }

  /**
   * Asks about a port, which is made for it if need be, as in the module; as one that only
   * receives, so that no tap's wire is taken for a question.
   */
  private <T> T ask(String name, int memId, Question<T> question) throws NetmapException {
    RegisterRequest request =
        new RegisterRequest(
            name,
            NetmapAbi.REG_ALL_NIC,
            0,
            NetmapAbi.NR_RX_RINGS_ONLY,
            memId,
            0,
            Geometry.ANY,
            false);
    Port port = ports.findOrMake(request);
    try {
      return question.of(port);
    } finally {
      if (port.idle()) {
        ports.ended(port, false);
      }
    }
  }

  @Override
  public PortInfo portInfo(String name, int memId) throws NetmapException {
    synchronized (lock) {
      if (!name.isEmpty()) {
        return ask(name, memId, port -> info(port.shape(), port.region()));
      }
      Region region = ports.regions().existing("the region", Math.max(memId, Regions.SHARED));
      try {
        return new PortInfo(Geometry.ANY, region.id(), region.memory().byteSize());
      } finally {
        ports.regions().release(region);
      }
    }
  }

  private static PortInfo info(PortShape shape, Region region) {
    return new PortInfo(
        new Geometry(
            shape.txRings(),
            shape.rxRings(),
            shape.hostTxRings(),
            shape.hostRxRings(),
            shape.txSlots(),
            shape.rxSlots()),
        region.id(),
        region.memory().byteSize());
  }

  @Override
  public PoolsInfo poolsInfo(String name, int memId) throws NetmapException {
    synchronized (lock) {
      return ask(name, memId, port -> pools(port.region()));
    }
  }

  private static PoolsInfo pools(Region region) {
    RegionLayout layout = region.layout();
    return new PoolsInfo(
        region.id(),
        region.memory().byteSize(),
        new PoolsInfo.Pool(0, layout.ifs(), layout.ifSize()),
        new PoolsInfo.Pool(layout.ringPool(), layout.rings(), layout.ringSize()),
        new PoolsInfo.Pool(layout.bufferPool(), layout.buffers(), layout.bufferSize()));
  }

  @Override
  public int valeAttach(String name, boolean host) throws NetmapException {
    synchronized (lock) {
      return ports.attach(name, host);
    }
  }

  @Override
  public int valeDetach(String name) throws NetmapException {
    synchronized (lock) {
      return ports.detach(name);
    }
  }

  @Override
  public List<ValePort> valeList() {
    synchronized (lock) {
      return ports.switches().list();
    }
  }

  @Override
  public List<String> pipeList() {
    synchronized (lock) {
      return ports.pipes().list();
    }
  }

  @Override
  public void newInterface(String name, Geometry geometry, int memId) throws NetmapException {
    synchronized (lock) {
      ports.newInterface(name, geometry, memId);
    }
  }

  @Override
  public void deleteInterface(String name) throws NetmapException {
    synchronized (lock) {
      ports.switches().deleteInterface(name);
    }
  }

  @Override
  public void enablePolling(String name, int mode, int firstCpu, int cpus) throws NetmapException {
    throw noPolling(name);
  }

  @Override
  public void disablePolling(String name) throws NetmapException {
    throw noPolling(name);
  }

  private static NetmapException noPolling(String name) {
    return new NetmapException(
        new NetmapError.Unsupported(
            "polling of " + name,
            "the embedded engine, which has no threads of its own",
            "leave it out: an attached NIC is served by the syncs of its switch's ports"));
  }

  @Override
  public void setHeaderLength(String name, int bytes) throws NetmapException {
    if (bytes != 0 && bytes != 10 && bytes != 12) {
      throw Ports.cannotOpen(
          name, "a virtio-net header of " + bytes + " bytes", "choose 0, 10 or 12");
    }
    if (bytes != 0) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "virtio-net headers on " + name, "the embedded engine", "leave the header out"));
    }
    int _ = headerLength(name); // so that a port which is not there is told
  }

  @Override
  public int headerLength(String name) throws NetmapException {
    synchronized (lock) {
      return ask(name, 0, port -> 0);
    }
  }
}
