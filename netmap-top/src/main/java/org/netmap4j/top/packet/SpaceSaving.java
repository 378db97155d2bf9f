package org.netmap4j.top.packet;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The heaviest of any number of keys in bounded memory: space-saving, after Metwally, Agrawal and
 * El Abbadi, by bytes. A new key takes the place of the lightest, and what that weighed is what the
 * new one may have had before. A key of more than the N-th part of all bytes is always among N.
 */
final class SpaceSaving {
  private final Entry[] heap;
  private final Map<FlowKey, Entry> entries;
  private int size;
  private boolean gaveUp;

  /** Keeps {@code capacity} keys. */
  SpaceSaving(int capacity) {
    heap = new Entry[capacity];
    entries = HashMap.newHashMap(capacity);
  }

  /** A key with what it has. */
  static final class Entry {
    private FlowKey key;
    private long packets;
    private long bytes;
    private long missed;
    private int place;
    private long packetsBefore;
    private long bytesBefore;
    private double packetsPerSecond;
    private double bytesPerSecond;

    private Entry(FlowKey key) {
      this.key = key;
    }

    FlowKey key() {
      return key;
    }

    long packets() {
      return packets;
    }

    long bytes() {
      return bytes;
    }

    /** The bytes that it may have had besides. */
    long missed() {
      return missed;
    }

    double packetsPerSecond() {
      return packetsPerSecond;
    }

    double bytesPerSecond() {
      return bytesPerSecond;
    }

    private long weight() {
      return bytes + missed;
    }

    private void become(FlowKey other) {
      key = other;
      missed = weight();
      packets = 0;
      bytes = 0;
      packetsBefore = 0;
      bytesBefore = 0;
      packetsPerSecond = 0;
      bytesPerSecond = 0;
    }
  }

  /** Counts a packet; the key is copied where it is kept. */
  void add(FlowKey key, int length) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = admit(key.copy());
    }
    entry.packets++;
    entry.bytes += length;
    sink(entry);
  }

  private Entry admit(FlowKey key) {
    Entry entry;
    if (size < heap.length) {
      entry = new Entry(key);
      entry.place = size;
      heap[size] = entry;
      size++;
      rise(entry);
    } else {
      gaveUp = true;
      entry = heap[0];
      entries.remove(entry.key);
      entry.become(key);
    }
    entries.put(key, entry);
    return entry;
  }

  private void rise(Entry entry) {
    int at = entry.place;
    while (at > 0 && heap[(at - 1) / 2].weight() > entry.weight()) {
      put(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    put(entry, at);
  }

  private void sink(Entry entry) {
    int at = entry.place;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1].weight() < heap[child].weight()) {
        child++;
      }
      if (child >= size || heap[child].weight() >= entry.weight()) {
        break;
      }
      put(heap[child], at);
      at = child;
    }
    put(entry, at);
  }

  private void put(Entry entry, int at) {
    heap[at] = entry;
    entry.place = at;
  }

  /** Takes the rates since the last call, which was so long ago. */
  void rate(double seconds) {
    for (int i = 0; i < size; i++) {
      Entry entry = heap[i];
      entry.packetsPerSecond = (entry.packets - entry.packetsBefore) / seconds;
      entry.bytesPerSecond = (entry.bytes - entry.bytesBefore) / seconds;
      entry.packetsBefore = entry.packets;
      entry.bytesBefore = entry.bytes;
    }
  }

  /** Whether a key was given up for another. */
  boolean gaveUp() {
    return gaveUp;
  }

  /** Those with the most bytes that are known for sure, the first first. */
  List<Entry> heaviest(int count) {
    Entry[] sorted = Arrays.copyOf(heap, size);
    Arrays.sort(sorted, Comparator.comparingLong(Entry::bytes).reversed());
    return List.of(Arrays.copyOf(sorted, Math.min(count, size)));
  }
}
