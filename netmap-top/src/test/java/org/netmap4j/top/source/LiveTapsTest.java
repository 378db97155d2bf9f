package org.netmap4j.top.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.savefile.PcapHeader;
import org.netmap4j.savefile.PcapWriter;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;
import org.netmap4j.savefile.TimestampUnit;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.model.TapView.State;
import org.netmap4j.top.model.Taps;

/** Taps and recordings of generated and replayed packets, which need no rights. */
@Timeout(60)
class LiveTapsTest {
  private static final Taps DEMO =
      new LiveTaps(new SourceRequest(List.of(), "auto", null, 1, true, false));

  @TempDir private Path folder;

  private static TapRequest ring(String port, @Nullable Integer ring, String filter) {
    return new TapRequest(
        port,
        "",
        ring == null ? null : Direction.RX,
        ring == null ? OptionalInt.empty() : OptionalInt.of(ring),
        filter,
        TapRequest.SCREEN_SNAPLEN);
  }

  private static TapView await(Tap tap, Predicate<TapView> wanted) throws InterruptedException {
    for (int i = 0; i < 500 && !wanted.test(tap.view()); i++) {
      Thread.sleep(20);
    }
    assertTrue(
        wanted.test(tap.view()),
        String.valueOf(tap.view().state()) + tap.view().seen() + tap.view().trouble());
    return tap.view();
  }

  @Test
  void aRingsPacketsAndTalkersAreShown() throws Exception {
    try (Tap tap = DEMO.open(ring("demo0", 1, "udp and greater 300"))) {
      TapView view = await(tap, it -> it.packets().size() == TapView.PACKETS);
      assertEquals(State.OPEN, view.state());
      assertTrue(view.matched() < view.seen() && view.matched() >= TapView.PACKETS);
      assertNull(view.trouble());
      assertTrue(
          view.packets().stream()
              .allMatch(it -> it.ring() == 1 && it.length() >= 300 && it.captured() <= 256));
      assertEquals(view.matched(), view.packets().getLast().number());
      assertTrue(view.packets().getFirst().text().contains(": UDP "), view.toString());
      assertTrue(view.talkers().flows().size() > 1);
      assertEquals(view.lost() == 0 ? Label.EXACT : Label.INFERRED, view.label());
    }
  }

  @Test
  void whatCannotBeIsSaid() throws Exception {
    IOException e =
        assertThrows(IOException.class, () -> DEMO.open(ring("demo0", null, "tcp ort 5")));
    assertTrue(String.valueOf(e.getMessage()).contains("character 5"), e.getMessage());
    assertThrows(IOException.class, () -> DEMO.open(ring("demo0", null, "host a.name")));
    for (TapRequest request : List.of(ring("demo7", null, ""), ring("demo0", 9, ""))) {
      try (Tap tap = DEMO.open(request)) {
        TapView view = await(tap, it -> it.state() == State.ENDED);
        assertNotNull(view.trouble());
        assertTrue(view.trouble().contains("demo"), view.trouble());
      }
    }
  }

