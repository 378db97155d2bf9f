package org.netmap4j.observe;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.observe.RegionImage.Place;
import org.netmap4j.observe.RegionImage.Ring;

/** The observers of a region's rings, which begin anew where a ring does. */
final class Followed {
  private final RegionImage image;
  private Map<Long, Entry> before = new HashMap<>();
  private Map<Long, Entry> now = new HashMap<>();

  private record Entry(Place place, int life, RingObserver observer) {}

  Followed(RegionImage image) {
    this.image = image;
  }

  /** A look at all rings begins: those that it does not find are forgotten. */
  void begin() {
    before = now;
    now = new HashMap<>();
  }

  /** How many rings this look has found. */
  int size() {
    return now.size();
  }

  /**
   * A ring was found; what it did.
   *
   * @param life changes when another ring has taken its place
   */
  Movement found(Place place, int life, Ring ring) {
    Entry entry = now.get(place.offset());
    if (entry == null) {
      entry = of(before.get(place.offset()), place, life, ring);
      now.put(place.offset(), entry);
      entry.observer.see(ring.head(), ring.tail());
    }
    return entry.observer.take();
  }

  private static Entry of(@Nullable Entry known, Place place, int life, Ring ring) {
    boolean same =
        known != null && known.life == life && known.observer.follows(place.id(), ring.slots());
    return known != null && same
        ? known
        : new Entry(place, life, new RingObserver(place.id(), ring.slots()));
  }

  /** Looks at the indices alone. */
  void sample() {
    for (Entry entry : now.values()) {
      entry.observer.see(image.head(entry.place), image.tail(entry.place));
    }
  }
}
