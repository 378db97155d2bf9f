package org.netmap4j.engine.kernel;

import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.ffi.NetmapAbi;

/** Reads what the module wrote into a request. */
final class Replies {
  private Replies() {}

  static PortInfo portInfo(Request reply) {
    return new PortInfo(
        new Geometry(
            reply.get16(NetmapAbi.PORT_INFO_TX_RINGS),
            reply.get16(NetmapAbi.PORT_INFO_RX_RINGS),
            reply.get16(NetmapAbi.PORT_INFO_HOST_TX_RINGS),
            reply.get16(NetmapAbi.PORT_INFO_HOST_RX_RINGS),
            reply.get32(NetmapAbi.PORT_INFO_TX_SLOTS),
            reply.get32(NetmapAbi.PORT_INFO_RX_SLOTS)),
        reply.get16(NetmapAbi.PORT_INFO_MEM_ID),
        reply.get64(NetmapAbi.PORT_INFO_MEMSIZE));
  }

  static PoolsInfo poolsInfo(Request reply) {
    return new PoolsInfo(
        reply.get16(NetmapAbi.POOLS_INFO_MEM_ID),
        reply.get64(NetmapAbi.POOLS_INFO_MEMSIZE),
        pool(reply, 0),
        pool(reply, 1),
        pool(reply, 2));
  }

  private static PoolsInfo.Pool pool(Request reply, int number) {
    long at = NetmapAbi.pool(number);
    return new PoolsInfo.Pool(
        reply.get64(at + NetmapAbi.POOL_OFFSET),
        reply.get32(at + NetmapAbi.POOL_OBJECTS),
        reply.get32(at + NetmapAbi.POOL_OBJECT_SIZE));
  }

  static ValePort valePort(Request reply) {
    return new ValePort(
        reply.name(),
        reply.get16(NetmapAbi.VALE_LIST_BRIDGE),
        reply.get32(NetmapAbi.VALE_LIST_PORT));
  }

  /** The number on the switch of a port that was attached. */
  static int attached(Request reply) {
    return reply.get32(NetmapAbi.VALE_ATTACH_INDEX);
  }

  /** The number on the switch that a port had before it was detached. */
  static int detached(Request reply) {
    return reply.get32(NetmapAbi.VALE_DETACH_INDEX);
  }

  static int headerLength(Request reply) {
    return reply.get32(NetmapAbi.PORT_HDR_LENGTH);
  }

  /** What a register request was answered. */
  record Registered(long nifpOffset, long memoryBytes, int memId, int extraBuffers) {}

  static Registered registered(Request reply) {
    return new Registered(
        reply.get64(NetmapAbi.REGISTER_OFFSET),
        reply.get64(NetmapAbi.REGISTER_MEMSIZE),
        reply.get16(NetmapAbi.REGISTER_MEM_ID),
        reply.get32(NetmapAbi.REGISTER_EXTRA_BUFS));
  }
}
