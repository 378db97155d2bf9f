package org.netmap4j.engine.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A memory region, mapped once for all registrations of this process that use it.
 *
 * <p>A mapping of the module's memory keeps the descriptor that it was made with alive, and with it
 * that descriptor's port, even after close(2). So it is made with a NULL port of the region, which
 * binds no ring: closing a port then really closes it, whoever else still uses the region.
 *
 * <p>A region of external memory is the file: the process that brings it maps that, and not the
 * module's memory. The module holds the file's pages itself, for as long as a port uses them.
 */
final class Mapping {
  private static final Map<Integer, Mapping> BY_REGION = new HashMap<>();

  private final Arena arena;
  private final MemorySegment memory;
  private final @Nullable Device holder;
  private int memId;
  private int users = 1;

  private Mapping(long address, long bytes, @Nullable Device holder) {
    arena = Arena.ofShared();
    memory = Libc.mapped(address, bytes, arena);
    this.holder = holder;
  }

  /** The region's mapping, made if this is its first use. */
  static Mapping acquire(int memId, long bytes) throws NetmapException {
    synchronized (BY_REGION) {
      Mapping known = BY_REGION.get(memId);
      if (known != null) {
        known.users++;
        return known;
      }
      Mapping made = map(memId, bytes);
      made.isRegion(memId);
      return made;
    }
  }

  private static Mapping map(int memId, long bytes) throws NetmapException {
    Device holder = Device.open();
    try {
      String name = "region" + memId;
      RegisterRequest nothing =
          new RegisterRequest(name, NetmapAbi.REG_NULL, 0, 0, memId, 0, Geometry.ANY, false);
      Request request = Requests.register(nothing, memId, Optional.empty());
      holder.control(Errno.Operation.REGISTER, name, request);
      long address = Libc.mmap(holder.fd(), bytes, LinuxAbi.PROT_RW);
      if (address < 0) {
        throw failed("map memory region " + memId, (int) -address);
      }
      return new Mapping(address, bytes, holder);
    } catch (NetmapException e) {
      holder.close();
      throw e;
    }
  }

  /**
   * The region of a NULL port, for reading only: the port's own mapping, which nobody shares, and
   * which goes before it.
   */
  static MemorySegment readOnly(Device port, long bytes, Holdings held) throws NetmapException {
    long address = Libc.mmap(port.fd(), bytes, LinuxAbi.PROT_READ);
    if (address < 0) {
      throw failed("map a memory region for reading", (int) -address);
    }
    Arena arena = Arena.ofShared();
    held.add(arena::close);
    return Libc.mapped(address, bytes, arena).asReadOnly();
  }

  /** The whole of a file, of which a port will make its region; see {@link #isRegion}. */
  static Mapping ofFile(String port, String file) throws NetmapException {
    int fd = Libc.open(file, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC);
    if (fd < 0) {
      throw unusable(port, file, Libc.strerror(-fd));
    }
    try {
      long bytes = Files.size(Path.of(file));
      long address = bytes > 0 ? Libc.mmap(fd, bytes, LinuxAbi.PROT_RW) : -LinuxAbi.EINVAL;
      if (address < 0) {
        throw unusable(port, file, bytes > 0 ? Libc.strerror((int) -address) : "it is empty");
      }
      return new Mapping(address, bytes, null);
    } catch (NetmapException e) {
      throw e;
    } catch (IOException e) {
      throw unusable(port, file, "its size cannot be had: " + e.getMessage());
    } finally {
      Libc.close(fd);
    }
  }

  private static NetmapException unusable(String port, String file, String why) {
    return new NetmapException(
        new NetmapError.CannotOpen(
            port,
            "external memory " + file + ": " + why,
            "give a file that can be read and written, as large as the memory shall be"));
  }

  private static NetmapException failed(String what, int errno) {
    return new NetmapException(new NetmapError.SystemCall(what, errno, Libc.strerror(errno)));
  }

  /**
   * Says which region it is, as long as a port uses that: others then find it, unless they found
   * another mapping of the region before.
   */
  void isRegion(int memId) {
    synchronized (BY_REGION) {
      this.memId = memId;
      BY_REGION.putIfAbsent(memId, this);
    }
  }

  MemorySegment memory() {
    return memory;
  }

  /**
   * One use fewer; the last one unmaps, then closes. Comes before the port is closed: after that,
   * the region's number may be another's.
   */
  void release() {
    synchronized (BY_REGION) {
      users--;
      if (users == 0) {
        BY_REGION.remove(memId, this);
        arena.close();
        if (holder != null) {
          holder.close();
        }
      }
    }
  }
}
