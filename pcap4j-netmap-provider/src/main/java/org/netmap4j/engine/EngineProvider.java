package org.netmap4j.engine;

import java.util.Optional;
import org.netmap4j.error.NetmapError;

/** Offers an engine to {@link Engines}; found through {@link java.util.ServiceLoader}. */
public interface EngineProvider {
  /** The engine's name, as in {@code --engine}. */
  String name();

  /** Which one {@code auto} takes: of those available, the one with the highest number. */
  int preference();

  /** Why the engine cannot be used here and now; empty when it can. */
  Optional<NetmapError> unavailability();

  /** The engine. Called only when it is available. */
  Engine engine();
}
