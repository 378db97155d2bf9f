package org.netmap4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Which engine is taken: by name, by property, by variable, by what there is. */
class EnginesTest {
  private @Nullable String property;

  @BeforeEach
  void keep() {
    property = System.getProperty(Engines.PROPERTY);
    System.clearProperty(Engines.PROPERTY);
  }

  @AfterEach
  void restore() {
    if (property != null) {
      System.setProperty(Engines.PROPERTY, property);
    } else {
      System.clearProperty(Engines.PROPERTY);
    }
  }

  @Test
  void theEmbeddedEngineIsFound() throws NetmapException {
    assertTrue(Engines.installed().stream().anyMatch(p -> p.name().equals("embedded")));
    assertSame(EmbeddedEngine.shared(), Engines.choose("embedded"));
    assertSame(EmbeddedEngine.shared(), Engines.choose("EMBEDDED"));
    assertEquals("embedded", Engines.choose("auto").name());
  }

  @Test
  void thePropertyChoosesWhereTheProgramDoesNot() throws NetmapException {
    for (String value : List.of("embedded", " Embedded ", "EMBEDDED", "auto", "", " ")) {
      System.setProperty(Engines.PROPERTY, value);
      assertEquals("embedded", Engines.choose().name(), "'" + value + "'");
    }
    System.setProperty(Engines.PROPERTY, "other");
    assertEquals("embedded", Engines.choose("embedded").name(), "the program goes before");
    NetmapException thrown = assertThrows(NetmapException.class, Engines::choose);
    assertTrue(thrown.error().message().contains("other"), thrown.error().message());
  }

  @Test
  void whatIsNotThereSaysWhatIs() {
    for (String name : List.of("none", "", "embedded2")) {
      NetmapException thrown = assertThrows(NetmapException.class, () -> Engines.choose(name));
      NetmapError.Unsupported error =
          assertInstanceOf(NetmapError.Unsupported.class, thrown.error());
      assertEquals(
          "engine '%s': not supported by this installation; take one of: auto, kernel, embedded"
              .formatted(name),
          error.message());
    }
  }

  /** The variable cannot be set in this process, so it is in another. */
  @Test
  void theVariableChoosesWhereThePropertyDoesNot() throws Exception {
    assertEquals("embedded", choiceOf("embedded"));
    assertEquals("embedded", choiceOf(" AUTO"));
    assertTrue(choiceOf("wrong").startsWith("engine 'wrong'"), choiceOf("wrong"));
    assertEquals("embedded", choiceOf("wrong", "-Dnetmap.engine=embedded"));
  }

  private static String choiceOf(String variable, String... options)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choice.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put(Engines.VARIABLE, variable);
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  /** Prints what is chosen from outside. */
  static final class Choice {
    private Choice() {}

    public static void main(String[] arguments) {
      try {
        System.out.println(Engines.choose().name());
      } catch (NetmapException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
