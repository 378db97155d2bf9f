package org.netmap4j.top.term;

import org.jspecify.annotations.Nullable;

/** The colours that a user asks for. */
public enum ColorChoice {
  /** What the environment says. */
  AUTO("auto", null),
  /** None. */
  MONO("mono", ColorDepth.MONO),
  /** The sixteen of ANSI. */
  ANSI16("16", ColorDepth.ANSI16),
  /** The 256 of xterm. */
  INDEXED256("256", ColorDepth.INDEXED256),
  /** Red, green and blue, 24 bits. */
  TRUE_COLOR("24bit", ColorDepth.TRUE_COLOR);

  private final String text;
  private final @Nullable ColorDepth depth;

  ColorChoice(String text, @Nullable ColorDepth depth) {
    this.text = text;
    this.depth = depth;
  }

  /** The depth for a terminal; what is asked for wins over NO_COLOR, as no-color.org has it. */
  public ColorDepth depth(TerminalTraits traits) {
    return depth == null ? traits.depth() : depth;
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return text;
  }
}
