package org.netmap4j.top.ui;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.RecordView;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.Taps;

/** Taps that see always the same, and say what was asked of them. */
final class FakeTaps implements Taps {
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private static String name(TapRequest request) {
    return request.port()
        + " "
        + (request.direction() == null ? "*" : request.direction().text())
        + " "
        + request.ring()
        + " "
        + request.filter();
  }

  @Override
  public Tap open(TapRequest request) throws IOException {
    if (request.filter().contains("bad")) {
      throw new IOException("filter: expected a primitive, found 'bad'");
    }
    asked.add("open " + name(request));
    return new Tap() {
      @Override
      public TapView view() {
        return Samples.tap();
      }

      @Override
      public void close() {
        asked.add("close " + name(request));
      }
    };
  }

  @Override
  public Recording record(RecordRequest request) {
    asked.add("record " + name(request.what()) + "to " + request.file());
    return new Recording() {
      private volatile TapView.State state = TapView.State.OPEN;

      @Override
      public RecordView view() {
        String file = String.valueOf(request.file());
        return new RecordView(state, "packet socket", file, 9, 9, 9, 999, 0, null);
      }

      @Override
      public boolean await(Duration patience) {
        return state == TapView.State.ENDED;
      }

      @Override
      public @Nullable Throwable failure() {
        return null;
      }

      @Override
      public void close() {
        state = TapView.State.ENDED;
        asked.add("end " + name(request.what()));
      }
    };
  }
}
