package org.netmap4j.engine.embedded;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DirectoryNumbers;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.RawMemory;
import org.netmap4j.ffi.SharedMemory;

/**
 * A ring's counters, where the ring's record is: written under the ring's lock, so without atomic
 * additions; read by anyone at any time, also from another process.
 */
final class RingStats {
  private final MemorySegment record;
  private final long address;

  /** The counters of a ring's record, as they stand there. */
  RingStats(MemorySegment record) {
    this.record = record;
    address = record.address();
  }

  private static int of(DropCause cause) {
    return DirectoryAbi.RING_DROPS + 8 * DirectoryNumbers.DROP_CAUSES.indexOf(cause);
  }

  /**
   * Unchecked, for each packet: whoever calls it has just written to the ring, in the same file.
   */
  void passed(long morePackets, long moreBytes) {
    RawMemory.add(address, DirectoryAbi.RING_PACKETS, morePackets);
    RawMemory.add(address, DirectoryAbi.RING_BYTES, moreBytes);
  }

  /** A marked packet went on. */
  void forwarded() {
    SharedMemory.add(record, DirectoryAbi.RING_FORWARDED, 1);
  }

  void dropped(DropCause cause, long count) {
    if (count > 0) {
      SharedMemory.add(record, of(cause), count);
    }
  }

  RingCounters read(Accuracy accuracy) {
    Map<DropCause, Long> lost = new EnumMap<>(DropCause.class);
    for (DropCause cause : DirectoryNumbers.DROP_CAUSES) {
      long count = SharedMemory.count(record, of(cause));
      if (count > 0) {
        lost.put(cause, count);
      }
    }
    return new RingCounters(
        SharedMemory.count(record, DirectoryAbi.RING_PACKETS),
        SharedMemory.count(record, DirectoryAbi.RING_BYTES),
        SharedMemory.count(record, DirectoryAbi.RING_FORWARDED),
        lost,
        accuracy);
  }
}
