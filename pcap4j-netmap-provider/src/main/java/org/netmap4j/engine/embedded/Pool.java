package org.netmap4j.engine.embedded;

import java.util.BitSet;

/** Which of a number of equal objects are taken. */
final class Pool {
  private final BitSet taken = new BitSet();
  private final int first;
  private final int end;

  /** Objects {@code first} to {@code end - 1}, all free. */
  Pool(int first, int end) {
    this.first = first;
    this.end = end;
  }

  int free() {
    return end - first - taken.cardinality();
  }

  /** Takes the lowest {@code count} free objects, in rising order; none when there are too few. */
  int[] take(int count) {
    if (count > free()) {
      return new int[0];
    }
    int[] objects = new int[count];
    int next = first;
    for (int i = 0; i < count; i++) {
      next = taken.nextClearBit(next);
      taken.set(next);
      objects[i] = next;
    }
    return objects;
  }

  /** Gives an object back; says whether it was one that was taken. */
  boolean give(int object) {
    boolean was = object >= first && object < end && taken.get(object);
    if (was) {
      taken.clear(object);
    }
    return was;
  }
}
