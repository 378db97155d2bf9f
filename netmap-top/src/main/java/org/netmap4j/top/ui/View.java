package org.netmap4j.top.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;

/** Draws a picture: a pure function of its arguments. */
@FunctionalInterface
public interface View {
  /**
   * The lines that the cursor moves on, {@code width} cells wide; none where there is no cursor.
   */
  default List<Row> rows(Snapshot snapshot, UiState state, int width) {
    return List.of();
  }

  /**
   * Draws onto an empty canvas.
   *
   * @param snapshot what to show; null while there is none yet
   */
  void render(@Nullable Snapshot snapshot, UiState state, Canvas canvas);
}
