package org.netmap4j.engine;

import java.util.List;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.error.NetmapException;

/**
 * The requests that need no registration: what there is, and VALE switches.
 *
 * <p>Each throws a {@link NetmapException} that says what stood in the way.
 */
public interface Control {
  /**
   * NETMAP_REQ_PORT_INFO_GET. In the module, asking for a VALE port that does not exist creates and
   * drops it: this is no test of existence.
   *
   * @param name the port; with an empty name, the region alone is asked for
   * @param memId the region, 0 for the port's own
   */
  PortInfo portInfo(String name, int memId) throws NetmapException;

  /**
   * NETMAP_REQ_POOLS_INFO_GET.
   *
   * @param name a port that exists: an invented VALE name creates and drops a port in the region
   * @param memId the region, 0 for the port's own
   */
  PoolsInfo poolsInfo(String name, int memId) throws NetmapException;

  /**
   * NETMAP_REQ_VALE_ATTACH: puts a NIC or a persistent port on a switch; answers the port's number.
   *
   * @param name {@code valeX:interface}
   * @param host whether the host's rings are attached too
   */
  int valeAttach(String name, boolean host) throws NetmapException;

  /** NETMAP_REQ_VALE_DETACH; answers the number that the port had. */
  int valeDetach(String name) throws NetmapException;

  /** NETMAP_REQ_VALE_LIST: the ports of all switches. */
  List<ValePort> valeList() throws NetmapException;

  /**
   * The ends of pipes that are open, by name; none where the engine does not know them, as the
   * module does not.
   */
  default List<String> pipeList() {
    return List.of();
  }

  /** NETMAP_REQ_VALE_NEWIF: makes a persistent port, a network interface of that name. */
  void newInterface(String name, Geometry geometry, int memId) throws NetmapException;

  /** NETMAP_REQ_VALE_DELIF. */
  void deleteInterface(String name) throws NetmapException;

  /**
   * NETMAP_REQ_VALE_POLLING_ENABLE: kernel threads poll an attached NIC.
   *
   * @param mode 1 for one CPU, 2 for several
   */
  void enablePolling(String name, int mode, int firstCpu, int cpus) throws NetmapException;

  /** NETMAP_REQ_VALE_POLLING_DISABLE. */
  void disablePolling(String name) throws NetmapException;

  /** NETMAP_REQ_PORT_HDR_SET: the virtio-net header before each packet: 0, 10 or 12 bytes. */
  void setHeaderLength(String name, int bytes) throws NetmapException;

  /** NETMAP_REQ_PORT_HDR_GET. */
  int headerLength(String name) throws NetmapException;
}
