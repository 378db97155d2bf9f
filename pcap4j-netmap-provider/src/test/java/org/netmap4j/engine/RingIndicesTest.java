package org.netmap4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The arithmetic at every place of small rings, against walks slot by slot. */
class RingIndicesTest {
  private static final int LARGEST = 9;

  private static int walk(int from, int steps, int slots) {
    int at = from;
    for (int i = 0; i < steps; i++) {
      at = (at + 1) % slots;
    }
    return at;
  }

  private static int steps(int from, int to, int slots) {
    int steps = 0;
    for (int at = from; at != to; at = (at + 1) % slots) {
      steps++;
    }
    return steps;
  }

  @Test
  void stepsGoRound() {
    for (int n = 1; n <= LARGEST; n++) {
      for (int i = 0; i < n; i++) {
        assertEquals(walk(i, 1, n), RingIndices.next(i, n), i + " of " + n);
        assertEquals(walk(i, n - 1, n), RingIndices.prev(i, n), i + " of " + n);
        for (int count = 0; count <= n; count++) {
          assertEquals(walk(i, count, n), RingIndices.plus(i, count, n), i + "+" + count);
        }
        for (int to = 0; to < n; to++) {
          assertEquals(steps(i, to, n), RingIndices.distance(i, to, n), i + ".." + to + "/" + n);
        }
      }
    }
  }

  @Test
  void onlySlotsAreValid() {
    for (int n = 1; n <= LARGEST; n++) {
      for (int i = -3; i < n + 3; i++) {
        assertEquals(0 <= i && i < n, RingIndices.valid(i, n), i + " of " + n);
      }
      for (int i : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        assertEquals(false, RingIndices.valid(i, n));
      }
    }
  }

  /** Walks from the first slot of the user's, and asks whether it meets head, cur and the end. */
  private static boolean walkIsLegal(int from, int head, int cur, int to, int n) {
    if (head < 0 || head >= n || cur < 0 || cur >= n) {
      return false;
    }
    int at = from;
    while (at != head) {
      if (at == to) {
        return false;
      }
      at = (at + 1) % n;
    }
    while (at != cur) {
      if (at == to) {
        return false;
      }
      at = (at + 1) % n;
    }
    return true;
  }

  /** As nm_txsync_prologue and nm_rxsync_prologue of netmap.c have it, unsigned. */
  private static boolean moduleIsLegal(int from, int head, int cur, int to, int n) {
    if (to >= from) {
      return !(less(head, from) || less(to, head)) && !(less(cur, head) || less(to, cur));
    }
    if (less(to, head) && less(head, from)) {
      return false;
    }
    boolean wrapped = !less(to, head);
    boolean bad = wrapped ? less(cur, head) || less(to, cur) : less(to, cur) && less(cur, head);
    return !bad && less(head, n); // what is answered is head, and n or more is an error
  }

  private static boolean less(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0;
  }

  @Test
  void whatIsLegalIsWhatTheModuleTakes() {
    int[] outside = {Integer.MIN_VALUE, -1, 10, 11, Integer.MAX_VALUE};
    int legal = 0;
    for (int n = 1; n <= LARGEST; n++) {
      for (int from = 0; from < n; from++) {
        for (int to = 0; to < n; to++) {
          for (int h = 0; h < n + outside.length; h++) {
            for (int c = 0; c < n + outside.length; c++) {
              int head = h < n ? h : outside[h - n];
              int cur = c < n ? c : outside[c - n];
              String where = "%d %d %d %d of %d".formatted(from, head, cur, to, n);
              boolean found = RingIndices.legal(from, head, cur, to, n);
              assertEquals(walkIsLegal(from, head, cur, to, n), found, where);
              if (cur >= 0 && cur < n) { // the module lets some through that are beyond the end
                assertEquals(moduleIsLegal(from, head, cur, to, n), found, where);
              }
              legal += found ? 1 : 0;
            }
          }
        }
      }
    }
    // sum over n of n * (0-slot windows .. n-1): each window of d slots has (d+1)(d+2)/2 pairs
    int expected = 0;
    for (int n = 1; n <= LARGEST; n++) {
      for (int d = 0; d < n; d++) {
        expected += n * (d + 1) * (d + 2) / 2;
      }
    }
    assertEquals(expected, legal);
  }
}
