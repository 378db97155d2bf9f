package org.netmap4j.scripted;

import java.util.Random;

/** Random numbers that can be had again: {@code -Dnetmap.test.seed=N} repeats a run. */
public final class Seeds {
  private Seeds() {}

  /** The seed of this run, printed with the test's name. */
  public static long seed(Class<?> test) {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println(test.getSimpleName() + " seed " + seed);
    return seed;
  }

  /** A generator with the seed of this run. */
  public static Random random(Class<?> test) {
    return new Random(seed(test));
  }
}
