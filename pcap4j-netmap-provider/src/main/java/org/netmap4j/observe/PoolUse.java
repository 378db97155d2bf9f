package org.netmap4j.observe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingKind;

/**
 * A region's pool of objects, and what the ports that were found need of it. Who else takes objects
 * cannot be seen: extra buffers, and ports that no netmap_if names.
 *
 * @param objects what is in it
 * @param bytes the size of each
 * @param total how many there are
 * @param needed how many the ports take
 */
public record PoolUse(Objects objects, long bytes, long total, long needed) {
  /** Buffers 0 and 1 are nobody's. */
  private static final int RESERVED_BUFFERS = 2;

  /** What a pool holds. */
  public enum Objects {
    /** netmap_if: one for each open of a port. */
    INTERFACES,
    /** netmap_ring: one for each ring, whoever shares it. */
    RINGS,
    /** Packet buffers: one for each slot. */
    BUFFERS
  }

  /** Adds up what ports need. */
  static final class Need {
    private final Set<Long> rings = new HashSet<>();
    private long interfaces;
    private long buffers = RESERVED_BUFFERS;

    /** One more open of a port. */
    void port() {
      interfaces++;
    }

    /**
     * A ring; one that was seen already takes no more. The receive rings of a pipe have the buffers
     * of the other end's transmit rings.
     *
     * @param place where it is in the region
     */
    void ring(long place, PortKind port, RingKind kind, int slots) {
      if (rings.add(place) && !(port == PortKind.PIPE && kind.receives())) {
        buffers += slots;
      }
    }

    /** The pools with this need. */
    List<PoolUse> of(PoolsInfo pools) {
      return List.of(
          use(Objects.INTERFACES, pools.interfaces(), interfaces),
          use(Objects.RINGS, pools.rings(), rings.size()),
          use(Objects.BUFFERS, pools.buffers(), buffers));
    }

    private static PoolUse use(Objects objects, PoolsInfo.Pool pool, long needed) {
      return new PoolUse(objects, pool.size(), pool.objects(), needed);
    }
  }
}
