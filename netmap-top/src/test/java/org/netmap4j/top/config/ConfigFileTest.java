package org.netmap4j.top.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.KeyMap;
import org.netmap4j.top.ui.Page;
import org.netmap4j.top.ui.SortKey;
import org.netmap4j.top.ui.UiState;
import org.netmap4j.top.units.RateUnit;

class ConfigFileTest {
  @TempDir Path folder;

  private Config read(String text) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("config"), text);
    return ConfigFile.read(file.toString(), Map.of());
  }

  private String refused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("config"), bytes);
    return refused(file.toString());
  }

  private static String refused(String file) {
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(file, Map.of()));
    String message = String.valueOf(e.getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void everythingCanBeSet() throws Exception {
    Config config =
        read(
            """
            # what I want
            delay = 2.5
              engine=Embedded   # as root
            color = 256
            graph = braille\r
            units = wire
            sort = bit/s
            reverse = yes
            hide-idle = yes
            page = drops
            log-scale = yes
            link-scale = no

            map Q = q
            map F5 = Space  # a comment
            map Ctrl-n=Down
            map Alt-x = PageUp
            map # = =
            """);
    assertEquals(2.5, config.delay());
    assertEquals("embedded", config.engine());
    assertEquals(ColorChoice.INDEXED256, config.color());
    assertEquals(GraphChoice.BRAILLE, config.graph());
    UiState start = config.start();
    assertEquals(RateUnit.WIRE_BITS, start.unit());
    assertEquals(SortKey.BIT_RATE, start.order().key());
    assertTrue(start.order().reversed());
    assertTrue(start.order().hideIdle());
    assertEquals(Page.DROPS, start.place().page());
    assertEquals(new UiState.Scale(false, true), start.scale());
    assertEquals(
        List.of(
            new KeyMap.Entry(
                "Q", new KeyStroke('Q', false, false), "q", new KeyStroke('q', false, false)),
            new KeyMap.Entry(
                "F5",
                new KeyStroke(KeyType.F5, false, false, false),
                "Space",
                new KeyStroke(' ', false, false)),
            new KeyMap.Entry(
                "Ctrl-n",
                new KeyStroke('n', true, false),
                "Down",
                new KeyStroke(KeyType.ArrowDown, false, false, false)),
            new KeyMap.Entry(
                "Alt-x",
                new KeyStroke('x', false, true),
                "PageUp",
                new KeyStroke(KeyType.PageUp, false, false, false)),
            new KeyMap.Entry(
                "#", new KeyStroke('#', false, false), "=", new KeyStroke('=', false, false))),
        config.keys().entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing", "#", "  \t\r\n"})
  void nothingIsNothing(String text) throws Exception {
    assertEquals(Config.USUAL, read(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "delay = 0 | delay: expected 0.01 to 86400, found '0'",
        "delay = 1e9 | found '1e9'",
        "delay = NaN | found 'NaN'",
        "delay = -1 | found '-1'",
        "delay = | expected name = value, map KEY = KEY or # comment, found 'delay ='",
        "delay 5 | found 'delay 5'",
        "delay = 1 2 | expected name = value",
        "= 1 | expected name = value",
        "dealy = 5 | expected one of delay, engine, color",
        "color = 8 | color: expected auto, mono, 16, 256 or 24bit, found '8'",
        "graph = dots | graph: expected auto, braille, block or ascii, found 'dots'",
        "units = bit | units: expected bits, bytes or wire, found 'bit'",
        "sort = name | sort: expected ring, pkt/s, bit/s, packets, bytes, drops or used",
        "reverse = 1 | reverse: expected yes or no, found '1'",
        "page = 3 | page: expected overview, port, ring, host, drops, memory, doctor",
        "map Foo = q | map: expected a character, F1 to F12",
        "map q = Ctrl-i | found 'Ctrl-i'",
        "map F13 = q | found 'F13'",
        "map Ctrl-c = q | Ctrl-c always quits",
        "map q | expected name = value, map KEY = KEY or # comment, found 'map q'",
        "map q = | found 'map q ='",
        "map = q | expected one of delay"
      })
  void aBadLineIsNamed(String line, String expected) throws Exception {
    String message = refused(("# first\n" + line + "\n").getBytes(StandardCharsets.UTF_8));
    assertTrue(message.startsWith(folder.resolve("config") + ", line 2: "), message);
    assertTrue(message.contains(expected), message);
    assertTrue(message.endsWith("; mend it, or run with --config none"), message);
  }

  @Test
  void nothingIsSaidTwice() throws Exception {
    assertTrue(
        refused("sort = used\n\nsort = used".getBytes(StandardCharsets.UTF_8))
            .contains("line 3: sort is set in line 1 already"));
    assertTrue(
        refused("map a = q\nmap a = w".getBytes(StandardCharsets.UTF_8))
            .contains("line 2: map: 'a' is mapped in line 1 already"));
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    assertTrue(refused(new byte[] {'#', '\n', (byte) 0xFF, 'x'}).contains("line 2: expected text"));
    assertTrue(refused(new byte[] {'a', 0, 'b'}).contains("line 1: expected text"));
    assertTrue(refused(new byte[64 * 1024 + 1]).contains("expected at most 65536 bytes"));
    String longest = "x".repeat(60_000);
    assertTrue(refused(longest.getBytes(StandardCharsets.UTF_8)).length() < 300);
    assertTrue(refused("/dev/zero").contains("expected at most 65536 bytes"));
    assertTrue(refused(folder.toString()).contains("expected a file, found a directory"));
    assertTrue(refused(folder.resolve("x").toString()).contains("no such file"));
    assertTrue(refused("a\0b").contains("--config: expected a file's name"));
    assertTrue(refused("/proc/self/mem").contains("/proc/self/mem: Input/output error"));
  }

  @Test
  void isFoundWhereTheXdgSpecificationHasIt() throws Exception {
    Path xdg = Files.createDirectories(folder.resolve("xdg/netmap-top"));
    Path home = Files.createDirectories(folder.resolve("home/.config/netmap-top"));
    Files.writeString(xdg.resolve("config"), "delay = 1");
    Files.writeString(home.resolve("config"), "delay = 2");
    String atHome = folder.resolve("home").toString();
    assertEquals(
        1.0,
        ConfigFile.read(
                null, Map.of("XDG_CONFIG_HOME", folder.resolve("xdg").toString(), "HOME", atHome))
            .delay());
    assertEquals(
        2.0, ConfigFile.read(null, Map.of("XDG_CONFIG_HOME", "xdg", "HOME", atHome)).delay());
    assertNull(ConfigFile.read("none", Map.of("HOME", atHome)).delay());
    assertNull(ConfigFile.read(null, Map.of()).delay());
    assertNull(ConfigFile.read(null, Map.of("HOME", "/dev/null")).delay());
    assertNull(ConfigFile.read(null, Map.of("HOME", folder.resolve("x").toString())).delay());
  }
}
