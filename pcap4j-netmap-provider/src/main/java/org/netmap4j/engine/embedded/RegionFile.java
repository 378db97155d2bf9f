package org.netmap4j.engine.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * What a region is stored in: a memfd, sealed against a change of size, so that who maps it never
 * reads past its end.
 */
final class RegionFile implements AutoCloseable {
  private final int fd;
  private final Arena arena;
  private final MemorySegment memory;

  RegionFile(String name, long bytes) throws NetmapException {
    fd =
        Systems.check(
            "memfd_create " + name,
            Libc.memfdCreate(name, LinuxAbi.MFD_CLOEXEC | LinuxAbi.MFD_ALLOW_SEALING));
    try {
      Systems.check("ftruncate " + name, Libc.ftruncate(fd, bytes));
      Systems.check("seal " + name, Libc.fcntl(fd, LinuxAbi.F_ADD_SEALS, LinuxAbi.SEALS_SIZE));
      long address = Systems.check("mmap " + name, Libc.mmap(fd, bytes, LinuxAbi.PROT_RW));
      arena = Arena.ofShared();
      memory = Libc.mapped(address, bytes, arena);
    } catch (NetmapException e) {
      Libc.close(fd);
      throw e;
    }
  }

  MemorySegment memory() {
    return memory;
  }

  /** Makes sure that pages stand behind objects of a rising list; 0, or {@code -errno}. */
  int allocate(int[] objects, long poolOffset, int size) {
    return forRuns(objects, poolOffset, size, 0);
  }

  /** Gives the pages of objects of a rising list back, so that they are zero when next read. */
  void punch(int[] objects, long poolOffset, int size) {
    forRuns(objects, poolOffset, size, LinuxAbi.FALLOC_PUNCH);
  }

  /** fallocate(2) over runs of neighbours. */
  private int forRuns(int[] objects, long poolOffset, int size, int mode) {
    int start = 0;
    for (int i = 1; i <= objects.length; i++) {
      if (i == objects.length || objects[i] != objects[i - 1] + 1) {
        long offset = poolOffset + (long) objects[start] * size;
        int answer;
        do {
          answer = Libc.fallocate(fd, mode, offset, (long) (i - start) * size);
        } while (answer == -LinuxAbi.EINTR);
        if (answer < 0) {
          return answer;
        }
        start = i;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    arena.close();
    Libc.close(fd);
  }
}
