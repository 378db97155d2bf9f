package org.netmap4j.top.ui;

/** What a cell means; {@link Theme} knows what that looks like. */
public enum Role {
  /** Plain text. */
  TEXT,
  /** What matters less: zeros, units, rules. */
  DIM,
  /** The bar on top. */
  TITLE,
  /** The bar on top where it says that time stands still. */
  TITLE_FLAG,
  /** The table's header. */
  HEADER,
  /** The table's header over the column that is sorted by. */
  HEADER_SORTED,
  /** A port's line. */
  PORT,
  /** What is received. */
  RX,
  /** What is transmitted. */
  TX,
  /** Something was lost, but not just now. */
  WARN,
  /** Something is being lost or is broken. */
  ALERT,
  /** A ring with room. */
  BAR,
  /** A ring that fills up. */
  BAR_HIGH,
  /** A ring with next to no room. */
  BAR_FULL,
  /** The row of the cursor. */
  SELECTED,
  /** A key's name. */
  KEY,
  /** What a key does. */
  KEY_LABEL,
  /** A line of input. */
  PROMPT
}
