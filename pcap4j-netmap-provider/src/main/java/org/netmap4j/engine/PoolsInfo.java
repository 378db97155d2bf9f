package org.netmap4j.engine;

/**
 * What NETMAP_REQ_POOLS_INFO_GET says of a memory region.
 *
 * @param memId the region
 * @param memoryBytes its size in bytes
 * @param interfaces the netmap_if objects
 * @param rings the rings
 * @param buffers the buffers
 */
public record PoolsInfo(int memId, long memoryBytes, Pool interfaces, Pool rings, Pool buffers) {
  /**
   * Objects of one kind, side by side.
   *
   * @param offset where the first is in the region
   * @param objects how many there are
   * @param size bytes of each
   */
  public record Pool(long offset, int objects, int size) {}
}
