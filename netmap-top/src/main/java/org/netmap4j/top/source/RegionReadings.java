package org.netmap4j.top.source;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ObservedPort;
import org.netmap4j.observe.ObservedRegion;
import org.netmap4j.observe.Owner;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RegionReading.Pool;

/** Regions that were observed, in the tool's terms. */
final class RegionReadings {
  private RegionReadings() {}

  static List<RegionReading> of(Inventory inventory) {
    return inventory.regions().stream().map(RegionReadings::of).toList();
  }

  private static RegionReading of(ObservedRegion region) {
    return new RegionReading(
        region.engine(),
        region.id(),
        region.bytes(),
        region.own() ? "" : owner(region.owners()),
        region.pools().stream()
            .map(pool ->
                new Pool(
                    pool.objects().name().toLowerCase(Locale.ROOT),
                    pool.bytes(),
                    pool.total(),
                    pool.needed()))
            .toList(),
        region.ports().stream().map(ObservedPort::name).toList());
  }

  /** The module does not say which of those that have it open has a port. */
  static String owner(List<Owner> owners) {
    String all = owners.stream().map(Owner::toString).collect(Collectors.joining(" or "));
    return all.isEmpty() ? "kernel" : all;
  }
}
