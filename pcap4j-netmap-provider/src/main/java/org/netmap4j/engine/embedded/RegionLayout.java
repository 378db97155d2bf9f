package org.netmap4j.engine.embedded;

import java.util.Optional;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.ffi.NetmapAbi;

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
   * The region that NICs share. Rings of up to 4,096 slots fit, and a pipe of 256 rings; memory is
   * taken only by what is in use.
   */
  public static final RegionLayout SHARED =
      new RegionLayout(256, 4224, 1088, 65_792, 1 << 20, 2048);

  private static final int LINE = 64;
  private static final int MIN_IFS = 2;
  private static final int MIN_IF = 1024;
  private static final int MIN_RINGS = 4;
  private static final int MIN_RING = 5 * PAGE;
  private static final int MIN_BUFFERS = 4098;
  private static final int BUFFER = 2048;

  /** A length must fit into a slot's 16 bits. */
  private static final int MAX_BUFFER = 0xffff / LINE * LINE;

  /** Between these are the sizes of objects that are asked for. */
  private static final int LEAST = 512;

  private static final int MOST = 1 << 20;
  private static final int MAX_EXTRA = 128 * 4096;

  /**
   * The private region of a VALE port, a pipe's base or a monitor, as large as the module makes it:
   * room for the port's rings, the extra buffers asked for, and a few pipes.
   */
  static RegionLayout ofPort(PortShape shape, int extraBuffers, int pipes) {
    int tx = shape.txRings() + PortShape.hostEntries(shape.hostTxRings());
    int rx = shape.rxRings() + PortShape.hostEntries(shape.hostRxRings());
    int perPage = PAGE / MIN_IF;
    int ifs = (2 + 4 * pipes + perPage - 1) / perPage * perPage;
    int slots = Math.max(shape.txSlots(), shape.rxSlots());
    int ring = Math.max(MIN_RING, lines(NetmapAbi.ringBytes(slots)));
    int rings = Math.max(MIN_RINGS, tx + rx + 8 * pipes);
    int buffers =
        (4 * pipes + rx) * shape.rxSlots()
            + (4 * pipes + tx) * shape.txSlots()
            + NetmapAbi.FIRST_BUFFER
            + Math.min(extraBuffers, MAX_EXTRA);
    return new RegionLayout(
        ifs,
        Math.max(MIN_IF, lines(NetmapAbi.ifBytes(shape.ringOffsets()))),
        rings,
        ring,
        Math.max(MIN_BUFFERS, buffers),
        BUFFER);
  }

  /**
   * That of a file, as asked for; what is left of it are more buffers. Nothing when it is too
   * small.
   */
  static Optional<RegionLayout> ofFile(ExternalMemory wish, long bytes) {
    RegionLayout asked =
        new RegionLayout(
            or(wish.interfaces().objects(), MIN_IFS),
            size(wish.interfaces(), MIN_IF),
            or(wish.rings().objects(), MIN_RINGS),
            size(wish.rings(), MIN_RING),
            Math.max(or(wish.buffers().objects(), MIN_BUFFERS), NetmapAbi.FIRST_BUFFER + 1),
            Math.min(size(wish.buffers(), BUFFER), MAX_BUFFER));
    long buffers = (bytes - asked.bufferPool()) / asked.bufferSize;
    if (buffers < asked.buffers) {
      return Optional.empty();
    }
    return Optional.of(
        new RegionLayout(
            asked.ifs,
            asked.ifSize,
            asked.rings,
            asked.ringSize,
            (int) Math.min(buffers, Integer.MAX_VALUE),
            asked.bufferSize));
  }

  private static int or(int asked, int otherwise) {
    return asked != 0 ? asked : otherwise;
  }

  private static int size(PoolsInfo.Pool asked, int otherwise) {
    return lines(Math.clamp(or(asked.size(), otherwise), LEAST, MOST));
  }

  /** Objects begin at a multiple of a cache line. */
  private static int lines(long size) {
    return (int) ((size + LINE - 1) / LINE * LINE);
  }

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
