package org.pcap4j.core;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Memory that pcap4j reads and then gives back, by address. */
final class NetmapMemory {
  private static final ConcurrentMap<Long, Object> LENT = new ConcurrentHashMap<Long, Object>();

  private NetmapMemory() {}

  /**
   * Keeps what must live as long as pcap4j reads at {@code first}.
   *
   * @param kept what that is
   */
  static void lend(Memory first, Object kept) {
    LENT.put(Pointer.nativeValue(first), kept);
  }

  /** What was kept for an address, which is forgotten now; null if that is not ours. */
  static Object back(Pointer first) {
    return first == null ? null : LENT.remove(Pointer.nativeValue(first));
  }
}
