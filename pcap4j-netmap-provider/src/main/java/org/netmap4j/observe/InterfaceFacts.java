package org.netmap4j.observe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.netmap4j.host.DriverCounter;
import org.netmap4j.host.Ethtool;
import org.netmap4j.host.Link;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;

/**
 * What the machine says of an interface, as far as it matters to netmap. What is not said is empty;
 * nothing is changed. The kernel may take its time to answer: not from a thread that has to be on
 * time.
 *
 * @param device its name, queues and driver
 * @param link its state, and whether netmap emulates it; empty where the system does not say
 * @param ethtool offloads, flow control, rings, rate, and the driver's counters
 */
public record InterfaceFacts(NetInterface device, Optional<Link> link, Ethtool ethtool) {
  /** What the module hangs into an interface that it emulates, while that is in netmap mode. */
  private static final String EMULATED_QDISC = "netmapemu";

  private static final Set<String> LOSSES =
      Set.of("drop", "discard", "miss", "err", "fifo", "overr", "overfl", "lost", "fail", "abort");

  private static final List<String> LOSS_PHRASES =
      List.of("no_buf", "nobuf", "no_desc", "no_dma", "no_memory", "out_of_buf", "over_err");

  /** Words that begin as one that means a loss does. */
  private static final Set<String> OTHERS = Set.of("dropless");

  /** The interface of this name in the caller's network namespace; empty when there is none. */
  public static Optional<InterfaceFacts> of(String name) {
    return NetInterfaces.find(name)
        .map(device -> new InterfaceFacts(device, Link.find(name), Ethtool.of(name)));
  }

  /** Who moves the packets of a NIC that is in netmap mode. */
  public enum Mode {
    /** Its driver, which knows netmap. */
    NATIVE,
    /** The module, through the driver's ordinary entry points. */
    EMULATED
  }

  /**
   * Who moves this NIC's packets, if it is in netmap mode; empty where that cannot be told. No
   * system call says so: an emulated NIC has a queueing discipline of the module's, unless the
   * parameter {@code generic_txqdisc} was 0; and the parameter {@code admode} can rule one of them
   * out for all NICs.
   *
   * @param parameters those of the module, by name
   */
  public Optional<Mode> mode(Map<String, Long> parameters) {
    if (link.isPresent() && link.get().qdisc().equals(EMULATED_QDISC)) {
      return Optional.of(Mode.EMULATED);
    }
    long adapters = parameters.getOrDefault("admode", 0L);
    if (adapters == 1 || adapters == 2) {
      return Optional.of(adapters == 1 ? Mode.NATIVE : Mode.EMULATED);
    }
    return link.isPresent() && parameters.getOrDefault("generic_txqdisc", 0L) != 0
        ? Optional.of(Mode.NATIVE)
        : Optional.empty();
  }

  /** The driver's counters that are named as one of losses. */
  public List<DriverCounter> losses() {
    return ethtool.counters().stream().filter(counter -> countsLosses(counter.name())).toList();
  }

  /**
   * Whether a driver's counter seems to count lost packets, by the words in its name: dropped,
   * discarded, missed, errors, fifo, overruns, no buffer. An inference: only the driver knows.
   */
  public static boolean countsLosses(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (LOSS_PHRASES.stream().anyMatch(lower::contains)) {
      return true;
    }
    for (String word : lower.split("[^a-z]+", -1)) {
      if (!OTHERS.contains(word) && LOSSES.stream().anyMatch(word::startsWith)) {
        return true;
      }
    }
    return false;
  }
}
