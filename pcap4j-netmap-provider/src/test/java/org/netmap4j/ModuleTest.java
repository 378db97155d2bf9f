package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.EngineProvider;

/** The library as a named module and on the class path: both find the engine. */
class ModuleTest {
  private static final String NAME = "org.netmap4j";

  private static ModuleFinder finder() throws URISyntaxException {
    return ModuleFinder.of(
        Path.of(Netmap.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
  }

  private static ModuleDescriptor descriptor() throws URISyntaxException {
    return finder().find(NAME).map(ModuleReference::descriptor).orElseThrow();
  }

  @Test
  void needsNothingButTheJdksBase() throws URISyntaxException {
    ModuleDescriptor descriptor = descriptor();
    assertFalse(descriptor.isAutomatic());
    Set<String> atRunTime =
        descriptor.requires().stream()
            .filter(r -> !r.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .collect(Collectors.toSet());
    assertEquals(Set.of("java.base"), atRunTime);
  }

  @Test
  void nativeCallsAreNotExported() throws URISyntaxException {
    Set<String> exported = new TreeSet<>();
    descriptor().exports().forEach(e -> exported.add(e.source()));
    assertEquals(
        Set.of(
            NAME,
            NAME + ".bpf",
            NAME + ".engine",
            NAME + ".engine.embedded",
            NAME + ".engine.kernel",
            NAME + ".error",
            NAME + ".host",
            NAME + ".observe",
            NAME + ".pcap",
            NAME + ".savefile",
            NAME + ".swap",
            NAME + ".swap.backend"),
        exported);
    assertTrue(descriptor().packages().contains(NAME + ".ffi"));
  }

  @Test
  void asAModuleItFindsItsEngine()
      throws URISyntaxException, ReflectiveOperationException, IOException {
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(finder(), ModuleFinder.of(), List.of(NAME));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    Class<?> engines = layer.findLoader(NAME).loadClass(NAME + ".engine.Engines");
    assertTrue(engines.getModule().isNamed());
    assertNotNull(engines.getModule().getDescriptor());
    List<?> installed = (List<?>) engines.getMethod("installed").invoke(null);
    assertEquals(List.of("kernel", "embedded"), names(installed));
    for (Object provider : installed) {
      assertEquals(NAME, provider.getClass().getModule().getName());
    }
  }

  private static List<Object> names(List<?> providers)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    List<Object> names = new java.util.ArrayList<>();
    for (Object provider : providers) {
      names.add(provider.getClass().getMethod("name").invoke(provider));
    }
    return names;
  }

  @Test
  void onTheClassPathItFindsItsEngine() {
    assertFalse(EngineProvider.class.getModule().isNamed(), "this test runs on the class path");
    List<String> found =
        ServiceLoader.load(EngineProvider.class).stream()
            .map(provider -> provider.get().name())
            .toList();
    assertEquals(List.of("kernel", "embedded"), found);
  }
}
