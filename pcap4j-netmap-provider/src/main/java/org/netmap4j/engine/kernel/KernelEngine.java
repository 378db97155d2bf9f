package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.kernel.Errno.Operation;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.host.Promiscuous;

/** netmap's kernel module. */
public final class KernelEngine implements Engine {
  /** The engine's name. */
  public static final String NAME = "kernel";

  private static final long MONITOR =
      NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX | NetmapAbi.NR_ZCOPY_MON;

  private final Control control = new KernelControl();

  /** The engine; whether it can be used is said by {@link KernelProvider#unavailability}. */
  public KernelEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Control control() {
    return control;
  }

  @Override
  public Registration register(RegisterRequest asked) throws NetmapException {
    PortKind kind = kind(asked);
    Link link = kind == PortKind.NIC ? Link.of(asked.name()) : Link.none(asked.name());
    Optional<NetmapError> trouble = link.trouble();
    if (trouble.isPresent()) {
      link.close();
      throw new NetmapException(trouble.get()); // a call on a port of it would not come back
    }
    Device device = Device.open();
    try (Arena arena = Arena.ofConfined()) {
      Request request = Request.register(arena, asked);
      device.control(Operation.REGISTER, asked.name(), request);
      Mapping mapping =
          Mapping.acquire(
              request.get16(NetmapAbi.REGISTER_MEM_ID), request.get64(NetmapAbi.REGISTER_MEMSIZE));
      try {
        Optional<Promiscuous> promiscuous =
            asked.promiscuous() && NetInterfaces.exists(link.name())
                ? Optional.of(Promiscuous.on(link.name()))
                : Optional.empty();
        RegisterReply reply = reply(kind, request, mapping.memory());
        return new KernelRegistration(asked.name(), device, mapping, reply, link, promiscuous);
      } catch (NetmapException e) {
        mapping.release();
        throw e;
      }
    } catch (NetmapException e) {
      device.close();
      link.close();
      throw e;
    }
  }

  private static PortKind kind(RegisterRequest asked) {
    String name = asked.name();
    if (asked.mode() == NetmapAbi.REG_NULL) {
      return PortKind.NULL;
    }
    if ((asked.flags() & MONITOR) != 0) {
      return PortKind.MONITOR;
    }
    if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      return PortKind.PIPE;
    }
    return name.startsWith("vale") && name.indexOf(':') > 0 ? PortKind.VALE : PortKind.NIC;
  }

  private static RegisterReply reply(PortKind kind, Request request, MemorySegment region) {
    long nifp = request.get64(NetmapAbi.REGISTER_OFFSET);
    long ring = anyRing(region, nifp);
    if (ring == 0) {
      return new RegisterReply(
          nifp,
          request.get16(NetmapAbi.REGISTER_MEM_ID),
          0,
          request.get32(NetmapAbi.REGISTER_EXTRA_BUFS),
          kind,
          0);
    }
    int bufferSize = region.get(JAVA_INT, ring + NetmapAbi.RING_BUF_SIZE);
    long buffers = ring + region.get(JAVA_LONG, ring + NetmapAbi.RING_BUF_OFS);
    // buffers fill the region to its end: every index below this lies inside the mapping
    int count = (int) ((region.byteSize() - buffers) / bufferSize);
    // emulated adapters send slot by slot, and nothing tells them from native ones
    int longest = kind == PortKind.NIC ? bufferSize : bufferSize * NetmapAbi.MAX_FRAGS;
    return new RegisterReply(
        nifp,
        request.get16(NetmapAbi.REGISTER_MEM_ID),
        count,
        request.get32(NetmapAbi.REGISTER_EXTRA_BUFS),
        kind,
        longest);
  }

  /** A ring that the registration binds, or 0: where buffers are is the same in all. */
  private static long anyRing(MemorySegment region, long nifp) {
    int rings =
        region.get(JAVA_INT, nifp + NetmapAbi.IF_TX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_RX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_TX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_RX_RINGS);
    for (int i = 0; i < rings; i++) {
      long offset = region.get(JAVA_LONG, nifp + NetmapAbi.IF_RING_OFS + 8L * i);
      if (offset != 0) {
        return nifp + offset;
      }
    }
    return 0;
  }
}
