package org.netmap4j.top.export;

import java.util.List;
import java.util.SortedSet;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.Snapshot;

/**
 * What is exported of one sample. Immutable.
 *
 * @param snapshot the sample
 * @param ports the ports, each once
 * @param rings the rings, each once
 * @param leftOut how many rings and ports there was no room for
 */
record Page(Snapshot snapshot, List<PortRow> ports, List<RingRow> rings, int leftOut) {
  /**
   * What ports have in common that are one to Prometheus.
   *
   * @param device the port's name
   * @param kind what stands behind it
   * @param owner the programs that have it; empty when it is this one
   */
  record PortId(String device, PortKind kind, String owner) {}

  /** A ring of such ports. */
  record RingId(PortId port, Direction direction, int ring) {}

  /**
   * A port.
   *
   * @param accuracy the labels of its rings
   * @param mode who moves its packets; empty when unknown
   * @param driver its driver; empty when unknown
   * @param troubled whether something is wrong with it
   */
  record PortRow(
      PortId id, SortedSet<String> accuracy, String mode, String driver, boolean troubled) {}

  /**
   * A ring: its counters since it was first seen, and its state in the sample.
   *
   * @param slots its size
   * @param used slots that hold packets
   * @param highWater the most of them since the sample before, where it was looked at
   */
  record RingRow(RingId id, Counts counts, long slots, long used, long highWater) {
    /** The same with other counters. */
    RingRow with(Counts other) {
      return new RingRow(id, other, slots, used, highWater);
    }

    /** What rings of one identity are together. */
    RingRow plus(RingRow other) {
      return new RingRow(
          id,
          counts.plus(other.counts),
          slots + other.slots,
          used + other.used,
          highWater + other.highWater);
    }
  }
}
