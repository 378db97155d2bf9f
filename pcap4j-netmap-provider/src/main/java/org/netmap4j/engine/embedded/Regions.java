package org.netmap4j.engine.embedded;

import java.util.Map;
import java.util.TreeMap;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * The memory regions: number 1, which NICs share, and private ones from 2 up, whose numbers are
 * used again. Each exists while a port needs it. Guarded by the engine's lock.
 */
final class Regions {
  /** The number of the region that NICs share. */
  static final int SHARED = 1;

  private static final int MAX_ID = 0xffff;

  private final RegionLayout shared;
  private final Map<Integer, Region> regions = new TreeMap<>();

  Regions(RegionLayout shared) {
    this.shared = shared;
  }

  /** The region that NICs share. Each answer is to be given back by {@link #release}. */
  Region shared() throws NetmapException {
    Region region = regions.get(SHARED);
    return retained(region == null ? make(new Region(SHARED, shared)) : region);
  }

  /** A region of its own for a new port. */
  Region fresh(RegionLayout layout) throws NetmapException {
    return retained(make(new Region(freeId(), layout)));
  }

  /** The region that is a file of the user's: one file is one region, laid out when it is made. */
  Region external(String port, ExternalMemory wish) throws NetmapException {
    RegionFile file = RegionFile.of(port, wish.file());
    for (Region region : regions.values()) {
      if (region.isIn(file)) {
        file.close();
        return retained(region);
      }
    }
    try {
      RegionLayout layout =
          RegionLayout.ofFile(wish, file.whole().byteSize())
              .orElseThrow(() ->
                  Ports.cannotOpen(
                      port,
                      "external memory " + wish.file() + " is too small for the objects asked for",
                      "make the file larger, or ask for fewer or smaller objects"));
      return retained(make(new Region(freeId(), layout, file)));
    } catch (NetmapException e) {
      file.close();
      throw e;
    }
  }

  /** The region asked for by number. */
  Region existing(String port, int id) throws NetmapException {
    if (id == SHARED) {
      return shared();
    }
    Region region = regions.get(id);
    if (region == null) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              port,
              "there is no memory region " + id + " (have: " + regions.keySet() + ")",
              "leave @N out, or open a port of that region first"));
    }
    return retained(region);
  }

  /** Another use of a region that is in use. */
  Region retained(Region region) {
    region.retain();
    return region;
  }

  void release(Region region) {
    if (region.release()) {
      regions.remove(region.id());
    }
  }

  private Region make(Region region) {
    regions.put(region.id(), region);
    return region;
  }

  private int freeId() throws NetmapException {
    int id = SHARED + 1;
    while (regions.containsKey(id)) {
      id++;
    }
    if (id > MAX_ID) {
      throw new NetmapException(
          new NetmapError.NoSpace("memory regions", 1, 0, "close ports that have their own"));
    }
    return id;
  }

  /** Rings and buffers taken now, for tests. */
  int ringsInUse() {
    return regions.values().stream().mapToInt(Region::ringsInUse).sum();
  }

  int buffersInUse() {
    return regions.values().stream().mapToInt(Region::buffersInUse).sum();
  }
}
