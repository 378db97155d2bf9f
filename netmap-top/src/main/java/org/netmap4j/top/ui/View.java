package org.netmap4j.top.ui;

import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;

/** Draws a picture: a pure function of its arguments. */
@FunctionalInterface
public interface View {
  /**
   * Draws onto an empty canvas.
   *
   * @param snapshot what to show; null while there is none yet
   */
  void render(@Nullable Snapshot snapshot, UiState state, Canvas canvas);
}
