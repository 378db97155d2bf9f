package org.netmap4j.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.engine.kernel.Errno.Operation;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.LinuxAbi;

/** The module's control requests, each on a descriptor of its own. */
final class KernelControl implements Control {
  /** More ports than eight switches can have. */
  private static final int MOST_PORTS = 8 * 254 + 1;

  private static void tell(Operation operation, String name, Request request)
      throws NetmapException {
    try (Device device = Device.open()) {
      device.control(operation, name, request);
    }
  }

  private static <T> T ask(
      Operation operation, String name, Request request, Function<Request, T> reply)
      throws NetmapException {
    tell(operation, name, request);
    return reply.apply(request);
  }

  @Override
  public PortInfo portInfo(String name, int memId) throws NetmapException {
    return ask(Operation.INFO, name, Requests.portInfo(name, memId), Replies::portInfo);
  }

  @Override
  public PoolsInfo poolsInfo(String name, int memId) throws NetmapException {
    return ask(Operation.INFO, name, Requests.poolsInfo(name, memId), Replies::poolsInfo);
  }

  @Override
  public int valeAttach(String name, boolean host) throws NetmapException {
    return ask(Operation.ATTACH, name, Requests.attach(name, host), Replies::attached);
  }

  @Override
  public int valeDetach(String name) throws NetmapException {
    return ask(Operation.DETACH, name, Requests.detach(name), Replies::detached);
  }

  @Override
  public List<ValePort> valeList() throws NetmapException {
    List<ValePort> ports = new ArrayList<>();
    try (Device device = Device.open()) {
      Request request = Requests.list(0, 0);
      int answer = device.control(request);
      while (answer >= 0 && ports.size() < MOST_PORTS) {
        ValePort port = Replies.valePort(request);
        ports.add(port);
        request = Requests.list(port.bridgeIndex(), port.portIndex() + 1);
        answer = device.control(request);
      }
      if (answer < 0 && answer != -LinuxAbi.ENOENT) { // which is the list's end
        throw new NetmapException(Errno.error(Operation.LIST, "the VALE switches", answer));
      }
    }
    return List.copyOf(ports);
  }

  @Override
  public void newInterface(String name, Geometry geometry, int memId) throws NetmapException {
    tell(Operation.NEW_INTERFACE, name, Requests.newInterface(name, geometry, memId));
  }

  @Override
  public void deleteInterface(String name) throws NetmapException {
    tell(Operation.DELETE_INTERFACE, name, Requests.deleteInterface(name));
  }

  @Override
  public void enablePolling(String name, int mode, int firstCpu, int cpus) throws NetmapException {
    tell(Operation.POLLING, name, Requests.enablePolling(name, mode, firstCpu, cpus));
  }

  @Override
  public void disablePolling(String name) throws NetmapException {
    tell(Operation.POLLING, name, Requests.disablePolling(name));
  }

  @Override
  public void setHeaderLength(String name, int bytes) throws NetmapException {
    tell(Operation.HEADER, name, Requests.setHeaderLength(name, bytes));
  }

  @Override
  public int headerLength(String name) throws NetmapException {
    return ask(Operation.HEADER, name, Requests.headerLength(name), Replies::headerLength);
  }
}
