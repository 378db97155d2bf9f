package org.netmap4j.top.replay;

import java.time.Instant;
import java.util.List;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.Reading;

/**
 * A sample as it was recorded.
 *
 * @param time when, by the wall clock
 * @param uptimeNanos since the tool that recorded it began to look
 * @param engine the engine that held the rings
 * @param ports the ports
 * @param notes what could not be seen
 */
record Recorded(
    Instant time, long uptimeNanos, String engine, List<PortReading> ports, List<String> notes) {
  /** The reading that it was, at {@code nanos} by today's clock. */
  Reading at(long nanos) {
    return new Reading(time, nanos, engine, ports, notes, List.of(), List.of());
  }
}
