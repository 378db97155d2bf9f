package org.netmap4j.top.term;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What may be sent to the terminal, by the environment.
 *
 * @param dumb whether it cannot place a cursor
 * @param depth its colours
 * @param unicode whether it shows block characters
 */
public record TerminalTraits(boolean dumb, ColorDepth depth, boolean unicode) {

  /** Reads TERM, COLORTERM, NO_COLOR and the locale. */
  public static TerminalTraits of(Map<String, String> env) {
    String term = env.getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
    boolean dumb = term.isEmpty() || term.equals("dumb") || term.equals("unknown");
    return new TerminalTraits(dumb, depth(env, term), utf8(env) && !term.equals("linux"));
  }

  /** The same terminal, sent these instead. */
  public TerminalTraits with(ColorDepth newDepth, boolean newUnicode) {
    return new TerminalTraits(dumb, newDepth, newUnicode);
  }

  /** The character set for output. */
  public Charset charset() {
    return unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
  }

  private static ColorDepth depth(Map<String, String> env, String term) {
    String colorTerm = env.getOrDefault("COLORTERM", "").toLowerCase(Locale.ROOT);
    if (!env.getOrDefault("NO_COLOR", "").isEmpty() || term.startsWith("vt")) {
      return ColorDepth.MONO;
    }
    if (colorTerm.equals("truecolor") || colorTerm.equals("24bit") || term.endsWith("-direct")) {
      return ColorDepth.TRUE_COLOR;
    }
    boolean many =
        term.contains("256color")
            || Stream.of("kitty", "alacritty", "foot", "ghostty", "wezterm")
                .anyMatch(term::contains);
    return many ? ColorDepth.INDEXED256 : ColorDepth.ANSI16;
  }

  private static boolean utf8(Map<String, String> env) {
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(name -> env.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return locale.contains("utf-8") || locale.contains("utf8");
  }
}
