package org.netmap4j.observe;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.ffi.SharedMemory;
import org.netmap4j.observe.RegionImage.Place;
import org.netmap4j.observe.RegionImage.Ring;

/** The observers of a region's rings, which begin anew where a ring does. */
final class Followed {
  /** Where the packets of a ring would be counted, when nobody counts them. */
  static final long UNCOUNTED = -1;

  private final MemorySegment memory;
  private final RegionImage image;
  private Map<Long, Entry> before = new HashMap<>();
  private Map<Long, Entry> now = new HashMap<>();

  /** Those of {@link #now}, in the order that they were found in. */
  private final List<Entry> entries = new ArrayList<>();

  // What a sample needs of each ring, side by side. Most rings stand still from one to the next;
  // to fetch an observer from memory for that would cost more than all the rest.
  private long[] offsets = new long[16];
  private int[] heads = new int[16];
  private int[] tails = new int[16];
  private boolean[] full = new boolean[16];

  private long samples;
  private long sampledNanos;

  private static final class Entry {
    final Place place;
    final int life;
    final long countedAt;
    final RingObserver observer;

    /** The sample that comes after those in which it was seen, or stood still. */
    long next;

    /** What came out of the look that is under way. */
    @Nullable Movement movement;

    Entry(Place place, int life, long countedAt, RingObserver observer) {
      this.place = place;
      this.life = life;
      this.countedAt = countedAt;
      this.observer = observer;
    }
  }

  /** For the rings of an image in {@code memory}, in which their counters are. */
  Followed(MemorySegment memory, RegionImage image) {
    this.memory = memory;
    this.image = image;
  }

  /** A look at all rings begins: those that it does not find are forgotten. */
  void begin() {
    before = now;
    now = new HashMap<>();
    entries.clear();
  }

  /** How many rings this look has found. */
  int size() {
    return now.size();
  }

  /**
   * A ring was found; what it did.
   *
   * @param life changes when another ring has taken its place
   * @param countedAt where its packets are counted, or {@link #UNCOUNTED}
   */
  Movement found(Place place, int life, long countedAt, Ring ring) {
    Entry known = now.get(place.offset());
    if (known != null && known.movement != null) {
      return known.movement;
    }
    Entry entry = of(before.get(place.offset()), place, life, countedAt, ring);
    see(entry, ring.head(), ring.tail(), System.nanoTime());
    Movement movement = entry.observer.take();
    entry.movement = movement;
    now.put(place.offset(), entry);
    append(entry, ring);
    return movement;
  }

  private void append(Entry entry, Ring ring) {
    int i = entries.size();
    entries.add(entry);
    if (i == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * i);
      heads = Arrays.copyOf(heads, 2 * i);
      tails = Arrays.copyOf(tails, 2 * i);
      full = Arrays.copyOf(full, 2 * i);
    }
    offsets[i] = entry.place.offset();
    heads[i] = ring.head();
    tails[i] = ring.tail();
    full[i] = entry.observer.isFull();
  }

  private Entry of(@Nullable Entry known, Place place, int life, long countedAt, Ring ring) {
    if (known != null && known.life == life && known.observer.follows(place.id(), ring.slots())) {
      return known;
    }
    Entry entry = new Entry(place, life, countedAt, new RingObserver(place.id(), ring.slots()));
    entry.next = samples;
    return entry;
  }

  /** Looks at the indices alone. */
  void sample(long nanos) {
    for (int i = 0; i < entries.size(); i++) {
      int head = image.head(offsets[i]);
      int tail = image.tail(offsets[i]);
      if (head != heads[i] || tail != tails[i] || full[i]) {
        Entry entry = entries.get(i);
        see(entry, head, tail, nanos);
        entry.next = samples + 1;
        heads[i] = head;
        tails[i] = tail;
        full[i] = entry.observer.isFull();
      }
    }
    samples++;
    sampledNanos = nanos;
  }

  private void see(Entry entry, int head, int tail, long nanos) {
    if (entry.next < samples) {
      entry.observer.stoodStill(samples - entry.next, sampledNanos);
      entry.next = samples;
    }
    if (entry.countedAt == UNCOUNTED) {
      entry.observer.see(head, tail, nanos);
    } else {
      entry.observer.see(head, tail, nanos, SharedMemory.count(memory, entry.countedAt));
    }
  }
}
