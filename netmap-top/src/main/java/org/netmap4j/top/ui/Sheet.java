package org.netmap4j.top.ui;

/** A page that is made of lines: a pure function of its arguments. */
@FunctionalInterface
interface Sheet {
  /** Writes the page. */
  void write(Shown shown, UiState state, Focus focus, Lines to);
}
