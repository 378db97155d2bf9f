package org.netmap4j.top.ui;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.RecordView;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.Taps;
import org.netmap4j.top.units.Si;

/**
 * The tap and the recording that the user's choices ask for: opened when they do, ended when they
 * no longer do. For the one thread that draws; nothing here waits.
 */
final class PacketWork implements AutoCloseable {
  private final Taps taps;
  private @Nullable TapRequest tapped;
  private @Nullable Tap tap;
  private @Nullable String recordTo;
  private @Nullable Recording recording;

  /** Whether the end of the recording has been told. */
  private boolean told;

  PacketWork(Taps taps) {
    this.taps = taps;
  }

  /** Does what the state asks for; the state with what there is to say about it. */
  UiState follow(UiState state, @Nullable Snapshot snapshot) {
    UiState next = state;
    try {
      record(state, snapshot);
      tap(state, snapshot);
    } catch (IOException | InvalidPathException e) {
      next = state.with(new UiState.Notice(String.valueOf(e.getMessage()), true));
    }
    RecordView recorded = recorded();
    if (recorded != null && recorded.state() == TapView.State.ENDED && !told) {
      told = true;
      next = next.recordingTo(null).with(end(recorded));
      recordTo = null;
    }
    return next;
  }

  private static UiState.Notice end(RecordView recorded) {
    String text =
        "%s packets recorded to %s, %s lost by the recording itself"
            .formatted(Si.exact(recorded.written()), recorded.file(), Si.exact(recorded.lost()));
    return recorded.trouble() == null
        ? new UiState.Notice(text, false)
        : new UiState.Notice(recorded.trouble() + "; " + text, true);
  }

  private void tap(UiState state, @Nullable Snapshot snapshot) throws IOException {
    if (!state.place().page().taps()) {
      end();
      return;
    }
    TapRequest wanted = snapshot == null ? null : request(state, snapshot);
    if (wanted != null && state.prompt() == null && !wanted.equals(tapped)) {
      end();
      tapped = wanted; // also when it cannot be had: it is not asked for again and again
      tap = taps.open(wanted);
    }
  }

  private void end() {
    if (tap != null) {
      tap.close();
    }
    tap = null;
    tapped = null;
  }

  private void record(UiState state, @Nullable Snapshot snapshot) throws IOException {
    if (Objects.equals(state.recordTo(), recordTo)) {
      return;
    }
    if (recording != null && !told) {
      recording.close(); // its last state stays
    }
    recordTo = state.recordTo();
    TapRequest what = snapshot == null ? null : request(state, snapshot);
    if (recordTo != null && what != null) {
      TapRequest whole = what.withSnaplen(TapRequest.MAX_SNAPLEN);
      told = false;
      recording = taps.record(RecordRequest.into(Path.of(recordTo), whole));
    }
  }

  /** The port or the ring that the user looks at; null when there is none. */
  private static @Nullable TapRequest request(UiState state, Snapshot snapshot) {
    Row.Id chosen = state.looksAt();
    Focus focus = Focus.of(snapshot, chosen);
    PortSnapshot port = focus.port();
    RingSnapshot ring = focus.ring();
    if (port == null) {
      return null;
    }
    TapRequest request =
        ring != null && Objects.equals(focus.ringId(), chosen)
            ? TapRequest.of(port, ring)
            : TapRequest.of(port);
    return state.place().page().taps() ? request.withFilter(state.place().filter()) : request;
  }

  /** What the tap has seen. */
  TapView view() {
    return tap == null ? TapView.OPENING : tap.view();
  }

  /** How far the recording is; null when there was none. */
  @Nullable RecordView recorded() {
    return recording == null ? null : recording.view();
  }

  @Override
  public void close() {
    end();
    if (recording != null) {
      recording.close();
    }
  }
}
