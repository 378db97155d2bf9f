package org.netmap4j.top.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a picture: a pure function of its arguments. */
@FunctionalInterface
public interface View {
  /**
   * The lines that the cursor moves on, {@code width} cells wide; none where there is no cursor.
   */
  default List<Row> rows(Shown shown, UiState state, int width) {
    return List.of();
  }

  /**
   * Draws onto an empty canvas.
   *
   * @param shown what to show; null while there is none yet
   */
  void render(@Nullable Shown shown, UiState state, Canvas canvas);
}
