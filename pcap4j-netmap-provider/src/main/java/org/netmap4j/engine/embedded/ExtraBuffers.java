package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * Buffers that are in no ring: a chain from ni_bufs_head of a netmap_if, where each one's first
 * word is the number of the next, and 0 ends it.
 */
final class ExtraBuffers {
  private ExtraBuffers() {}

  /** Takes as many of {@code count} as there are, and chains them; answers how many. */
  static int take(Region region, long nifp, int count) throws NetmapException {
    int[] taken = region.takeBuffers(count);
    int head = 0;
    for (int buffer : taken) {
      region.memory().set(JAVA_INT, region.bufferOffset(buffer), head);
      head = buffer;
    }
    region.memory().set(JAVA_INT, nifp + NetmapAbi.IF_BUFS_HEAD, head);
    return taken.length;
  }

  /**
   * Gives back what is chained now, which need not be what was taken, up to the first that is no
   * buffer taken: a chain that runs into itself ends there.
   */
  static void give(Region region, long nifp) {
    List<Integer> given = new ArrayList<>();
    int buffer = region.memory().get(JAVA_INT, nifp + NetmapAbi.IF_BUFS_HEAD);
    while (region.giveBuffer(buffer)) {
      given.add(buffer);
      buffer = region.memory().get(JAVA_INT, region.bufferOffset(buffer));
    }
    region.clear(given.stream().mapToInt(Integer::intValue).toArray());
  }
}
