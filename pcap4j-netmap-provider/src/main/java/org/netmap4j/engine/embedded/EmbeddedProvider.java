package org.netmap4j.engine.embedded;

import java.util.Optional;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.EngineProvider;
import org.netmap4j.error.NetmapError;

/** Offers {@link EmbeddedEngine#shared()}: on any Linux, behind the kernel module. */
public final class EmbeddedProvider implements EngineProvider {
  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedProvider() {}

  @Override
  public String name() {
    return EmbeddedEngine.NAME;
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Optional<NetmapError> unavailability() {
    String system = System.getProperty("os.name");
    return system.equals("Linux")
        ? Optional.empty()
        : Optional.of(new NetmapError.Unsupported("the embedded engine", system, "it needs Linux"));
  }

  @Override
  public Engine engine() {
    return EmbeddedEngine.shared();
  }
}
