package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DirectoryNumbers;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;

/**
 * Writes what a region says of itself to other processes: which netmap_ifs and rings are in use,
 * and what went through the rings. {@link DirectoryAbi} has its layout. Guarded by the engine's
 * lock, but for the counters, which are their rings'.
 *
 * <p>A region in a file of the user's has none: there every byte is his. Its rings count elsewhere.
 */
final class Directory {
  private final MemorySegment file;
  private final RegionLayout layout;
  private final boolean shown;

  private Directory(MemorySegment file, RegionLayout layout, boolean shown) {
    this.file = file;
    this.layout = layout;
    this.shown = shown;
  }

  /** The length of a file with a region and its directory. */
  static long fileBytes(RegionLayout layout) {
    return DirectoryAbi.fileBytes(layout.bytes(), layout.ifs(), layout.rings());
  }

  /** The directory of a region's whole file, which is zero there. */
  static Directory of(int region, RegionLayout layout, MemorySegment file) {
    MemorySegment head = file.asSlice(file.byteSize() - DirectoryAbi.HEAD_SIZE);
    head.set(JAVA_INT, DirectoryAbi.HEAD_VERSION, DirectoryAbi.VERSION);
    head.set(JAVA_INT, DirectoryAbi.HEAD_REGION, region);
    head.set(JAVA_LONG, DirectoryAbi.HEAD_IMAGE_BYTES, layout.bytes());
    putPool(head, 0, 0, layout.ifs(), layout.ifSize());
    putPool(head, 1, layout.ringPool(), layout.rings(), layout.ringSize());
    putPool(head, 2, layout.bufferPool(), layout.buffers(), layout.bufferSize());
    SharedMemory.publish(head, DirectoryAbi.HEAD_MAGIC, DirectoryAbi.MAGIC);
    return new Directory(file, layout, true);
  }

  private static void putPool(MemorySegment head, int number, long offset, int objects, int size) {
    long at = DirectoryAbi.HEAD_POOLS + (long) number * NetmapAbi.POOL_SIZE;
    head.set(JAVA_LONG, at + NetmapAbi.POOL_OFFSET, offset);
    head.set(JAVA_INT, at + NetmapAbi.POOL_OBJECTS, objects);
    head.set(JAVA_INT, at + NetmapAbi.POOL_OBJECT_SIZE, size);
  }

  /** None. */
  static Directory none(RegionLayout layout) {
    return new Directory(MemorySegment.NULL, layout, false);
  }

  private MemorySegment port(long nifp) {
    int index = (int) (nifp / layout.ifSize());
    return file.asSlice(DirectoryAbi.portRecord(layout.bytes(), index), DirectoryAbi.PORT_SIZE);
  }

  private MemorySegment ring(long ring) {
    int index = (int) ((ring - layout.ringPool()) / layout.ringSize());
    return file.asSlice(
        DirectoryAbi.ringRecord(layout.bytes(), layout.ifs(), index), DirectoryAbi.RING_SIZE);
  }

  /** A netmap_if is ready: all of it can be read now. */
  void portOpened(long nifp, PortKind kind, String name) {
    if (!shown) {
      return;
    }
    MemorySegment record = port(nifp);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, DirectoryAbi.PORT_NAME_SIZE - 1);
    SharedMemory.write(
        record,
        DirectoryAbi.SEQUENCE,
        () -> {
          record.set(JAVA_INT, DirectoryAbi.KIND, DirectoryNumbers.PORT_KINDS.indexOf(kind));
          record.asSlice(DirectoryAbi.PORT_NAME).fill((byte) 0);
          MemorySegment.copy(bytes, 0, record, JAVA_BYTE, DirectoryAbi.PORT_NAME, length);
          record.set(JAVA_INT, DirectoryAbi.IN_USE, 1);
        });
  }

  /** A netmap_if goes. */
  void portClosed(long nifp) {
    if (shown) {
      gone(port(nifp));
    }
  }

  /** A ring was made; answers its counters, all 0. */
  RingStats ringMade(long ring, RingId id) {
    if (!shown) {
      return new RingStats(Arena.ofAuto().allocate(DirectoryAbi.RING_SIZE, Long.BYTES));
    }
    MemorySegment record = ring(ring);
    SharedMemory.write(
        record,
        DirectoryAbi.SEQUENCE,
        () -> {
          record.asSlice(DirectoryAbi.RING_PACKETS).fill((byte) 0);
          record.set(JAVA_INT, DirectoryAbi.KIND, DirectoryNumbers.RING_KINDS.indexOf(id.kind()));
          record.set(JAVA_INT, DirectoryAbi.RING_INDEX, id.index());
          record.set(
              JAVA_INT,
              DirectoryAbi.RING_ACCURACY,
              DirectoryNumbers.ACCURACIES.indexOf(Accuracy.INFERRED));
          record.set(JAVA_INT, DirectoryAbi.IN_USE, 1);
        });
    return new RingStats(record);
  }

  /** How far a ring's counters can be trusted, now that something stands behind it. */
  void ringCounts(long ring, Accuracy accuracy) {
    if (shown) {
      MemorySegment record = ring(ring);
      SharedMemory.write(
          record,
          DirectoryAbi.SEQUENCE,
          () ->
              record.set(
                  JAVA_INT,
                  DirectoryAbi.RING_ACCURACY,
                  DirectoryNumbers.ACCURACIES.indexOf(accuracy)));
    }
  }

  /** A ring goes. */
  void ringGone(long ring) {
    if (shown) {
      gone(ring(ring));
    }
  }

  private static void gone(MemorySegment record) {
    SharedMemory.write(
        record, DirectoryAbi.SEQUENCE, () -> record.set(JAVA_INT, DirectoryAbi.IN_USE, 0));
  }
}
