package org.netmap4j.engine;

import java.util.Locale;

/** How far a number can be trusted. */
public enum Accuracy {
  /** Every frame on the wire is counted, at the queue that it came through. */
  EXACT,
  /** Rests on an assumption: about frames merged on the way, or about a queue's number. */
  INFERRED,
  /** Worked out from ring indices looked at now and then. */
  SAMPLED,
  /** The driver's own counter. */
  DRIVER;

  /** Its name in every output. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
