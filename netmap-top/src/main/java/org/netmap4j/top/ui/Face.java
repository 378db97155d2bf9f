package org.netmap4j.top.ui;

/**
 * How a run meets its user.
 *
 * @param view what is drawn
 * @param theme what it looks like
 * @param keys what keys stand for, outside of a line that is typed
 * @param start what is shown first
 */
public record Face(View view, Theme theme, KeyMap keys, UiState start) {
  /** That of a user who has chosen nothing. */
  public Face(View view, Theme theme) {
    this(view, theme, KeyMap.NONE, UiState.START);
  }
}
