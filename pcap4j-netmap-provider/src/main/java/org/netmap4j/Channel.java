package org.netmap4j;

import org.netmap4j.engine.Engine;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * Two ports that are connected with each other and with nothing else, in this process: a pipe
 * without a device and without a name, which needs neither netmap nor any right. For tests, for a
 * program that has no network to fall back to, and between threads: each port may be used by a
 * thread of its own.
 *
 * <p>What one port sends in {@code txsync} the other receives in {@code rxsync}, by the rules of
 * pipes: nothing is copied, nothing is lost, and a full ring makes the sender wait. A port may be
 * closed before the other, which can then still read what was sent to it.
 */
public final class Channel implements AutoCloseable {
  private static final int MAX_SLOTS = 4096;
  private static final int GRAIN = 64;
  private static final int MAX_BUFFER = (1 << 16) - GRAIN;
  private static final int SLOTS = 1024;
  private static final int BUFFER_SIZE = 2048;

  /** Each port has a ring of each direction, and entries for host rings, which it has not. */
  private static final int RING_OFFSETS = 4;

  private final NetmapPort first;
  private final NetmapPort second;

  private Channel(NetmapPort first, NetmapPort second) {
    this.first = first;
    this.second = second;
  }

  /** A channel with rings of {@value #SLOTS} slots and buffers of {@value #BUFFER_SIZE} bytes. */
  public static Channel open() throws NetmapException {
    return open(SLOTS, BUFFER_SIZE);
  }

  /**
   * A channel of its own memory.
   *
   * @param slots of each ring, 2 to {@value #MAX_SLOTS}; it holds one packet fewer
   * @param bufferSize bytes of each buffer, a multiple of {@value #GRAIN} up to {@value
   *     #MAX_BUFFER}
   * @throws IllegalArgumentException a number is another
   * @throws NetmapException there is no memory for it
   */
  public static Channel open(int slots, int bufferSize) throws NetmapException {
    if (slots < 2 || slots > MAX_SLOTS) {
      throw new IllegalArgumentException("slots: expected 2 to " + MAX_SLOTS + ", found " + slots);
    }
    if (bufferSize < GRAIN || bufferSize > MAX_BUFFER || bufferSize % GRAIN != 0) {
      throw new IllegalArgumentException(
          "buffer size: expected a multiple of %d up to %d, found %d"
              .formatted(GRAIN, MAX_BUFFER, bufferSize));
    }
    Engine engine = new EmbeddedEngine(layout(slots, bufferSize));
    NetmapPort first = end(engine, '{', slots);
    try {
      return new Channel(first, end(engine, '}', slots));
    } catch (NetmapException e) {
      first.close();
      throw e;
    }
  }

  private static RegionLayout layout(int slots, int bufferSize) {
    int ringBytes = Math.max(512, aligned(NetmapAbi.ringBytes(slots)));
    return new RegionLayout(
        2,
        aligned(NetmapAbi.ifBytes(RING_OFFSETS)),
        4,
        ringBytes,
        NetmapAbi.FIRST_BUFFER + 2 * slots, // the rings at both ends have theirs in common
        bufferSize);
  }

  private static int aligned(long bytes) {
    return (int) (bytes + GRAIN - 1) / GRAIN * GRAIN;
  }

  /** In memory region 1, which is laid out as the engine is told. */
  private static NetmapPort end(Engine engine, char sign, int slots) throws NetmapException {
    return Netmap.port("netmap:channel" + sign + "1").engine(engine).memory(1).slots(slots).open();
  }

  /** One end. */
  public NetmapPort first() {
    return first;
  }

  /** The other end. */
  public NetmapPort second() {
    return second;
  }

  /** Closes both ports. */
  @Override
  public void close() {
    first.close();
    second.close();
  }

  @Override
  public String toString() {
    return first + " - " + second;
  }
}
