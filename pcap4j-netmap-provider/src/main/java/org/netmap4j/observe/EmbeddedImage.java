package org.netmap4j.observe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DirectoryNumbers;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.DirectoryAbi;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.ffi.SharedMemory;
import org.netmap4j.observe.RegionImage.If;
import org.netmap4j.observe.RegionImage.Place;
import org.netmap4j.observe.RegionImage.Ring;

/**
 * Reads a region of an embedded engine and its directory. The owner may be writing it, or anything
 * else: what changes while it is read is read again, some times, then left out of this look.
 */
final class EmbeddedImage {
  private static final int TRIES = 8;

  /** Far more than an engine has; with them a look at a hostile region still comes to its end. */
  private static final int MOST_RINGS = 1 << 14;

  private static final int MOST_IFS = 1 << 16;

  private final MemorySegment file;
  private final long imageBytes;
  private final PoolsInfo pools;
  private final RegionImage image;
  private final Followed followed;
  private PoolUse.Need need = new PoolUse.Need();

  private EmbeddedImage(MemorySegment file, long imageBytes, PoolsInfo pools, RegionImage image) {
    this.file = file;
    this.imageBytes = imageBytes;
    this.pools = pools;
    this.image = image;
    followed = new Followed(file, image);
  }

  /**
   * The region in a whole file.
   *
   * @throws NetmapException it is none that can be read
   */
  static EmbeddedImage of(String name, MemorySegment file) throws NetmapException {
    if (file.byteSize() < 2 * DirectoryAbi.HEAD_SIZE || file.byteSize() % 8 != 0) {
      throw refused(name, "too short for a region", "close what made it");
    }
    MemorySegment head = file.asSlice(file.byteSize() - DirectoryAbi.HEAD_SIZE);
    if (SharedMemory.published(head, DirectoryAbi.HEAD_MAGIC) != DirectoryAbi.MAGIC) {
      throw refused(
          name, "no directory in it, or not yet", "have its owner use this release of the library");
    }
    int version = head.get(JAVA_INT, DirectoryAbi.HEAD_VERSION);
    if (version != DirectoryAbi.VERSION) {
      throw refused(
          name,
          "its directory has version %d, and this reads %d"
              .formatted(version, DirectoryAbi.VERSION),
          "use the release of the library that its owner uses");
    }
    long imageBytes = head.get(JAVA_LONG, DirectoryAbi.HEAD_IMAGE_BYTES);
    PoolsInfo pools =
        new PoolsInfo(
            head.get(JAVA_INT, DirectoryAbi.HEAD_REGION),
            imageBytes,
            pool(head, 0),
            pool(head, 1),
            pool(head, 2));
    Optional<RegionImage> image = fits(file, pools);
    return new EmbeddedImage(
        file,
        imageBytes,
        pools,
        image.orElseThrow(() -> refused(name, "its pools do not fit into it", "end its owner")));
  }

  private static Optional<RegionImage> fits(MemorySegment file, PoolsInfo pools) {
    long bytes = pools.memoryBytes();
    int ifs = pools.interfaces().objects();
    int rings = pools.rings().objects();
    boolean possible =
        bytes > 0 && bytes < file.byteSize() && bytes % 8 == 0 && ifs > 0 && rings > 0;
    return possible && DirectoryAbi.fileBytes(bytes, ifs, rings) <= file.byteSize()
        ? RegionImage.of(file.asSlice(0, bytes), pools)
        : Optional.empty();
  }

  private static PoolsInfo.Pool pool(MemorySegment head, int number) {
    long at = DirectoryAbi.HEAD_POOLS + (long) number * NetmapAbi.POOL_SIZE;
    return new PoolsInfo.Pool(
        head.get(JAVA_LONG, at + NetmapAbi.POOL_OFFSET),
        head.get(JAVA_INT, at + NetmapAbi.POOL_OBJECTS),
        head.get(JAVA_INT, at + NetmapAbi.POOL_OBJECT_SIZE));
  }

  static NetmapException refused(String name, String cause, String remedy) {
    return new NetmapException(new NetmapError.CannotOpen(name, cause, remedy));
  }

  /** The region's number. */
  int id() {
    return pools.memId();
  }

  /** The size of netmap's own image. */
  long bytes() {
    return imageBytes;
  }

  /** The ports in it now. */
  List<ObservedPort> look() {
    followed.begin();
    need = new PoolUse.Need();
    PortList ports = new PortList();
    for (int i = 0; i < Math.min(image.ifs(), MOST_IFS) && followed.size() < MOST_RINGS; i++) {
      int index = i;
      MemorySegment record =
          file.asSlice(DirectoryAbi.portRecord(imageBytes, i), DirectoryAbi.PORT_SIZE);
      if (record.get(JAVA_INT, DirectoryAbi.IN_USE) != 0) {
        whole(record, () -> port(record, index)).ifPresent(port -> add(port, ports));
      }
    }
    return ports.ports();
  }

