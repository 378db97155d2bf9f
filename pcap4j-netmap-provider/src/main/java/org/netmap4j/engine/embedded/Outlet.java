package org.netmap4j.engine.embedded;

import org.jspecify.annotations.Nullable;

/** What a switch hands packets to: a port of it. */
interface Outlet {
  /** How many receivers it has, bound or not. */
  int receivers();

  /** The receiver of a number below {@link #receivers}; null while it is not bound. */
  @Nullable Receiver receiver(int number);
}
