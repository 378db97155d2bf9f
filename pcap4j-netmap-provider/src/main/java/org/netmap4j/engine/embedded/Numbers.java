package org.netmap4j.engine.embedded;

/** What netmap makes of the numbers in a request. */
final class Numbers {
  private Numbers() {}

  /** nm_bound_var: 0 leaves the number to the port; one that is too great becomes the greatest. */
  static int bound(int asked, int otherwise, int most) {
    return Math.min(asked == 0 ? otherwise : asked, most);
  }
}
