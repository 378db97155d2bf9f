package org.netmap4j.engine;

/**
 * The arithmetic of head, cur and tail, apart from the memory that they are in.
 *
 * <p>Slots from head up to, not including, tail are the user's; the rest is the kernel side's. A
 * ring of n slots holds n - 1. Indices wrap at n, which need not be a power of two.
 */
public final class RingIndices {
  private RingIndices() {}

  /** The slot after {@code i}. */
  public static int next(int i, int slots) {
    return i + 1 == slots ? 0 : i + 1;
  }

  /** The slot before {@code i}. */
  public static int prev(int i, int slots) {
    return i == 0 ? slots - 1 : i - 1;
  }

  /** The slot {@code count} after {@code i}, for a count of at most {@code slots}. */
  public static int plus(int i, int count, int slots) {
    int sum = i + count;
    return sum >= slots ? sum - slots : sum;
  }

  /** The slots from {@code from} up to, not including, {@code to}. */
  public static int distance(int from, int to, int slots) {
    int d = to - from;
    return d < 0 ? d + slots : d;
  }

  /** Whether {@code i} is a slot. */
  public static boolean valid(int i, int slots) {
    return i >= 0 && i < slots;
  }

  /**
   * Whether head and cur may stand where they do, seen from the kernel side, which had {@code from}
   * as the first slot of the user's and {@code to} as the first of its own: from &lt;= head &lt;=
   * cur &lt;= to, going round. As nm_txsync_prologue and nm_rxsync_prologue decide it, except that
   * a cur beyond the ring's end never passes here.
   */
  public static boolean legal(int from, int head, int cur, int to, int slots) {
    return valid(head, slots)
        && valid(cur, slots)
        && distance(from, head, slots) <= distance(from, to, slots)
        && distance(head, cur, slots) <= distance(head, to, slots);
  }
}
