package org.netmap4j.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A memory region of the module, mapped once for all registrations of this process.
 *
 * <p>A mapping keeps the descriptor that it was made with alive, and with it that descriptor's
 * port, even after close(2). So it is made with a NULL port of the region, which binds no ring:
 * closing a port then really closes it, whoever else still uses the region.
 */
final class Mapping {
  private static final Map<Integer, Mapping> BY_REGION = new HashMap<>();

  private final int memId;
  private final Device holder;
  private final Arena arena;
  private final MemorySegment memory;
  private int users;

  private Mapping(int memId, Device holder, long address, long bytes) {
    this.memId = memId;
    this.holder = holder;
    arena = Arena.ofShared();
    memory = Libc.mapped(address, bytes, arena);
  }

  /** The region's mapping, made if this is its first use. */
  static Mapping acquire(int memId, long bytes) throws NetmapException {
    synchronized (BY_REGION) {
      Mapping mapping = BY_REGION.get(memId);
      if (mapping == null) {
        mapping = map(memId, bytes);
        BY_REGION.put(memId, mapping);
      }
      mapping.users++;
      return mapping;
    }
  }

  private static Mapping map(int memId, long bytes) throws NetmapException {
    Device holder = Device.open();
    try (Arena scratch = Arena.ofConfined()) {
      String name = "region" + memId;
      RegisterRequest nothing =
          new RegisterRequest(name, NetmapAbi.REG_NULL, 0, 0, memId, 0, Geometry.ANY, false);
      holder.control(Errno.Operation.REGISTER, name, Request.register(scratch, nothing));
      long address = Libc.mmap(holder.fd(), bytes, LinuxAbi.PROT_RW);
      if (address < 0) {
        throw new NetmapException(
            new NetmapError.SystemCall(
                "map memory region " + memId, (int) -address, Libc.strerror((int) -address)));
      }
      return new Mapping(memId, holder, address, bytes);
    } catch (NetmapException e) {
      holder.close();
      throw e;
    }
  }

  MemorySegment memory() {
    return memory;
  }

  /** One use fewer; the last one unmaps, then closes. */
  void release() {
    synchronized (BY_REGION) {
      users--;
      if (users == 0) {
        BY_REGION.remove(memId);
        arena.close();
        holder.close();
      }
    }
  }
}
