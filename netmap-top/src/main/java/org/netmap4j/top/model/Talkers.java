package org.netmap4j.top.model;

import java.util.List;

/**
 * The flows and hosts that most packets belong to.
 *
 * <p>The memory for them is bounded. While there are few, each is counted exactly; beyond that the
 * least is given up for each new one, and {@link Talker#missed} says how much that may have had
 * before. What counts is listed for sure: numbers are never too high.
 *
 * @param label {@link Label#EXACT} while all were counted, {@link Label#INFERRED} once some were
 *     given up or the tap lost packets, {@link Label#SAMPLED} where it only sees some
 * @param flows by source, destination and protocol, the most bytes first
 * @param hosts by either address, the most bytes first
 */
public record Talkers(Label label, List<Talker> flows, List<Talker> hosts) {
  /** How many of each are listed. */
  public static final int LISTED = 100;

  /** Nobody. */
  public static final Talkers NONE = new Talkers(Label.EXACT, List.of(), List.of());

  /** Copies the lists. */
  public Talkers {
    flows = List.copyOf(flows);
    hosts = List.copyOf(hosts);
  }

  /**
   * A flow or a host.
   *
   * @param source the address, with the port where there is one
   * @param destination where to; empty for a host
   * @param protocol such as {@code TCP}; empty for a host
   * @param packets how many
   * @param bytes how long they were together, layer 2 without the frame check sequence
   * @param missed how many bytes more it may have had before it was listed
   * @param packetsPerSecond over the last second or so
   * @param bytesPerSecond over the last second or so
   */
  public record Talker(
      String source,
      String destination,
      String protocol,
      long packets,
      long bytes,
      long missed,
      double packetsPerSecond,
      double bytesPerSecond) {}
}
