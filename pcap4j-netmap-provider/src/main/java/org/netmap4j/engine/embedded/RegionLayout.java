package org.netmap4j.engine.embedded;

/**
 * Where things are in a region: all netmap_ifs, then all rings, then all buffers.
 *
 * @param ifs netmap_if objects
 * @param ifSize bytes of each
 * @param rings ring objects
 * @param ringSize bytes of each
 * @param buffers buffers, the two reserved ones included
 * @param bufferSize bytes of each
 */
public record RegionLayout(
    int ifs, int ifSize, int rings, int ringSize, int buffers, int bufferSize) {
  private static final int PAGE = 4096;

  /**
   * The region that NICs share. Rings of up to 4,096 slots fit; memory is taken only by what is in
   * use.
   */
  public static final RegionLayout SHARED =
      new RegionLayout(256, 4096, 1024, 65_792, 1 << 20, 2048);

  /** Checks the numbers. */
  public RegionLayout {
    if (ifs < 1 || ifSize < 64 || rings < 1 || ringSize < 512 || buffers < 3 || bufferSize < 64) {
      throw new IllegalArgumentException(
          "region too small: "
              + ifs
              + " ifs of "
              + ifSize
              + ", "
              + rings
              + " rings of "
              + ringSize
              + ", "
              + buffers
              + " buffers of "
              + bufferSize);
    }
    if (ifSize % 64 != 0 || ringSize % 64 != 0 || bufferSize % 64 != 0) {
      throw new IllegalArgumentException(
          "object sizes must be multiples of 64: " + ifSize + ", " + ringSize + ", " + bufferSize);
    }
  }

  private static long pages(long bytes) {
    return (bytes + PAGE - 1) / PAGE * PAGE;
  }

  /** Where the ring objects begin. */
  public long ringPool() {
    return pages((long) ifs * ifSize);
  }

  /** Where the buffers begin. */
  public long bufferPool() {
    return ringPool() + pages((long) rings * ringSize);
  }

  /** The whole region. */
  public long bytes() {
    return bufferPool() + pages((long) buffers * bufferSize);
  }
}
