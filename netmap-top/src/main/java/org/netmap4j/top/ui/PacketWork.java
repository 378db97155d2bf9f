package org.netmap4j.top.ui;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
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
 * no longer do. For the one thread that draws; nothing waits but the end.
 */
final class PacketWork implements AutoCloseable {
  /** Within it a recording's file is whole, unless the disk stands still. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Taps taps;
  private @Nullable TapRequest tapped;
  private @Nullable Tap tap;

  /** Why the tap that was asked for cannot be had; null when it can. */
  private @Nullable TapView refused;

  private @Nullable String recordTo;
  private volatile @Nullable Recording recording;

  /** Whether the end of the recording has been told. */
  private boolean told;

  PacketWork(Taps taps) {
    this.taps = taps;
  }

  /** Does what the state asks for; the state with what there is to say about it. */
  UiState follow(UiState state, @Nullable Snapshot snapshot) {
    UiState next = record(state, snapshot);
    try {
      tap(state, snapshot);
    } catch (IOException e) {
      refused = TapView.refused(String.valueOf(e.getMessage()));
      next = next.with(alert(e));
    }
    RecordView recorded = recorded();
    if (recorded != null && recorded.state() == TapView.State.ENDED && !told) {
      told = true;
      next = next.recordingTo(null).with(end(recorded));
      recordTo = null;
    }
    return next;
  }

  private static UiState.Notice alert(Exception e) {
    return new UiState.Notice(String.valueOf(e.getMessage()), true);
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
    refused = null;
  }

  private UiState record(UiState state, @Nullable Snapshot snapshot) {
    String file = state.recordTo();
    if (Objects.equals(file, recordTo)) {
      return state;
    }
    Recording before = recording;
    if (before != null && !told) {
      before.close(); // its last state stays
    }
    recordTo = file;
    if (file == null) {
      return state;
    }
    try {
      recording = begin(file, snapshot == null ? null : request(state, snapshot));
      told = false;
      return state;
    } catch (IOException | InvalidPathException e) {
      recordTo = null;
      return state.recordingTo(null).with(alert(e));
    }
  }

  private Recording begin(String file, @Nullable TapRequest what) throws IOException {
    if (what == null) {
      throw new IOException("nothing is recorded: there is no port to look at");
    }
    TapRequest whole = what.withSnaplen(TapRequest.MAX_SNAPLEN);
    return taps.record(RecordRequest.into(Path.of(file), whole));
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
    if (tap != null) {
      return tap.view();
    }
    return refused == null ? TapView.OPENING : refused;
  }

  /** How far the recording is; null when there was none. */
  @Nullable RecordView recorded() {
    Recording now = recording;
    return now == null ? null : now.view();
  }

  /** Ends the recording, and waits until its file is whole. For any thread. */
  void endRecording() {
    Recording now = recording;
    if (now != null) {
      now.close();
      try {
        boolean _ = now.await(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    end();
    endRecording();
  }
}
