package org.netmap4j.top.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ObservedPort;
import org.netmap4j.observe.ObservedRegion;
import org.netmap4j.observe.ObservedRing;
import org.netmap4j.observe.Owner;
import org.netmap4j.top.doctor.Port;

/** Ports as two looks at them found them. */
final class PortLooks {
  static final String KERNEL = "kernel";

  private PortLooks() {}

  /** A ring across two looks. */
  private record Key(String engine, List<Owner> owners, int region, String port, RingId ring) {}

  /** Whether a region's interfaces are those of the caller's network namespace. */
  static boolean here(ObservedRegion region) {
    return region.owners().stream()
        .allMatch(owner -> owner.sharesNetwork().orElse(false) || owner.self());
  }

  /** The NICs that the module has, of this network namespace. */
  static Set<String> inNetmapMode(Inventory inventory) {
    Set<String> names = new java.util.HashSet<>();
    for (ObservedRegion region : inventory.regions()) {
      if (region.engine().equals(KERNEL) && here(region)) {
        region.ports().stream()
            .filter(port -> port.kind() == PortKind.NIC)
            .forEach(port -> names.add(port.name()));
      }
    }
    return names;
  }

  /**
   * The ports that both looks found, without those of this process.
   *
   * @param of only those on these interfaces; null for all
   */
  static List<Port> of(Inventory first, Inventory second, @Nullable Set<String> of) {
    Map<Key, ObservedRing> before = rings(first);
    List<Port> ports = new ArrayList<>();
    for (ObservedRegion region : second.regions()) {
      boolean here = of == null || here(region);
      for (ObservedPort port : region.ports()) {
        if (!region.own() && here && (of == null || of.contains(base(port.name())))) {
          List<Port.Ring> rings = new ArrayList<>();
          for (ObservedRing ring : port.rings()) {
            ObservedRing earlier = before.get(key(region, port, ring));
            if (earlier != null) {
              rings.add(ring(earlier, ring));
            }
          }
          ports.add(port(region, port, rings));
        }
      }
    }
    return ports;
  }

  /** The interface under a pipe or a monitor. */
  static String base(String port) {
    return port.split("[{}/^*@]", 2)[0];
  }

  private static Map<Key, ObservedRing> rings(Inventory inventory) {
    Map<Key, ObservedRing> rings = new HashMap<>();
    for (ObservedRegion region : inventory.regions()) {
      for (ObservedPort port : region.ports()) {
        port.rings().forEach(ring -> rings.put(key(region, port, ring), ring));
      }
    }
    return rings;
  }

  private static Key key(ObservedRegion region, ObservedPort port, ObservedRing ring) {
    return new Key(region.engine(), region.owners(), region.id(), port.name(), ring.id());
  }

  private static Port port(ObservedRegion region, ObservedPort port, List<Port.Ring> rings) {
    return new Port(
        port.name(),
        Terms.kind(port.kind()),
        region.engine().equals(KERNEL),
        RegionReadings.owner(region.owners()),
        region.owners().stream().filter(Owner::stopped).map(Owner::pid).toList(),
        rings);
  }

  private static Port.Ring ring(ObservedRing before, ObservedRing now) {
    boolean moved =
        before.head() != now.head()
            || before.cur() != now.cur()
            || before.tail() != now.tail()
            || before.slots() != now.slots();
    return new Port.Ring(
        Terms.direction(now.id().kind()),
        now.id().index(),
        now.slots(),
        now.head(),
        now.cur(),
        now.tail(),
        now.used(),
        before.legal() || now.legal(),
        moved);
  }
}
