package org.netmap4j.top.ui;

/**
 * The characters that draw; none of them says anything that ASCII cannot.
 *
 * @param eighths from an eighth of a cell, growing to the right, to a full one
 * @param levels from an eighth of a cell, growing upwards, to a full one
 * @param track an unused cell of a ring's map
 * @param held a cell of a ring's map whose slots hold packets
 * @param descending marks a column sorted downwards
 * @param ascending marks a column sorted upwards
 * @param rule a horizontal line
 * @param braille whether graphs are drawn by dots, two samples a cell
 */
public record Glyphs(
    String eighths,
    String levels,
    char track,
    char held,
    char descending,
    char ascending,
    char rule,
    boolean braille) {
  /** Block characters. */
  public static final Glyphs BLOCKS =
      new Glyphs("▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█", '·', '▒', '▼', '▲', '─', false);

  /** Block characters, and dots for graphs: twice as many samples in the same place. */
  public static final Glyphs BRAILLE =
      new Glyphs("▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█", '·', '▒', '▼', '▲', '─', true);

  /** For terminals that have nothing else. */
  public static final Glyphs ASCII = new Glyphs("|", "._-=+*#@", '.', '=', 'v', '^', '-', false);
}
