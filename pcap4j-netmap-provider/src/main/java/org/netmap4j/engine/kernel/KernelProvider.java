package org.netmap4j.engine.kernel;

import java.util.Optional;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.EngineProvider;
import org.netmap4j.error.NetmapError;

/** Offers the kernel's engine: where /dev/netmap opens, before any other. */
public final class KernelProvider implements EngineProvider {
  /** There is one module: who asks whether two ports are of one engine gets the right answer. */
  private static final Engine ENGINE = new KernelEngine();

  /** For {@link java.util.ServiceLoader}. */
  public KernelProvider() {}

  @Override
  public String name() {
    return KernelEngine.NAME;
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Optional<NetmapError> unavailability() {
    return Device.unavailability();
  }

  @Override
  public Engine engine() {
    return ENGINE;
  }
}
