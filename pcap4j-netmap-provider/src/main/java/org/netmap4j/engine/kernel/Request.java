package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A NIOCCTRL request in native memory: struct nmreq_header and its body, as net/netmap.h lays them
 * out. The answer stands in the same memory.
 */
final class Request {
  private final MemorySegment header;
  private final MemorySegment body;

  private Request(Arena arena, int type, String name, int bodySize) throws NetmapException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= NetmapAbi.REQ_NAME_SIZE) {
      throw new NetmapException(
          new NetmapError.BadName(
              name,
              name.length(),
              "at most " + (NetmapAbi.REQ_NAME_SIZE - 1) + " bytes",
              bytes.length + " bytes"));
    }
    header = arena.allocate(NetmapAbi.HEADER_SIZE, 8);
    body = bodySize > 0 ? arena.allocate(bodySize, 8) : MemorySegment.NULL;
    header.set(JAVA_SHORT, NetmapAbi.HEADER_VERSION, (short) NetmapAbi.API);
    header.set(JAVA_SHORT, NetmapAbi.HEADER_REQTYPE, (short) type);
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, header, NetmapAbi.HEADER_NAME, bytes.length);
    header.set(JAVA_LONG, NetmapAbi.HEADER_BODY, body.address());
  }

  /** A request without a body. */
  static Request of(Arena arena, int type, String name) throws NetmapException {
    return new Request(arena, type, name, 0);
  }

  /** A request with a body of {@code bodySize} bytes, all zero. */
  static Request of(Arena arena, int type, String name, int bodySize) throws NetmapException {
    return new Request(arena, type, name, bodySize);
  }

  /** NETMAP_REQ_REGISTER. */
  static Request register(Arena arena, RegisterRequest asked) throws NetmapException {
    Request request =
        new Request(arena, NetmapAbi.REQ_REGISTER, asked.name(), NetmapAbi.REGISTER_SIZE);
    request.putRegister(asked);
    return request;
  }

  /** NETMAP_REQ_VALE_ATTACH, whose body begins with that of a register request. */
  static Request attach(Arena arena, RegisterRequest asked) throws NetmapException {
    Request request =
        new Request(arena, NetmapAbi.REQ_VALE_ATTACH, asked.name(), NetmapAbi.VALE_ATTACH_SIZE);
    request.putRegister(asked);
    return request;
  }

  private void putRegister(RegisterRequest asked) {
    Geometry geometry = asked.geometry();
    put32(NetmapAbi.REGISTER_TX_SLOTS, geometry.txSlots());
    put32(NetmapAbi.REGISTER_RX_SLOTS, geometry.rxSlots());
    put16(NetmapAbi.REGISTER_TX_RINGS, geometry.txRings());
    put16(NetmapAbi.REGISTER_RX_RINGS, geometry.rxRings());
    put16(NetmapAbi.REGISTER_HOST_TX_RINGS, geometry.hostTxRings());
    put16(NetmapAbi.REGISTER_HOST_RX_RINGS, geometry.hostRxRings());
    put16(NetmapAbi.REGISTER_MEM_ID, asked.memId());
    put16(NetmapAbi.REGISTER_RINGID, asked.ringId());
    put32(NetmapAbi.REGISTER_MODE, asked.mode());
    put32(NetmapAbi.REGISTER_EXTRA_BUFS, asked.extraBuffers());
    put64(NetmapAbi.REGISTER_FLAGS, asked.flags());
  }

  MemorySegment header() {
    return header;
  }

  /** The name as it stands in the header, which a reply may have written. */
  String name() {
    return header
        .asSlice(NetmapAbi.HEADER_NAME, NetmapAbi.REQ_NAME_SIZE)
        .getString(0, StandardCharsets.UTF_8);
  }

  Request put16(long offset, int value) {
    body.set(JAVA_SHORT, offset, (short) value);
    return this;
  }

  Request put32(long offset, int value) {
    body.set(JAVA_INT, offset, value);
    return this;
  }

  Request put64(long offset, long value) {
    body.set(JAVA_LONG, offset, value);
    return this;
  }

  int get16(long offset) {
    return body.get(JAVA_SHORT, offset) & 0xffff;
  }

  int get32(long offset) {
    return body.get(JAVA_INT, offset);
  }

  long get64(long offset) {
    return body.get(JAVA_LONG, offset);
  }

  /** Rings and slots of a body that has them: the slots at one offset, the rings at another. */
  Geometry geometry(long slots, long rings) {
    return new Geometry(
        get16(rings),
        get16(rings + 2),
        get16(rings + 4),
        get16(rings + 6),
        get32(slots),
        get32(slots + 4));
  }
}
