package org.netmap4j.top.model;

import java.time.Instant;
import java.util.List;

/**
 * All ports at one moment, counters only: rates come from two of these.
 *
 * @param time when, by the wall clock
 * @param nanos when, by the monotonic clock, for rates
 * @param engine the engine that holds the rings
 * @param ports the ports, in the order they were asked for
 */
public record Reading(Instant time, long nanos, String engine, List<PortReading> ports) {
  /** Copies the list. */
  public Reading {
    ports = List.copyOf(ports);
  }
}
