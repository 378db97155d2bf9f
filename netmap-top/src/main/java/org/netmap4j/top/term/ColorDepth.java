package org.netmap4j.top.term;

/** How many colours a terminal shows. */
public enum ColorDepth {
  /** None: bold, underline and reverse only. */
  MONO,
  /** The sixteen of ANSI, as the user's palette has them. */
  ANSI16,
  /** The 256 of xterm. */
  INDEXED256,
  /** Red, green and blue, 24 bits. */
  TRUE_COLOR
}
