package org.netmap4j.top.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.ui.GraphChoice;
import org.netmap4j.top.ui.KeyMap;
import org.netmap4j.top.ui.UiState;

/**
 * What a user wants every time.
 *
 * @param delay seconds between samples; null for what is usual
 * @param engine the engine; null for the usual one
 * @param color the colours
 * @param graph the characters that draw
 * @param start what the screen shows first
 * @param keys what keys stand for
 */
public record Config(
    @Nullable Double delay,
    @Nullable String engine,
    ColorChoice color,
    GraphChoice graph,
    UiState start,
    KeyMap keys) {
  /** The shortest time between samples, in seconds. */
  public static final double MIN_DELAY = 0.01;

  /** The longest time between samples, in seconds. */
  public static final double MAX_DELAY = 86_400;

  /** The engines that can be asked for. */
  public static final List<String> ENGINES = List.of("auto", "kernel", "embedded");

  /** That of a user who has no file. */
  public static final Config USUAL =
      new Config(null, null, ColorChoice.AUTO, GraphChoice.AUTO, UiState.START, KeyMap.NONE);
}