  /** Idle, a tap waits for packets; closing it does not wait for them. */
  @Test
  void anIdleTapIsClosedAtOnce() throws Exception {
    Tap tap = DEMO.open(ring("demo1", 1, ""));
    await(tap, it -> it.state() == State.OPEN);
    Thread.sleep(300);
    TapView before = tap.view();
    Thread closer = Thread.ofPlatform().start(tap::close);
    assertTrue(closer.join(Duration.ofSeconds(5)), "close does not wait");
    TapView ended = await(tap, it -> it.state() == State.ENDED);
    assertNull(ended.trouble());
    assertEquals(0, before.matched());
    assertSame(ended, tap.view());
    tap.close();
    for (int i = 0; i < 100 && threads("tap demo1") > 0; i++) {
      Thread.sleep(50);
    }
    assertEquals(0, threads("tap demo1"));
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().equals(name))
        .count();
  }

  private static long packets(Path file) throws IOException {
    long packets = 0;
    try (SavefileReader in = Savefiles.open(file)) {
      while (in.next()) {
        packets++;
      }
    }
    return packets;
  }

  @Test
  void aRecordingHasWhatItSays() throws Exception {
    Path file = folder.resolve("a.pcapng");
    RecordRequest request = RecordRequest.into(file, ring("demo0", null, "udp"));
    try (Recording recording = DEMO.record(request)) {
      while (recording.view().written() < 5000) {
        assertEquals(null, recording.failure());
        Thread.sleep(20);
      }
      Thread.ofPlatform().start(recording::close).join();
      assertTrue(recording.await(Duration.ofSeconds(10)));
      assertNull(recording.failure());
      assertEquals(State.ENDED, recording.view().state());
      assertEquals(recording.view().written(), packets(file));
      assertTrue(recording.view().bytes() <= Files.size(file));
    }
    try (Recording again = DEMO.record(request)) {
      assertTrue(again.await(Duration.ofSeconds(10)));
      assertTrue(String.valueOf(again.view().trouble()).contains("there already"));
      assertNotNull(again.failure());
    }
  }

  @Test
  void aSavefileIsReadThroughAFilterIntoAnother() throws Exception {
    Path from = folder.resolve("from.pcap");
    try (PcapWriter writer = PcapWriter.create(from, PcapHeader.ethernet(TimestampUnit.NANOS))) {
      for (int i = 0; i < 3000; i++) {
        byte[] packet = new byte[60 + i % 100];
        writer.write(1_700_000_000_000_000_000L + i, packet, 0, packet.length, packet.length);
      }
    }
    Taps taps =
        new LiveTaps(
            new SourceRequest(List.of(), "auto", from, Double.POSITIVE_INFINITY, false, false));
    Path to = folder.resolve("to.pcap");
    RecordRequest request =
        new RecordRequest(
            ring("from.pcap", null, "greater 110").withSnaplen(50),
            to,
            false,
            false,
            Long.MAX_VALUE,
            null,
            0,
            0);
    try (Recording recording = taps.record(request)) {
      assertTrue(recording.await(Duration.ofSeconds(30)), recording.view().toString());
      assertNull(recording.failure());
      assertEquals(1500, recording.view().written());
      assertEquals(3000, recording.view().seen());
    }
    try (SavefileReader in = Savefiles.open(to)) {
      assertTrue(in.next());
      assertEquals(1_700_000_000_000_000_050L, in.timestampNanos());
      assertEquals(110, in.originalLength());
      assertEquals(50, in.capturedLength());
    }
    assertEquals(1500, packets(to));
  }

  @Test
  void filesFollowOneAnother() throws Exception {
    RecordRequest request =
        new RecordRequest(
            ring("demo0", 0, ""), folder.resolve("r"), true, false, 20_000, null, 500_000, 3);
    try (Recording recording = DEMO.record(request)) {
      assertTrue(recording.await(Duration.ofSeconds(30)), recording.view().toString());
      assertNull(recording.failure());
      assertEquals(20_000, recording.view().written());
      assertTrue(recording.view().bytes() > 2_000_000, recording.view().toString());
      List<Path> files;
      try (var all = Files.list(folder)) {
        files = all.toList();
      }
      assertEquals(3, files.size());
      for (Path file : files) {
        assertTrue(packets(file) > 0);
      }
    }
  }

  @Test
  void aFullDiskIsSaidAndNothingIsCountedThatIsNotThere() throws Exception {
    RecordRequest request = RecordRequest.into(Path.of("/dev/full"), ring("demo0", null, ""));
    try (Recording recording = DEMO.record(request)) {
      assertTrue(recording.await(Duration.ofSeconds(30)), recording.view().toString());
      assertTrue(String.valueOf(recording.view().trouble()).contains("No space left"));
      assertEquals(0, recording.view().written());
    }
  }
}
