package org.netmap4j.top.model;

/** A look at the packets of a port or a ring, taken by a thread of its own. */
public interface Tap extends AutoCloseable {
  /** What was seen up to now. Never waits; the same object until there is something new. */
  TapView view();

  /** Ends it, for any thread; its thread gives the port back on its own time. */
  @Override
  void close();
}
