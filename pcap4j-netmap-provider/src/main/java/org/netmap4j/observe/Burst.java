package org.netmap4j.observe;

/**
 * The busiest moment of a ring.
 *
 * @param packets in the window
 * @param micros how long the window was: 5 ms, or longer where nobody looked in time
 */
public record Burst(long packets, long micros) {
  /** No packet. */
  public static final Burst NONE = new Burst(0, 0);
}
