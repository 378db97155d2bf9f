package org.netmap4j.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Chooses an engine: by name, or by what the machine has. */
public final class Engines {
  /** The name that leaves the choice to the machine. */
  public static final String AUTO = "auto";

  /** The system property that chooses where the program does not. */
  public static final String PROPERTY = "netmap.engine";

  /** The environment variable that chooses where the property does not. */
  public static final String VARIABLE = "NETMAP_ENGINE";

  private static final System.Logger LOG = System.getLogger(Engines.class.getName());
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Engines() {}

  /** All engines of this installation, the preferred one first. */
  public static List<EngineProvider> installed() {
    return ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(EngineProvider::preference).reversed())
        .toList();
  }

  /**
   * The engine chosen from outside: by the system property {@value #PROPERTY}, else the environment
   * variable {@value #VARIABLE}, else {@value #AUTO}.
   */
  public static Engine choose() throws NetmapException {
    return choose(null);
  }

  /**
   * The engine of that name.
   *
   * @param name a name in any case, {@value #AUTO}, or null to look outside as {@link #choose()}
   *     does
   * @throws NetmapException there is none of that name, or it cannot be used here
   */
  public static Engine choose(@Nullable String name) throws NetmapException {
    String wanted = (name != null ? name : fromOutside()).toLowerCase(Locale.ROOT);
    List<EngineProvider> installed = installed();
    if (wanted.equals(AUTO)) {
      return automatic(installed);
    }
    for (EngineProvider provider : installed) {
      if (provider.name().equals(wanted)) {
        Optional<NetmapError> cause = provider.unavailability();
        if (cause.isPresent()) {
          throw new NetmapException(cause.get());
        }
        return provider.engine();
      }
    }
    throw new NetmapException(
        new NetmapError.Unsupported(
            "engine '" + wanted + "'",
            "this installation",
            "take one of: " + AUTO + ", " + names(installed)));
  }

  private static String fromOutside() {
    String property = System.getProperty(PROPERTY, "").strip();
    if (!property.isEmpty()) {
      return property;
    }
    String variable = System.getenv().getOrDefault(VARIABLE, "").strip();
    return variable.isEmpty() ? AUTO : variable;
  }

  private static Engine automatic(List<EngineProvider> installed) throws NetmapException {
    for (EngineProvider provider : installed) {
      if (provider.unavailability().isEmpty()) {
        if (SAID.compareAndSet(false, true)) {
          LOG.log(System.Logger.Level.INFO, "engine: {0}", provider.name());
        }
        return provider.engine();
      }
    }
    throw new NetmapException(
        new NetmapError.Unsupported(
            "netmap", "this installation", "no engine is usable of: " + names(installed)));
  }

  private static String names(List<EngineProvider> installed) {
    return installed.stream().map(EngineProvider::name).collect(Collectors.joining(", "));
  }
}
