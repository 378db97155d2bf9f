package org.netmap4j.engine.embedded;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * What a region is stored in: a memfd, sealed against a change of size, so that who maps it never
 * reads past its end; or a file of the user's, which keeps what was written to it, and which he
 * must not shorten meanwhile.
 */
final class RegionFile implements AutoCloseable {
  private final int fd;
  private final @Nullable Object identity;
  private final Arena arena;
  private final MemorySegment whole;

  private RegionFile(int fd, String name, long bytes, @Nullable Object identity)
      throws NetmapException {
    this.fd = fd;
    this.identity = identity;
    long address = Systems.check("mmap " + name, Libc.mmap(fd, bytes, LinuxAbi.PROT_RW));
    arena = Arena.ofShared();
    whole = Libc.mapped(address, bytes, arena);
  }

  /**
   * Memory that nobody has yet.
   *
   * @param scarce from where on pages are to stand behind it from the start
   */
  static RegionFile anonymous(String name, long bytes, long scarce) throws NetmapException {
    int fd =
        Systems.check(
            "memfd_create " + name,
            Libc.memfdCreate(name, LinuxAbi.MFD_CLOEXEC | LinuxAbi.MFD_ALLOW_SEALING));
    try {
      Systems.check("ftruncate " + name, Libc.ftruncate(fd, bytes));
      Systems.check(
          "memory for the directory of " + name, fallocate(fd, 0, scarce, bytes - scarce));
      Systems.check("seal " + name, Libc.fcntl(fd, LinuxAbi.F_ADD_SEALS, LinuxAbi.SEALS_SIZE));
      return new RegionFile(fd, name, bytes, null);
    } catch (NetmapException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /** The whole of a file of the user's, for a port. */
  static RegionFile of(String port, String file) throws NetmapException {
    int fd = Libc.open(file, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC);
    if (fd < 0) {
      throw unusable(port, file, Libc.strerror(-fd));
    }
    try {
      // of what is open, not of what has that name by now
      BasicFileAttributes attributes =
          Files.readAttributes(Path.of("/proc/self/fd/" + fd), BasicFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() == 0) {
        throw unusable(port, file, attributes.isRegularFile() ? "it is empty" : "it is no file");
      }
      return new RegionFile(fd, file, attributes.size(), attributes.fileKey());
    } catch (NetmapException e) {
      Libc.close(fd);
      throw e;
    } catch (IOException e) {
      Libc.close(fd);
      throw unusable(port, file, "its size cannot be had: " + e.getMessage());
    }
  }

  private static NetmapException unusable(String port, String file, String why) {
    return Ports.cannotOpen(
        port,
        "external memory " + file + ": " + why,
        "give a file that can be read and written, as large as the memory shall be");
  }

  /** All of it. */
  MemorySegment whole() {
    return whole;
  }

  /** Whether it is the user's: then what was written to it stays. */
  boolean external() {
    return identity != null;
  }

  /** Whether both are the same file of the user's. */
  boolean sameAs(RegionFile other) {
    return identity != null && identity.equals(other.identity);
  }

  /** Makes sure that pages stand behind objects of a rising list; 0, or {@code -errno}. */
  int allocate(int[] objects, long poolOffset, int size) {
    return forRuns(objects, poolOffset, size, 0);
  }

  /** Gives the pages of objects of a rising list back, so that they are zero when next read. */
  void punch(int[] objects, long poolOffset, int size) {
    if (!external()) {
      forRuns(objects, poolOffset, size, LinuxAbi.FALLOC_PUNCH);
    }
  }

  /** fallocate(2) over runs of neighbours. */
  private int forRuns(int[] objects, long poolOffset, int size, int mode) {
    int start = 0;
    for (int i = 1; i <= objects.length; i++) {
      if (i == objects.length || objects[i] != objects[i - 1] + 1) {
        long offset = poolOffset + (long) objects[start] * size;
        int answer = fallocate(fd, mode, offset, (long) (i - start) * size);
        if (answer < 0) {
          return answer;
        }
        start = i;
      }
    }
    return 0;
  }

  private static int fallocate(int fd, int mode, long offset, long bytes) {
    int answer;
    do {
      answer = Libc.fallocate(fd, mode, offset, bytes);
    } while (answer == -LinuxAbi.EINTR);
    return answer;
  }

  @Override
  public void close() {
    arena.close();
    Libc.close(fd);
  }
}
