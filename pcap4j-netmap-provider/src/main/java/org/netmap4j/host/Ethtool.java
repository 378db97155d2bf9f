package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.netmap4j.ffi.LinuxAbi;

/**
 * What ethtool(8) shows of an interface, asked of the kernel; nothing is changed. What a driver
 * does not say is empty.
 *
 * <p>The kernel answers under a lock that somebody else may hold for seconds: so not from a thread
 * that has to be on time.
 *
 * @param offloads the features that matter to netmap
 * @param pause flow control
 * @param rings the sizes of its rings
 * @param bitsPerSecond the link's rate
 * @param counters the driver's own; empty also where there are too many
 */
public record Ethtool(
    Optional<List<Offload>> offloads,
    Optional<Pause> pause,
    Optional<RingSizes> rings,
    OptionalLong bitsPerSecond,
    List<DriverCounter> counters) {
  /** More than drivers have; 256 queues with 16 counters each. */
  private static final int MOST_COUNTERS = 4096;

  /** Where a driver says nothing. */
  public static final Ethtool NONE =
      new Ethtool(
          Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), List.of());

  private static final long MEGA = 1_000_000;

  /** Asks about the interface of this name; {@link #NONE} when there is none. */
  public static Ethtool of(String name) {
    if (!NetInterfaces.exists(name)) {
      return NONE;
    }
    try (InterfaceQuery query = new InterfaceQuery(name)) {
      return new Ethtool(
          Features.of(query),
          pause(query),
          rings(query),
          rate(query),
          StringSets.counters(query, MOST_COUNTERS));
    }
  }

  /** The driver's counters alone. */
  public static List<DriverCounter> counters(String name) {
    if (!NetInterfaces.exists(name)) {
      return List.of();
    }
    try (InterfaceQuery query = new InterfaceQuery(name)) {
      return StringSets.counters(query, MOST_COUNTERS);
    }
  }

  private static Optional<Pause> pause(InterfaceQuery query) {
    MemorySegment pause = query.allocate(LinuxAbi.ETHTOOL_PAUSEPARAM_SIZE);
    return query.ethtool(LinuxAbi.ETHTOOL_GPAUSEPARAM, pause)
        ? Optional.of(
            new Pause(
                pause.get(JAVA_INT, 4) != 0,
                pause.get(JAVA_INT, 8) != 0,
                pause.get(JAVA_INT, 12) != 0))
        : Optional.empty();
  }

  private static Optional<RingSizes> rings(InterfaceQuery query) {
    MemorySegment rings = query.allocate(LinuxAbi.ETHTOOL_RINGPARAM_SIZE);
    if (!query.ethtool(LinuxAbi.ETHTOOL_GRINGPARAM, rings)) {
      return Optional.empty();
    }
    RingSizes sizes =
        new RingSizes(
            rings.get(JAVA_INT, 20),
            rings.get(JAVA_INT, 4),
            rings.get(JAVA_INT, 32),
            rings.get(JAVA_INT, 16));
    boolean possible = sizes.receive() > 0 && sizes.transmit() > 0;
    return possible ? Optional.of(sizes) : Optional.empty();
  }

  /** The first question is how long the masks behind the numbers are, the second is for all. */
  private static OptionalLong rate(InterfaceQuery query) {
    MemorySegment settings =
        query.allocate(LinuxAbi.ETHTOOL_LINK_SETTINGS_SIZE + 3L * 4 * Byte.MAX_VALUE);
    if (!query.ethtool(LinuxAbi.ETHTOOL_GLINKSETTINGS, settings)) {
      return OptionalLong.empty();
    }
    byte words = settings.get(JAVA_BYTE, 15);
    if (words >= 0) {
      return OptionalLong.empty();
    }
    settings.fill((byte) 0);
    settings.set(JAVA_BYTE, 15, (byte) -words);
    if (!query.ethtool(LinuxAbi.ETHTOOL_GLINKSETTINGS, settings)) {
      return OptionalLong.empty();
    }
    int megabits = settings.get(JAVA_INT, 4); // -1 where it is not known
    return megabits > 0 ? OptionalLong.of(megabits * MEGA) : OptionalLong.empty();
  }
}
