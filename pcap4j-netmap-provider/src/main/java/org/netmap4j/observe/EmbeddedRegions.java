package org.netmap4j.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.observe.EmbeddedRegion.Identity;
import org.netmap4j.observe.ProcessScan.Held;

/** The regions of embedded engines that are mapped, and those that cannot be. */
final class EmbeddedRegions implements AutoCloseable {
  /** More than a machine has; who makes more of them does so to be in the way. */
  private static final int MOST = 1024;

  private final long device;
  private final Map<Identity, EmbeddedRegion> mapped = new HashMap<>();
  private final List<Refusal> refusals = new ArrayList<>();

  EmbeddedRegions() throws NetmapException {
    device = EmbeddedRegion.memfdDevice();
  }

  /** Maps what was found and is not mapped yet. */
  void found(List<Held> found) {
    refusals.clear();
    Set<Long> refused = new HashSet<>();
    for (Held held : found) {
      try {
        found(held);
      } catch (NetmapException e) {
        if (refused.add(held.owner().pid())) { // once is enough for a process
          refusals.add(refusal(held.owner(), e.error()));
        }
      } catch (IOException e) {
        // it is gone
      }
    }
  }

  private void found(Held held) throws IOException {
    Identity identity = Identity.of(held.descriptor());
    EmbeddedRegion known = mapped.get(identity);
    if (known != null) {
      known.alsoHeld(held);
      return;
    }
    if (mapped.size() >= MOST) {
      throw EmbeddedImage.refused(
          held.descriptor().toString(), "there are more regions than " + MOST, "close some");
    }
    mapped.put(identity, EmbeddedRegion.open(held, device));
  }

  private static Refusal refusal(Owner owner, NetmapError error) {
    return switch (error) {
      case NetmapError.CannotOpen e ->
          new Refusal(owner.toString(), e.name() + ": " + e.cause(), e.remedy());
      case NetmapError.NoPermission e ->
          new Refusal(owner.toString(), "its rings cannot be read", e.remedy());
      default -> new Refusal(owner.toString(), error.message(), Inventory.REMEDY);
    };
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Forgets what nobody holds any more, and looks at the others. */
  List<ObservedRegion> look() {
    mapped
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !entry.getValue().isHeld(entry.getKey());
          if (gone) {
            entry.getValue().close();
          }
          return gone;
        });
    return mapped.values().stream().map(EmbeddedRegion::look).toList();
  }

  void sample(long nanos) {
    for (EmbeddedRegion region : mapped.values()) {
      region.sample(nanos);
    }
  }

  @Override
  public void close() {
    mapped.values().forEach(EmbeddedRegion::close);
    mapped.clear();
  }
}
