package org.netmap4j.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.googlecode.lanterna.TextColor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.top.config.Config;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.term.FakeDevice;
import org.netmap4j.top.term.TerminalTraits;
import org.netmap4j.top.term.TtyTerminal;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.Role;
import org.netmap4j.top.ui.Theme;
import picocli.CommandLine;

/** Who decides on colours and characters: the command line, the file, the environment. */
class AppearanceTest {
  private static Appearance appearance(Map<String, String> env, Config config, String... args) {
    Options options = new Options();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return Appearance.of(options, config, TerminalTraits.of(env));
  }

  private static Config config(ColorChoice color, GraphChoice graph) {
    return new Config(null, null, color, graph, Config.USUAL.start(), Config.USUAL.keys());
  }

  /** The bytes that colour an alert. */
  private static String alert(Appearance appearance) throws Exception {
    FakeDevice device = new FakeDevice();
    try (TtyTerminal terminal = TtyTerminal.on(device, appearance.traits())) {
      terminal.enterPrivateMode();
      int before = device.writes().size();
      TextColor color =
          new Theme(appearance.traits().depth()).cell('!', Role.ALERT).getForegroundColor();
      terminal.setForegroundColor(color);
      terminal.putString("!");
      terminal.flush();
      return device.writes().get(before).replace("\033[?2026h", "").replace("\033[?2026l", "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // --color, configuration, NO_COLOR, TERM, COLORTERM, bytes
    ", AUTO, , xterm, , [31m!",
    ", AUTO, , xterm-256color, , [38;5;166m!",
    ", AUTO, , xterm-256color, truecolor, [38;2;213;94;0m!",
    ", AUTO, 1, xterm-256color, truecolor, !",
    ", AUTO, , vt100, , !",
    "auto, MONO, , xterm, , [31m!",
    "mono, TRUE_COLOR, , xterm-256color, truecolor, !",
    "16, AUTO, 1, xterm-256color, , [31m!",
    "256, MONO, 1, xterm, , [38;5;166m!",
    "24bit, AUTO, 1, vt100, , [38;2;213;94;0m!",
    "24BIT, AUTO, , xterm, , [38;2;213;94;0m!",
    ", INDEXED256, 1, xterm, , [38;5;166m!",
    ", MONO, , xterm-256color, truecolor, !"
  })
  void theFlagWinsThenTheFileThenTheEnvironment(
      @Nullable String flag,
      ColorChoice file,
      @Nullable String noColor,
      String term,
      @Nullable String colorTerm,
      String bytes)
      throws Exception {
    Map<String, String> env = new HashMap<>(Map.of("TERM", term));
    if (noColor != null) {
      env.put("NO_COLOR", noColor);
    }
    if (colorTerm != null) {
      env.put("COLORTERM", colorTerm);
    }
    String[] args = flag == null ? new String[0] : new String[] {"--color", flag};
    assertEquals(
        bytes.replace("[", "\033["), alert(appearance(env, config(file, GraphChoice.AUTO), args)));
  }

  @ParameterizedTest
  @CsvSource({
    // --graph, configuration, LC_ALL, the fullest bar, what is sent
    ", AUTO, C.UTF-8, █, UTF-8",
    ", AUTO, C, |, US-ASCII",
    ", BRAILLE, C.UTF-8, █, UTF-8",
    "ascii, BRAILLE, C.UTF-8, |, US-ASCII",
    "block, AUTO, C, █, UTF-8",
    "braille, ASCII, C, █, UTF-8",
    "auto, ASCII, de_DE.utf8, █, UTF-8"
  })
  void dotsAreForThoseWhoAskForThem(
      @Nullable String flag, GraphChoice file, String locale, String full, String charset) {
    String[] args = flag == null ? new String[0] : new String[] {"--graph=" + flag};
    Appearance appearance =
        appearance(Map.of("TERM", "xterm", "LC_ALL", locale), config(ColorChoice.AUTO, file), args);
    String eighths = appearance.glyphs().eighths();
    assertEquals(full, eighths.substring(eighths.length() - 1));
    assertEquals(charset, appearance.traits().charset().name());
    boolean asked = flag == null ? file == GraphChoice.BRAILLE : flag.equals("braille");
    assertEquals(asked, appearance.glyphs().braille());
  }
}
