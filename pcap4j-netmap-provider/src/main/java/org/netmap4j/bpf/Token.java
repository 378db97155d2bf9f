package org.netmap4j.bpf;

/**
 * A word of a filter expression.
 *
 * @param kind what it is
 * @param text as it stands there; a name without the backslash before it
 * @param at where it begins
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    /** A word that the language knows. */
    WORD,
    /** A number, or a word for one. */
    NUMBER,
    /** A name. */
    NAME,
    /** Two to four numbers with dots between them. */
    DOTTED,
    DOTTED6,
    MAC,
    /** An ARCnet address. */
    ARCNET,
    SYMBOL,
    END
  }

  boolean is(Kind kind, String text) {
    return this.kind == kind && this.text.equals(text);
  }

  boolean word(String text) {
    return is(Kind.WORD, text);
  }

  boolean symbol(String text) {
    return is(Kind.SYMBOL, text);
  }
}
