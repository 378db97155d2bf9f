package org.netmap4j.top.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that the outputs show of one moment. Immutable; the screen, the batch writers and whatever
 * else there may be read the same one.
 *
 * @param sequence the sample's number, from 1
 * @param time when, by the wall clock
 * @param uptime since the tool began to look
 * @param interval over which the rates were taken
 * @param engine the engine that holds the rings
 * @param ports the ports, in the order they were asked for
 * @param notes what cannot be seen, and what would help; a line each
 * @param regions the memory regions that are known
 * @param findings what the doctor found at its last look
 * @param cost what the tool itself takes
 * @param history the totals up to and with this sample
 */
public record Snapshot(
    long sequence,
    Instant time,
    Duration uptime,
    Duration interval,
    String engine,
    List<PortSnapshot> ports,
    List<String> notes,
    List<RegionReading> regions,
    List<Finding> findings,
    Cost cost,
    History history) {
  /** Copies the lists. */
  public Snapshot {
    ports = List.copyOf(ports);
    notes = List.copyOf(notes);
    regions = List.copyOf(regions);
    findings = List.copyOf(findings);
  }

  /** The sum over all ports, of one direction. */
  public Totals totals(Direction direction) {
    return Totals.over(ports, direction);
  }

  /** How many rings there are. */
  public int ringCount() {
    return ports.stream().mapToInt(port -> port.rings().size()).sum();
  }
}
