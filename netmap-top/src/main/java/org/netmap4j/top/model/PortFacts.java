package org.netmap4j.top.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine says of a port's interface; null where it says nothing.
 *
 * @param mode {@code native}, {@code emulated} or {@code embedded}: who moves the packets
 * @param driver the driver's name
 * @param up whether the interface is up and has a carrier
 * @param bitsPerSecond the link's rate
 * @param mtu the longest packet of layer 3
 * @param receiveQueues how many queues receive
 * @param transmitQueues how many queues send
 * @param offloads what is switched on of what disturbs netmap, by ethtool's names
 * @param pause flow control, as {@code rx}, {@code tx}, {@code rx tx} or {@code off}
 * @param counters the driver's own, named as it names them; of those that have moved
 */
public record PortFacts(
    @Nullable String mode,
    @Nullable String driver,
    @Nullable Boolean up,
    @Nullable Long bitsPerSecond,
    @Nullable Integer mtu,
    @Nullable Integer receiveQueues,
    @Nullable Integer transmitQueues,
    List<String> offloads,
    @Nullable String pause,
    List<Counter> counters) {
  /** Nothing is known, as of a port without an interface. */
  public static final PortFacts NONE =
      new PortFacts(null, null, null, null, null, null, null, List.of(), null, List.of());

  /** Copies the lists. */
  public PortFacts {
    offloads = List.copyOf(offloads);
    counters = List.copyOf(counters);
  }

  /**
   * A counter of the driver's.
   *
   * @param name as the driver has it
   * @param value since the driver began to count
   * @param loss whether it counts lost packets
   */
  public record Counter(String name, long value, boolean loss) {}
}
