package org.netmap4j.engine.kernel;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.engine.kernel.Errno.Operation;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/** The module's control requests, each on a descriptor of its own. */
final class KernelControl implements Control {
  /** More ports than eight switches can have. */
  private static final int MOST_PORTS = 8 * 254 + 1;

  /** Writes and reads a request's body around the call. */
  @FunctionalInterface
  private interface Answer<T> {
    T from(Request request);
  }

  private static <T> T ask(Operation operation, String name, Request request, Answer<T> answer)
      throws NetmapException {
    try (Device device = Device.open()) {
      device.control(operation, name, request);
      return answer.from(request);
    }
  }

  @Override
  public PortInfo portInfo(String name, int memId) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_PORT_INFO_GET, name, NetmapAbi.PORT_INFO_SIZE)
              .put16(NetmapAbi.PORT_INFO_MEM_ID, memId);
      return ask(
          Operation.INFO,
          name,
          request,
          reply ->
              new PortInfo(
                  reply.geometry(NetmapAbi.PORT_INFO_SLOTS, NetmapAbi.PORT_INFO_RINGS),
                  reply.get16(NetmapAbi.PORT_INFO_MEM_ID),
                  reply.get64(NetmapAbi.PORT_INFO_MEMSIZE)));
    }
  }

  @Override
  public PoolsInfo poolsInfo(String name, int memId) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_POOLS_INFO_GET, name, NetmapAbi.POOLS_INFO_SIZE)
              .put16(NetmapAbi.POOLS_INFO_MEM_ID, memId);
      return ask(
          Operation.INFO,
          name,
          request,
          reply ->
              new PoolsInfo(
                  reply.get16(NetmapAbi.POOLS_INFO_MEM_ID),
                  reply.get64(0),
                  pool(reply, 0),
                  pool(reply, 1),
                  pool(reply, 2)));
    }
  }

  private static PoolsInfo.Pool pool(Request reply, int number) {
    long at = NetmapAbi.POOLS_INFO_POOLS + 16L * number;
    return new PoolsInfo.Pool(reply.get64(at), reply.get32(at + 8), reply.get32(at + 12));
  }

  @Override
  public int valeAttach(String name, boolean host) throws NetmapException {
    int mode = host ? NetmapAbi.REG_NIC_SW : NetmapAbi.REG_ALL_NIC;
    RegisterRequest asked = new RegisterRequest(name, mode, 0, 0, 0, 0, Geometry.ANY, false);
    try (Arena arena = Arena.ofConfined()) {
      return ask(
          Operation.ATTACH,
          name,
          Request.attach(arena, asked),
          reply -> reply.get32(NetmapAbi.VALE_ATTACH_INDEX));
    }
  }

  @Override
  public int valeDetach(String name) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_VALE_DETACH, name, NetmapAbi.VALE_DETACH_SIZE);
      return ask(Operation.DETACH, name, request, reply -> reply.get32(0));
    }
  }

  @Override
  public List<ValePort> valeList() throws NetmapException {
    List<ValePort> ports = new ArrayList<>();
    try (Device device = Device.open();
        Arena arena = Arena.ofConfined()) {
      int bridge = 0;
      int port = 0;
      while (ports.size() < MOST_PORTS) {
        // with an empty name the module answers the next port at or after the two indices
        Request request =
            Request.of(arena, NetmapAbi.REQ_VALE_LIST, "", NetmapAbi.VALE_LIST_SIZE)
                .put16(0, bridge)
                .put32(4, port);
        int answer = device.control(request);
        if (answer == -LinuxAbi.ENOENT) {
          break;
        }
        if (answer < 0) {
          throw new NetmapException(Errno.error(Operation.OTHER, "the VALE switches", answer));
        }
        bridge = request.get16(0);
        port = request.get32(4);
        ports.add(new ValePort(request.name(), bridge, port));
        port++;
      }
    }
    return List.copyOf(ports);
  }

  @Override
  public void newInterface(String name, Geometry geometry, int memId) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_VALE_NEWIF, name, NetmapAbi.VALE_NEWIF_SIZE)
              .put32(0, geometry.txSlots())
              .put32(4, geometry.rxSlots())
              .put16(8, geometry.txRings())
              .put16(10, geometry.rxRings())
              .put16(12, memId);
      boolean _ = ask(Operation.NEW_INTERFACE, name, request, reply -> true);
    }
  }

  @Override
  public void deleteInterface(String name) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request = Request.of(arena, NetmapAbi.REQ_VALE_DELIF, name);
      boolean _ = ask(Operation.DELETE_INTERFACE, name, request, reply -> true);
    }
  }

  @Override
  public void enablePolling(String name, int mode, int firstCpu, int cpus) throws NetmapException {
    polling(NetmapAbi.REQ_VALE_POLLING_ENABLE, name, mode, firstCpu, cpus);
  }

  @Override
  public void disablePolling(String name) throws NetmapException {
    polling(NetmapAbi.REQ_VALE_POLLING_DISABLE, name, 0, 0, 0);
  }

  private static void polling(int type, String name, int mode, int firstCpu, int cpus)
      throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, type, name, NetmapAbi.VALE_POLLING_SIZE)
              .put32(0, mode)
              .put32(4, firstCpu)
              .put32(8, cpus);
      boolean _ = ask(Operation.OTHER, name, request, reply -> true);
    }
  }

  @Override
  public void setHeaderLength(String name, int bytes) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_PORT_HDR_SET, name, NetmapAbi.PORT_HDR_SIZE)
              .put32(0, bytes);
      boolean _ = ask(Operation.OTHER, name, request, reply -> true);
    }
  }

  @Override
  public int headerLength(String name) throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      Request request =
          Request.of(arena, NetmapAbi.REQ_PORT_HDR_GET, name, NetmapAbi.PORT_HDR_SIZE);
      return ask(Operation.OTHER, name, request, reply -> reply.get32(0));
    }
  }
}