  /** Its pools, with what the ports of the last look need. */
  List<PoolUse> pools() {
    return need.of(pools);
  }

  /** Looks at the indices alone. */
  void sample(long nanos) {
    followed.sample(nanos);
  }

  /** What {@link #whole} is to read. */
  @FunctionalInterface
  private interface Reading<T> {
    Optional<T> read();
  }

  /** Reads what belongs to a record, until it did not change meanwhile; gives up some time. */
  private static <T> Optional<T> whole(MemorySegment record, Reading<T> reading) {
    for (int i = 0; i < TRIES; i++) {
      int sequence = SharedMemory.getAcquire(record, DirectoryAbi.SEQUENCE);
      Optional<T> read =
          record.get(JAVA_INT, DirectoryAbi.IN_USE) == 1 ? reading.read() : Optional.empty();
      if (SharedMemory.whole(record, DirectoryAbi.SEQUENCE, sequence)) {
        return read;
      }
      Thread.onSpinWait();
    }
    return Optional.empty();
  }

  /** A netmap_if with its record. */
  private record Port(String name, PortKind kind, List<Place> rings) {}

  private Optional<Port> port(MemorySegment record, int index) {
    Optional<PortKind> kind =
        DirectoryNumbers.at(DirectoryNumbers.PORT_KINDS, record.get(JAVA_INT, DirectoryAbi.KIND));
    Optional<If> nifp = image.netmapIf(index);
    if (kind.isEmpty() || nifp.isEmpty()) {
      return Optional.empty();
    }
    String name = RegionImage.text(record, DirectoryAbi.PORT_NAME, DirectoryAbi.PORT_NAME_SIZE);
    return Optional.of(new Port(name, kind.get(), nifp.get().rings()));
  }

  private void add(Port port, PortList ports) {
    need.port();
    Map<RingId, ObservedRing> rings = ports.port(port.name, port.kind, Optional.empty());
    for (Place place : port.rings) {
      if (!rings.containsKey(place.id()) && followed.size() < MOST_RINGS) {
        ring(place)
            .ifPresent(ring -> {
              rings.put(place.id(), ring);
              need.ring(place.offset(), port.kind, place.id().kind(), ring.slots());
            });
      }
    }
  }

  private Optional<ObservedRing> ring(Place place) {
    int index = image.ringIndex(place);
    if (index < 0) {
      return Optional.empty();
    }
    long at = DirectoryAbi.ringRecord(imageBytes, image.ifs(), index);
    MemorySegment record = file.asSlice(at, DirectoryAbi.RING_SIZE);
    return whole(record, () -> ring(place, record, at + DirectoryAbi.RING_PACKETS));
  }

  private Optional<ObservedRing> ring(Place place, MemorySegment record, long countedAt) {
    Optional<Accuracy> accuracy =
        DirectoryNumbers.at(
            DirectoryNumbers.ACCURACIES, record.get(JAVA_INT, DirectoryAbi.RING_ACCURACY));
    Optional<Ring> found = image.ring(place);
    boolean same =
        record.get(JAVA_INT, DirectoryAbi.RING_INDEX) == place.id().index()
            && record.get(JAVA_INT, DirectoryAbi.KIND)
                == DirectoryNumbers.RING_KINDS.indexOf(place.id().kind());
    if (accuracy.isEmpty() || found.isEmpty() || !same) {
      return Optional.empty();
    }
    Ring ring = found.get();
    int life = record.get(JAVA_INT, DirectoryAbi.SEQUENCE);
    return Optional.of(
        new ObservedRing(
            place.id(),
            ring.slots(),
            ring.head(),
            ring.cur(),
            ring.tail(),
            ring.flags(),
            ring.timestampMicros(),
            Optional.of(counters(record, accuracy.get())),
            followed.found(place, life, countedAt, ring)));
  }

  private static RingCounters counters(MemorySegment record, Accuracy accuracy) {
    Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
    for (int i = 0; i < DirectoryNumbers.DROP_CAUSES.size(); i++) {
      long count = SharedMemory.count(record, DirectoryAbi.RING_DROPS + 8L * i);
      if (count > 0) {
        drops.put(DirectoryNumbers.DROP_CAUSES.get(i), count);
      }
    }
    return new RingCounters(
        Math.max(0, SharedMemory.count(record, DirectoryAbi.RING_PACKETS)),
        Math.max(0, SharedMemory.count(record, DirectoryAbi.RING_BYTES)),
        Math.max(0, SharedMemory.count(record, DirectoryAbi.RING_FORWARDED)),
        drops,
        accuracy);
  }
}
