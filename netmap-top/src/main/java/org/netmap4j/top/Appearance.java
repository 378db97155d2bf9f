package org.netmap4j.top;

import org.netmap4j.top.config.Config;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.term.TerminalTraits;
import org.netmap4j.top.ui.Glyphs;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.KeyMap;
import org.netmap4j.top.ui.UiState;

/**
 * What the screen looks like, and how it begins.
 *
 * @param traits what is sent to the terminal
 * @param glyphs the characters that draw
 * @param keys what keys stand for
 * @param start what is shown first
 */
record Appearance(TerminalTraits traits, Glyphs glyphs, KeyMap keys, UiState start) {
  /** By the command line, else by the configuration, else by what the terminal is. */
  static Appearance of(Options options, Config config, TerminalTraits terminal) {
    ColorChoice color = options.color == null ? config.color() : options.color;
    GraphChoice graph = options.graph == null ? config.graph() : options.graph;
    boolean unicode = terminal.unicode();
    return new Appearance(
        terminal.with(color.depth(terminal), graph.unicode(unicode)),
        graph.glyphs(unicode),
        config.keys(),
        config.start());
  }
}
