package org.netmap4j.top.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.Taps;
import org.netmap4j.top.source.LiveTaps;

@Timeout(30)
class PacketWorkTest {
  private static final Snapshot DEMO =
      Samples.snapshots(
              Samples.reading(
                  1000, Samples.nic("demo0", null, Samples.ring(0, Direction.RX, 64, 0, 0, 0, 0))))
          .getFirst();

  @TempDir private Path folder;

  private static Taps demo() {
    return new LiveTaps(new SourceRequest(List.of(), "auto", null, 1, true, false));
  }

  /** As a signal has it: the thread that draws knows nothing of it, and no time is left after. */
  @Test
  void aRecordingThatIsEndedIsWholeAtOnce() throws Exception {
    Path file = folder.resolve("x.pcapng");
    try (PacketWork work = new PacketWork(demo())) {
      UiState state = work.follow(UiState.START.recordingTo(file.toString()), DEMO);
      while (work.recorded() == null || work.recorded().written() == 0) {
        Thread.sleep(10);
      }
      work.endRecording();
      assertEquals(TapView.State.ENDED, work.recorded().state());
      assertEquals(work.recorded().bytes(), Files.size(file));
      assertNull(work.recorded().trouble());
      state = work.follow(state, DEMO);
      assertNull(state.recordTo());
      assertNotNull(state.notice());
    }
  }

  @Test
  void whatCannotBeRecordedIsSaidAndNotKept() {
    UiState bad = UiState.START.recordingTo("x\0y");
    try (PacketWork work = new PacketWork(new FakeTaps())) {
      for (UiState state : List.of(work.follow(bad, DEMO), work.follow(bad, null))) {
        assertNull(state.recordTo(), "another file can be named");
        assertNotNull(state.notice());
        assertTrue(state.notice().alert());
      }
      assertNull(work.recorded());
    }
  }

  @Test
  void aTapThatIsRefusedIsNotStillOpening() {
    UiState asked = UiState.START.at(Page.PACKETS, null).filteredBy("bad");
    try (PacketWork work = new PacketWork(new FakeTaps())) {
      UiState state = work.follow(asked, DEMO);
      assertNotNull(state.notice());
      assertEquals(TapView.State.ENDED, work.view().state());
      assertEquals("filter: expected a primitive, found 'bad'", work.view().trouble());
      assertEquals(Samples.tap().state(), after(work, asked.filteredBy("udp")).state());
    }
  }

  private static TapView after(PacketWork work, UiState state) {
    assertNull(work.follow(state, DEMO).notice());
    return work.view();
  }
}
