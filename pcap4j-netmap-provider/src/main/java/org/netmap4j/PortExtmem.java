package org.netmap4j;

import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;

/**
 * Memory that the port is to use instead of netmap's own ({@code @extmem:…}); the file is opened
 * when the port is, not before.
 *
 * <p>The module passes over objects that take several pages which do not lie side by side in the
 * machine. So rings of more than 240 slots, in 4096 bytes, want a file of huge pages (hugetlbfs).
 *
 * @param file the path of the file to map, never empty
 * @param interfaces the pool of {@code netmap_if} objects
 * @param rings the pool of {@code netmap_ring} objects
 * @param buffers the pool of packet buffers
 */
public record PortExtmem(String file, Pool interfaces, Pool rings, Pool buffers) {

  /**
   * What is asked of one pool of objects; 0 means not asked for.
   *
   * @param count how many objects
   * @param size the size of each in bytes
   */
  public record Pool(int count, int size) {
    /** Nothing asked for. */
    public static final Pool NONE = new Pool(0, 0);

    private PoolsInfo.Pool request() {
      return new PoolsInfo.Pool(0, count, size);
    }

    private String format(String pool) {
      return (count == 0 ? "" : "," + pool + "-num=" + count)
          + (size == 0 ? "" : "," + pool + "-size=" + size);
    }
  }

  /** As engines take it. */
  ExternalMemory request() {
    return new ExternalMemory(file, interfaces.request(), rings.request(), buffers.request());
  }

  /**
   * The option as it is written in a port name. A file with a comma can only be written in the form
   * without keys, and then has no pools.
   */
  String format() {
    String pools = interfaces.format("if") + rings.format("ring") + buffers.format("buf");
    return pools.isEmpty() ? "@extmem=" + file : "@extmem:file=" + file + pools;
  }
}
