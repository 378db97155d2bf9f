package org.netmap4j.top.ui;

/** The characters that a user asks to have drawn with. */
public enum GraphChoice {
  /** Blocks in UTF-8, else ASCII: not every font has dots. */
  AUTO("auto"),
  /** Dots for graphs, blocks for the rest. */
  BRAILLE("braille"),
  /** Blocks. */
  BLOCK("block"),
  /** ASCII alone. */
  ASCII("ascii");

  private final String text;

  GraphChoice(String text) {
    this.text = text;
  }

  /**
   * Whether more than ASCII is sent.
   *
   * @param unicode whether the terminal seems to show it
   */
  public boolean unicode(boolean unicode) {
    return this == AUTO ? unicode : this != ASCII;
  }

  /**
   * What is drawn with.
   *
   * @param unicode whether the terminal seems to show more than ASCII
   */
  public Glyphs glyphs(boolean unicode) {
    if (!unicode(unicode)) {
      return Glyphs.ASCII;
    }
    return this == BRAILLE ? Glyphs.BRAILLE : Glyphs.BLOCKS;
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    return text;
  }
}
