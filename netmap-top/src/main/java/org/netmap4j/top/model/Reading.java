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
 * @param notes what cannot be seen, and what would help; a line each
 * @param regions the memory regions that are known
 * @param findings what the doctor found at its last look
 * @param anew whether it begins another run of what is played back: to the readings before there is
 *     no difference that would be a rate
 */
public record Reading(
    Instant time,
    long nanos,
    String engine,
    List<PortReading> ports,
    List<String> notes,
    List<RegionReading> regions,
    List<Finding> findings,
    boolean anew) {
  /** Copies the lists. */
  public Reading {
    ports = List.copyOf(ports);
    notes = List.copyOf(notes);
    regions = List.copyOf(regions);
    findings = List.copyOf(findings);
  }

  /** A reading that goes on from the one before. */
  public Reading(
      Instant time,
      long nanos,
      String engine,
      List<PortReading> ports,
      List<String> notes,
      List<RegionReading> regions,
      List<Finding> findings) {
    this(time, nanos, engine, ports, notes, regions, findings, false);
  }

  /** A reading of all that there is. */
  public Reading(Instant time, long nanos, String engine, List<PortReading> ports) {
    this(time, nanos, engine, ports, List.of(), List.of(), List.of());
  }
}
