package org.netmap4j.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Offsets;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** Every request that is made of the module, written down; {@link Replies} reads the answers. */
final class Requests {
  private Requests() {}

  /**
   * NETMAP_REQ_REGISTER.
   *
   * @param memId the region, in place of that of {@code asked}
   * @param external the file of {@code asked}'s external memory, mapped
   */
  static Request register(RegisterRequest asked, int memId, Optional<MemorySegment> external)
      throws NetmapException {
    Geometry geometry = asked.geometry();
    Request request =
        new Request(NetmapAbi.REQ_REGISTER, asked.name(), NetmapAbi.REGISTER_SIZE)
            .put32(NetmapAbi.REGISTER_TX_SLOTS, geometry.txSlots())
            .put32(NetmapAbi.REGISTER_RX_SLOTS, geometry.rxSlots())
            .put16(NetmapAbi.REGISTER_TX_RINGS, geometry.txRings())
            .put16(NetmapAbi.REGISTER_RX_RINGS, geometry.rxRings())
            .put16(NetmapAbi.REGISTER_HOST_TX_RINGS, geometry.hostTxRings())
            .put16(NetmapAbi.REGISTER_HOST_RX_RINGS, geometry.hostRxRings())
            .put16(NetmapAbi.REGISTER_MEM_ID, memId)
            .put16(NetmapAbi.REGISTER_RINGID, asked.ringId())
            .put32(NetmapAbi.REGISTER_MODE, asked.mode())
            .put32(NetmapAbi.REGISTER_EXTRA_BUFS, asked.extraBuffers())
            .put64(NetmapAbi.REGISTER_FLAGS, asked.flags());
    Optional<ExternalMemory> wish = asked.options().externalMemory();
    if (wish.isPresent() && external.isPresent()) {
      putExternalMemory(request, wish.get(), external.get());
    }
    asked.options().offsets().ifPresent(offsets -> putOffsets(request, offsets));
    return request;
  }

  private static void putExternalMemory(Request request, ExternalMemory wish, MemorySegment file) {
    Request.Option option = request.option(NetmapAbi.OPT_EXTMEM, NetmapAbi.OPT_EXTMEM_SIZE);
    option.put64(NetmapAbi.OPT_EXTMEM_USRPTR, file.address());
    option.put64(NetmapAbi.OPT_EXTMEM_INFO + NetmapAbi.POOLS_INFO_MEMSIZE, file.byteSize());
    putPool(option, 0, wish.interfaces());
    putPool(option, 1, wish.rings());
    putPool(option, 2, wish.buffers());
  }

  private static void putPool(Request.Option option, int number, PoolsInfo.Pool pool) {
    long at = NetmapAbi.OPT_EXTMEM_INFO + NetmapAbi.pool(number);
    option
        .put32(at + NetmapAbi.POOL_OBJECTS, pool.objects())
        .put32(at + NetmapAbi.POOL_OBJECT_SIZE, pool.size());
  }

  private static void putOffsets(Request request, Offsets offsets) {
    Request.Option option = request.option(NetmapAbi.OPT_OFFSETS, NetmapAbi.OPT_OFFSETS_SIZE);
    option
        .put64(NetmapAbi.OPT_OFFSETS_MAX, offsets.max())
        .put64(NetmapAbi.OPT_OFFSETS_INITIAL, offsets.initial())
        .put32(NetmapAbi.OPT_OFFSETS_BITS, offsets.bits());
  }

  /** NETMAP_REQ_PORT_INFO_GET. */
  static Request portInfo(String name, int memId) throws NetmapException {
    return new Request(NetmapAbi.REQ_PORT_INFO_GET, name, NetmapAbi.PORT_INFO_SIZE)
        .put16(NetmapAbi.PORT_INFO_MEM_ID, memId);
  }

  /** NETMAP_REQ_POOLS_INFO_GET. */
  static Request poolsInfo(String name, int memId) throws NetmapException {
    return new Request(NetmapAbi.REQ_POOLS_INFO_GET, name, NetmapAbi.POOLS_INFO_SIZE)
        .put16(NetmapAbi.POOLS_INFO_MEM_ID, memId);
  }

  /** NETMAP_REQ_VALE_ATTACH, whose body begins with that of a register request. */
  static Request attach(String name, boolean host) throws NetmapException {
    int mode = host ? NetmapAbi.REG_NIC_SW : NetmapAbi.REG_ALL_NIC;
    return new Request(NetmapAbi.REQ_VALE_ATTACH, name, NetmapAbi.VALE_ATTACH_SIZE)
        .put32(NetmapAbi.REGISTER_MODE, mode);
  }

  /** NETMAP_REQ_VALE_DETACH. */
  static Request detach(String name) throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_DETACH, name, NetmapAbi.VALE_DETACH_SIZE);
  }

  /** NETMAP_REQ_VALE_LIST: with an empty name, the next port at or after the two indices. */
  static Request list(int bridge, int port) throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_LIST, "", NetmapAbi.VALE_LIST_SIZE)
        .put16(NetmapAbi.VALE_LIST_BRIDGE, bridge)
        .put32(NetmapAbi.VALE_LIST_PORT, port);
  }

  /** NETMAP_REQ_VALE_NEWIF. */
  static Request newInterface(String name, Geometry geometry, int memId) throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_NEWIF, name, NetmapAbi.VALE_NEWIF_SIZE)
        .put32(NetmapAbi.VALE_NEWIF_TX_SLOTS, geometry.txSlots())
        .put32(NetmapAbi.VALE_NEWIF_RX_SLOTS, geometry.rxSlots())
        .put16(NetmapAbi.VALE_NEWIF_TX_RINGS, geometry.txRings())
        .put16(NetmapAbi.VALE_NEWIF_RX_RINGS, geometry.rxRings())
        .put16(NetmapAbi.VALE_NEWIF_MEM_ID, memId);
  }

  /** NETMAP_REQ_VALE_DELIF, which has no body. */
  static Request deleteInterface(String name) throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_DELIF, name, 0);
  }

  /** NETMAP_REQ_VALE_POLLING_ENABLE. */
  static Request enablePolling(String name, int mode, int firstCpu, int cpus)
      throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_POLLING_ENABLE, name, NetmapAbi.VALE_POLLING_SIZE)
        .put32(NetmapAbi.VALE_POLLING_MODE, mode)
        .put32(NetmapAbi.VALE_POLLING_FIRST_CPU, firstCpu)
        .put32(NetmapAbi.VALE_POLLING_CPUS, cpus);
  }

  /** NETMAP_REQ_VALE_POLLING_DISABLE. */
  static Request disablePolling(String name) throws NetmapException {
    return new Request(NetmapAbi.REQ_VALE_POLLING_DISABLE, name, NetmapAbi.VALE_POLLING_SIZE);
  }

  /** NETMAP_REQ_PORT_HDR_SET. */
  static Request setHeaderLength(String name, int bytes) throws NetmapException {
    return new Request(NetmapAbi.REQ_PORT_HDR_SET, name, NetmapAbi.PORT_HDR_SIZE)
        .put32(NetmapAbi.PORT_HDR_LENGTH, bytes);
  }

  /** NETMAP_REQ_PORT_HDR_GET. */
  static Request headerLength(String name) throws NetmapException {
    return new Request(NetmapAbi.REQ_PORT_HDR_GET, name, NetmapAbi.PORT_HDR_SIZE);
  }
}
