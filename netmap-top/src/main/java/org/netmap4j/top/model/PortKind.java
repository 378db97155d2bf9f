package org.netmap4j.top.model;

import java.util.Locale;

/** What stands behind a port. */
public enum PortKind {
  /** A network interface. */
  NIC,
  /** A port of a VALE switch. */
  VALE,
  /** One end of a netmap pipe. */
  PIPE,
  /** A monitor of another port. */
  MONITOR,
  /** No port: a memory region alone. */
  NULL,
  /** A savefile played back. */
  REPLAY,
  /** A packet generator. */
  GENERATOR;

  /** The name used on the screen and in every output format. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
