package org.netmap4j;

import org.netmap4j.error.NetmapException;

/** What is done with a ring that is ready: see {@link RingThreads}. */
@FunctionalInterface
public interface RingHandler {
  /**
   * Handles what is there, and returns; it need not sync to be called again. What is thrown here
   * ends the ring's thread.
   *
   * @param ring the ring's number
   * @param port the ring's own port, which only this thread uses
   */
  void onReady(int ring, NetmapPort port) throws NetmapException;
}
