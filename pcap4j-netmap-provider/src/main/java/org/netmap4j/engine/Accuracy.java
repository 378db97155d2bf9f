package org.netmap4j.engine;

/** How far an engine's own counters can be trusted. */
public enum Accuracy {
  /** Every frame on the wire is counted, at the queue that it came through. */
  EXACT,
  /** Rests on an assumption: about frames merged on the way, or about a queue's number. */
  INFERRED
}
