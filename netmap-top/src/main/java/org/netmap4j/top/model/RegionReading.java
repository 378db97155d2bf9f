package org.netmap4j.top.model;

import java.util.List;

/**
 * A memory region.
 *
 * @param engine whose it is: {@code kernel} or {@code embedded}
 * @param id its number there
 * @param bytes its size
 * @param owner the processes that hold it; empty when it is this one
 * @param pools its pools of objects
 * @param ports the names of the ports in it
 */
public record RegionReading(
    String engine, int id, long bytes, String owner, List<Pool> pools, List<String> ports) {
  /** Copies the lists. */
  public RegionReading {
    pools = List.copyOf(pools);
    ports = List.copyOf(ports);
  }

  /**
   * A pool of objects of one size.
   *
   * @param name {@code interfaces}, {@code rings} or {@code buffers}
   * @param objectBytes the size of one
   * @param total how many there are
   * @param used how many the ports that were found need
   */
  public record Pool(String name, long objectBytes, long total, long used) {}
}
