package org.netmap4j.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Options;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The regions of the kernel module: looked for by their numbers, each mapped through a NULL port
 * while there is a port in it. A NULL port keeps its region; so no region is held longer.
 */
final class KernelRegions implements AutoCloseable {
  static final String ENGINE = "kernel";

  private static final long SEARCH_NANOS = Duration.ofSeconds(1).toNanos();

  /** Numbers are given out from the lowest up, but not those of regions in between. */
  private static final int AHEAD = 64;

  /** What the module's regions are made with, where nothing says otherwise. */
  private static final PoolsInfo.Pool USUAL = new PoolsInfo.Pool(0, 128, 1024);

  private static final Path PARAMETERS = Path.of("/sys/module/netmap/parameters");

  private final Engine kernel;
  private final Liveness liveness;
  private final Map<Integer, KernelRegion> mapped = new TreeMap<>();
  private final Map<String, Integer> portRegions = new HashMap<>();
  private final Map<Integer, PoolsInfo> pools = new HashMap<>();
  private long nextSearch;
  private boolean searched;

  KernelRegions(Engine kernel) {
    this.kernel = kernel;
    liveness = new Liveness(kernel);
  }

  /** What is in them now, by those who have the device open. */
  List<ObservedRegion> look(List<Owner> holders, long now) {
    List<ValePort> listed = listed();
    liveness.begin(holders, listed, now);
    if (!liveness.anybody()) {
      close();
      return List.of();
    }
    if (!searched || now - nextSearch >= 0) {
      search(listed, now);
      searched = true;
      nextSearch = now + SEARCH_NANOS;
    }
    List<ObservedRegion> regions = new ArrayList<>();
    for (KernelRegion region : mapped.values()) {
      List<ObservedPort> ports = region.look(liveness, now);
      if (!ports.isEmpty()) {
        regions.add(
            new ObservedRegion(
                ENGINE,
                region.id(),
                region.bytes(),
                holders.stream().filter(owner -> !owner.self()).toList(),
                ports,
                pools(region.id(), ports).map(region.need()::of).orElse(List.of())));
      }
    }
    return regions;
  }

  private List<ValePort> listed() {
    try {
      return kernel.control().valeList();
    } catch (NetmapException e) {
      return List.of(); // the module has gone
    }
  }

  /**
   * Looks which regions there are. One that seems to have no port is given up until the next
   * search: if we alone held it, it is gone then.
   */
  private void search(List<ValePort> listed, long now) {
    Set<Integer> idle = new HashSet<>();
    mapped.values().stream()
        .filter(region -> region.isIdle(now))
        .forEach(region -> {
          region.close();
          idle.add(region.id());
        });
    mapped.keySet().removeAll(idle);
    pools.keySet().retainAll(mapped.keySet());
    Map<Integer, String> known = regionsOf(listed);
    TreeSet<Integer> numbers = new TreeSet<>(known.keySet());
    int last = Math.max(numbers.isEmpty() ? 0 : numbers.last(), lastMapped());
    for (int id = 1; id <= last + AHEAD; id++) {
      numbers.add(id);
    }
    for (int id : numbers) {
      if (!mapped.containsKey(id) && !idle.contains(id) && exists(id)) {
        map(id, Optional.ofNullable(known.get(id)), now);
      }
    }
  }

  private int lastMapped() {
    return mapped.keySet().stream().reduce(0, Math::max);
  }

  /** The regions of listed ports, each with a port that exists; a port is asked about once. */
  private Map<Integer, String> regionsOf(List<ValePort> listed) {
    portRegions.keySet().retainAll(listed.stream().map(ValePort::name).toList());
    Map<Integer, String> regions = new HashMap<>();
    for (ValePort port : listed) {
      try {
        Integer id = portRegions.get(port.name());
        if (id == null) {
          id = kernel.control().portInfo(port.name(), 0).memId();
          portRegions.put(port.name(), id);
        }
        regions.putIfAbsent(id, port.name());
      } catch (NetmapException e) {
        // closed meanwhile
      }
    }
    return regions;
  }

  private boolean exists(int id) {
    try {
      return kernel.control().portInfo("", id).memoryBytes() > 0;
    } catch (NetmapException e) {
      return false;
    }
  }

  private void map(int id, Optional<String> port, long now) {
    RegisterRequest nothing =
        new RegisterRequest(
            "observer", NetmapAbi.REG_NULL, 0, 0, id, 0, Geometry.ANY, false, Options.READ_ONLY);
    try {
      Registration registration = kernel.register(nothing);
      Optional<KernelRegion> region = KernelRegion.of(registration, id, interfaces(id, port), now);
      region.ifPresentOrElse(made -> mapped.put(id, made), registration::close);
    } catch (NetmapException e) {
      // gone meanwhile
    }
  }

  /**
   * Where the netmap_ifs are: as the module says under the name of a port that exists; of the NICs'
   * region also its parameters tell.
   */
  private PoolsInfo.Pool interfaces(int id, Optional<String> port) {
    if (port.isPresent()) {
      try {
        Control control = kernel.control();
        return control.poolsInfo(port.get(), 0).interfaces();
      } catch (NetmapException e) {
        return USUAL; // closed meanwhile
      }
    }
    return id == 1
        ? new PoolsInfo.Pool(
            0, parameter("if_curr_num", USUAL.objects()), parameter("if_curr_size", USUAL.size()))
        : USUAL;
  }

  /**
   * A region's pools, as the module says under the name of a port in it that cannot be made by
   * asking: one that is listed on a switch, or a NIC in netmap mode. Asked once.
   */
  private Optional<PoolsInfo> pools(int id, List<ObservedPort> ports) {
    PoolsInfo known = pools.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    for (ObservedPort port : ports) {
      if (port.kind() == PortKind.NIC || portRegions.containsKey(port.name())) {
        try {
          PoolsInfo asked = kernel.control().poolsInfo(port.name(), 0);
          if (asked.memId() == id) {
            pools.put(id, asked);
            return Optional.of(asked);
          }
        } catch (NetmapException e) {
          // closed meanwhile
        }
      }
    }
    return Optional.empty();
  }

  private static int parameter(String name, int otherwise) {
    try {
      int value = Integer.parseInt(Files.readString(PARAMETERS.resolve(name)).strip());
      return value > 0 ? value : otherwise;
    } catch (IOException | NumberFormatException e) {
      return otherwise;
    }
  }

  void sample(long nanos) {
    for (KernelRegion region : mapped.values()) {
      region.sample(nanos);
    }
  }

  @Override
  public void close() {
    mapped.values().forEach(KernelRegion::close);
    mapped.clear();
    pools.clear();
  }
}
