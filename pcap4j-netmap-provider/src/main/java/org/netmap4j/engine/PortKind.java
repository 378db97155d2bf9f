package org.netmap4j.engine;

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
  /** No port: a memory region alone, as NR_REG_NULL has it. */
  NULL,
  /** A savefile played back. */
  REPLAY,
  /** A packet generator. */
  GENERATOR
}
