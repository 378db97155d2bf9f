package org.netmap4j.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.error.Printable;
import org.netmap4j.ffi.NetmapAbi;

/**
 * Whether a port of the module is open, as far as that can be told without touching it.
 *
 * <p>A VALE port is, while the switches list it. Of a NIC a monitor is opened, and closed at once:
 * the module refuses it where the NIC is not in netmap mode. It is asked again only when a process
 * has given the device up, or some time later. Asking about a pipe, or a VALE port that is not
 * listed, would make it: of pipes and monitors only those are shown that have moved.
 */
final class Liveness {
  private static final long STALE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int PROBE_SLOTS = 64;
  private static final Path ADAPTERS = Path.of("/sys/module/netmap/parameters/admode");

  private final Engine kernel;
  private final Map<String, Probe> probes = new HashMap<>();
  private Set<Long> holders = Set.of();
  private Map<String, String> onSwitches = Map.of();
  private long now;
  private long departureNanos;

  private record Probe(long nanos, boolean open) {}

  Liveness(Engine kernel) {
    this.kernel = kernel;
  }

  /** A look begins: who has the device open, and what the switches list. */
  void begin(List<Owner> deviceHolders, List<ValePort> listed, long nanos) {
    Set<Long> others =
        deviceHolders.stream()
            .filter(owner -> !owner.self())
            .map(Owner::pid)
            .collect(Collectors.toUnmodifiableSet());
    now = nanos;
    if (!others.containsAll(holders)) {
      departureNanos = nanos;
    }
    holders = others;
    onSwitches =
        listed.stream()
            .map(ValePort::name)
            .collect(Collectors.toMap(Liveness::shortened, name -> name, (one, other) -> one));
  }

  /** A netmap_if has room for a part of a long name. */
  private static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), NetmapAbi.IF_NAME_SIZE - 1));
  }

  /** The whole name of a port, of which a netmap_if has a part: as the switches list it. */
  String wholeName(String name, PortKind kind) {
    return kind == PortKind.VALE ? Printable.text(onSwitches.getOrDefault(name, name)) : name;
  }

  /** Whether anybody else can have a port at all. */
  boolean anybody() {
    return !holders.isEmpty() || !onSwitches.isEmpty();
  }

  /**
   * Whether a port is open.
   *
   * @param movedNanos when its rings last moved, 0 for never
   */
  boolean isAlive(String name, PortKind kind, long movedNanos) {
    boolean moved =
        movedNanos != 0 && movedNanos - departureNanos >= 0 && now - movedNanos < STALE_NANOS;
    return switch (kind) {
      case VALE -> onSwitches.containsKey(name);
      case NIC -> moved || probe(name);
      default -> moved;
    };
  }

  private boolean probe(String name) {
    Probe last = probes.get(name);
    if (last == null || last.nanos - departureNanos < 0 || now - last.nanos > STALE_NANOS) {
      last = new Probe(now, isInNetmapMode(name));
      probes.put(name, last);
    }
    return last.open;
  }

  private boolean isInNetmapMode(String name) {
    RegisterRequest monitor =
        new RegisterRequest(
            name,
            NetmapAbi.REG_ALL_NIC,
            0,
            NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX,
            0,
            0,
            new Geometry(0, 0, 0, 0, PROBE_SLOTS, PROBE_SLOTS),
            false);
    try {
      kernel.register(monitor).close();
      return true;
    } catch (NetmapException e) {
      // anything but a plain no leaves it open, and so shown
      return !(e.error() instanceof NetmapError.CannotOpen
          || e.error() instanceof NetmapError.NoSuchPort);
    }
  }

  /** Whether the module emulates a NIC, where its parameters decide that for all of them. */
  Optional<Boolean> emulated(PortKind kind) {
    if (kind != PortKind.NIC) {
      return Optional.empty();
    }
    try {
      return switch (Files.readString(ADAPTERS).strip()) {
        case "1" -> Optional.of(false);
        case "2" -> Optional.of(true);
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
