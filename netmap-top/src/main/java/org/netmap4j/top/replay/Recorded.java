package org.netmap4j.top.replay;

import java.time.Instant;
import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RegionReading;

/**
 * A sample as it was recorded.
 *
 * @param time when, by the wall clock
 * @param uptimeNanos since the tool that recorded it began to look
 * @param engine the engine that held the rings
 * @param ports the ports
 * @param notes what could not be seen
 * @param regions the memory regions that were known
 * @param findings what the doctor had found
 */
record Recorded(
    Instant time,
    long uptimeNanos,
    String engine,
    List<PortReading> ports,
    List<String> notes,
    List<RegionReading> regions,
    List<Finding> findings) {
  /**
   * The reading that it was.
   *
   * @param nanos when, by today's clock
   * @param anew whether it is the first of another run
   */
  Reading at(long nanos, boolean anew) {
    return new Reading(time, nanos, engine, ports, notes, regions, findings, anew);
  }
}
