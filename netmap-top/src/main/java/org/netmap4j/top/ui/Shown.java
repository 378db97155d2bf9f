package org.netmap4j.top.ui;

import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.RecordView;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.TapView;

/**
 * What a frame is made of, beside the user's choices.
 *
 * @param snapshot the rings
 * @param tap the packets that are looked at; {@link TapView#OPENING} where none are
 * @param recording the recording that runs, or the last that did; null when there was none
 */
public record Shown(Snapshot snapshot, TapView tap, @Nullable RecordView recording) {
  /** Rings alone. */
  public Shown(Snapshot snapshot) {
    this(snapshot, TapView.OPENING, null);
  }
}
