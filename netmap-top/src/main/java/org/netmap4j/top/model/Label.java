package org.netmap4j.top.model;

import java.util.Locale;

/** How far a number can be trusted. */
public enum Label {
  /** Every packet was counted. */
  EXACT,
  /** Worked out from ring indices looked at now and then. */
  SAMPLED,
  /** The driver's own counter. */
  DRIVER,
  /** Rests on an assumption, about merged packets or the queue's number. */
  INFERRED;

  /** The name used on the screen and in every output format. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
