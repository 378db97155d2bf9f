package org.netmap4j.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RingId;

/** Puts together what several descriptors have of one port: each has a netmap_if of its own. */
final class PortList {
  private static final Comparator<RingId> ORDER =
      Comparator.comparing(RingId::kind).thenComparingInt(RingId::index);

  private final Map<Key, Map<RingId, ObservedRing>> ports = new LinkedHashMap<>();

  private record Key(String name, PortKind kind, Optional<Boolean> emulated) {}

  /** The rings of a port, to which some may be added; a ring that is there already stays. */
  Map<RingId, ObservedRing> port(String name, PortKind kind, Optional<Boolean> emulated) {
    return ports.computeIfAbsent(new Key(name, kind, emulated), key -> new TreeMap<>(ORDER));
  }

  List<ObservedPort> ports() {
    List<ObservedPort> list = new ArrayList<>();
    ports.forEach((key, rings) ->
        list.add(
            new ObservedPort(key.name, key.kind, key.emulated, new ArrayList<>(rings.values()))));
    return list;
  }
}
