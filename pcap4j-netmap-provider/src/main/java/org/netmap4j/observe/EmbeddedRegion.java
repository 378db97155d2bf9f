package org.netmap4j.observe;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.observe.ProcessScan.Held;

/**
 * A region of another process's embedded engine, mapped for reading as long as somebody holds it.
 *
 * <p>What a descriptor is of is looked at before it is opened, through another that names it: its
 * owner can put anything in its place at any time. Only a memfd in ordinary memory, sealed against
 * another size, can be read without a fault.
 */
final class EmbeddedRegion implements AutoCloseable {
  static final String ENGINE = "embedded";

  private static final String OPEN = "/proc/self/fd/";

  private final Arena arena;
  private final EmbeddedImage image;
  private List<Held> holders;

  private EmbeddedRegion(Arena arena, EmbeddedImage image, Held holder) {
    this.arena = arena;
    this.image = image;
    holders = List.of(holder);
  }

  /** Which file it is, whoever has it open. */
  record Identity(long device, long inode) {
    /** The file behind a descriptor in /proc. */
    static Identity of(Path descriptor) throws IOException {
      return new Identity(number(descriptor, "unix:dev"), number(descriptor, "unix:ino"));
    }

    private static long number(Path file, String attribute) throws IOException {
      return Files.getAttribute(file, attribute) instanceof Number number ? number.longValue() : 0;
    }
  }

  /** The device of memfds in ordinary memory; those in huge pages are on another. */
  static long memfdDevice() throws NetmapException {
    int fd = Libc.memfdCreate("netmap-observer", LinuxAbi.MFD_CLOEXEC);
    if (fd < 0) {
      throw failed("memfd_create", fd);
    }
    try {
      return Identity.of(Path.of(OPEN + fd)).device();
    } catch (IOException e) {
      throw EmbeddedImage.refused("/proc", "it cannot be read: " + e.getMessage(), "mount it");
    } finally {
      Libc.close(fd);
    }
  }

  /**
   * Maps what a process holds.
   *
   * @param device that of memfds
   * @throws IOException it is gone
   * @throws NetmapException it cannot be read, or must not be
   */
  static EmbeddedRegion open(Held held, long device) throws IOException {
    String name = held.descriptor().toString();
    int named = checked(name, Libc.open(name, LinuxAbi.O_PATH | LinuxAbi.O_CLOEXEC));
    try {
      Path path = Path.of(OPEN + named);
      if (!ProcessScan.isRegion(ProcessScan.target(path)) || !Files.isRegularFile(path)) {
        throw new IOException(name + " is another file by now");
      }
      if (Identity.of(path).device() != device) {
        throw EmbeddedImage.refused(
            name, "no memfd in ordinary memory, which a region is", "end its owner");
      }
      int fd = checked(name, Libc.open(path.toString(), LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC));
      try {
        return map(held, fd);
      } finally {
        Libc.close(fd);
      }
    } finally {
      Libc.close(named);
    }
  }

  private static EmbeddedRegion map(Held held, int fd) throws IOException {
    String name = held.descriptor().toString();
    int seals = Libc.fcntl(fd, LinuxAbi.F_GET_SEALS, 0);
    if (seals < 0 || (seals & LinuxAbi.SEALS_SIZE) != LinuxAbi.SEALS_SIZE) {
      throw EmbeddedImage.refused(
          name,
          "not sealed, or not yet: its owner could shorten it while it is read",
          "look again");
    }
    long bytes = Files.size(Path.of(OPEN + fd)); // which does not change any more
    if (bytes == 0) {
      throw EmbeddedImage.refused(name, "too short for a region", "close what made it");
    }
    long address = Libc.mmap(fd, bytes, LinuxAbi.PROT_READ);
    if (address < 0) {
      throw failed("map " + bytes + " bytes of " + name, (int) address);
    }
    Arena arena = Arena.ofShared();
    MemorySegment file = Libc.mapped(address, bytes, arena).asReadOnly();
    try {
      return new EmbeddedRegion(arena, EmbeddedImage.of(name, file), held);
    } catch (NetmapException e) {
      arena.close();
      throw e;
    }
  }

  private static int checked(String name, int answer) throws IOException {
    if (answer == -LinuxAbi.EACCES || answer == -LinuxAbi.EPERM) {
      throw new NetmapException(
          new NetmapError.NoPermission("read " + name, "CAP_SYS_PTRACE", Inventory.REMEDY));
    }
    if (answer == -LinuxAbi.ENOENT) {
      throw new IOException(name + " is gone");
    }
    if (answer < 0) {
      throw failed("open " + name, answer);
    }
    return answer;
  }

  private static NetmapException failed(String what, int answer) {
    return new NetmapException(new NetmapError.SystemCall(what, -answer, Libc.strerror(-answer)));
  }

  /** One more descriptor of it. */
  void alsoHeld(Held holder) {
    List<Held> more = new ArrayList<>(holders);
    more.removeIf(held -> held.owner().pid() == holder.owner().pid());
    more.add(holder);
    holders = List.copyOf(more);
  }

  /** Whether somebody still holds it; who does not is forgotten. */
  boolean isHeld(Identity identity) {
    holders = holders.stream().filter(held -> holds(held, identity)).toList();
    return !holders.isEmpty();
  }

  private static boolean holds(Held held, Identity identity) {
    try {
      return ProcessScan.isRegion(ProcessScan.target(held.descriptor()))
          && Identity.of(held.descriptor()).equals(identity);
    } catch (IOException e) {
      return false; // it has ended, or cannot be looked into any more
    }
  }

  /** What is in it now. */
  ObservedRegion look() {
    List<Owner> owners = holders.stream().map(Held::owner).toList();
    List<ObservedPort> ports = image.look();
    return new ObservedRegion(ENGINE, image.id(), image.bytes(), owners, ports, image.pools());
  }

  /** Looks at the indices of its rings alone. */
  void sample(long nanos) {
    image.sample(nanos);
  }

  @Override
  public void close() {
    arena.close();
  }
}
