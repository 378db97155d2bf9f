package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.error.NetmapException;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.RecordRequest;
import org.netmap4j.top.model.Recording;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.model.Tap;
import org.netmap4j.top.model.TapRequest;
import org.netmap4j.top.model.TapView;
import org.netmap4j.top.source.LiveTaps;

/** netmap-top's recordings of rings that pkt-gen has in the module. */
@Tag("kernel")
class RecordMonitorTest {
  private static final LiveTaps TAPS =
      new LiveTaps(new SourceRequest(List.of(), "auto", null, 1, false, false));
  private static final int RATE = 2000;

  @TempDir private Path folder;

  private static TapRequest of(String port, @Nullable Direction way, OptionalInt ring) {
    return new TapRequest(port, "", way, ring, "udp", TapRequest.MAX_SNAPLEN);
  }

  private static App generator(String nic, int packets) throws Exception {
    return App.start(
        List.of(),
        "pkt-gen",
        "-i",
        "netmap:" + nic,
        "-f",
        "tx",
        "-w",
        "0",
        "-R",
        "" + RATE,
        "-n",
        "" + packets,
        "-b",
        "16");
  }

  /** Whether somebody has it in netmap mode; asked by a monitor, which takes nothing. */
  private static boolean inNetmapMode(String nic) {
    try {
      Kernel.open("netmap:" + nic + "/rt").close();
      return true;
    } catch (NetmapException e) {
      return false;
    }
  }

  private static long received(String nic) throws IOException {
    return Long.parseLong(
        Files.readString(Path.of("/sys/class/net", nic, "statistics/rx_packets")).strip());
  }

  @Test
  void aRingInUseIsRecordedAndItsOwnerIsNotDisturbed() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[0];
    Path file = folder.resolve("m.pcapng");
    try (App app = generator(nic, 5 * RATE)) {
      for (int i = 0; i < 100 && !inNetmapMode(nic); i++) {
        Thread.sleep(100);
      }
      long written;
      try (Recording recording =
          TAPS.record(RecordRequest.into(file, of(nic, Direction.TX, OptionalInt.of(0))))) {
        assertEquals(0, app.end());
        assertTrue(recording.await(Duration.ofSeconds(30)), "it ends with what it watches");
        written = recording.view().written();
        assertEquals("monitor", recording.view().means());
        assertTrue(
            String.valueOf(recording.view().trouble()).contains(nic), recording.view().toString());
      }
      double rate = app.number("Sent .* in ([0-9.]+) seconds");
      assertTrue(rate < 5 * 1.25, "5 s of packets took " + rate);
      System.out.printf(
          "recorded %d of %d packets; pkt-gen took %.2f s%n", written, 5 * RATE, rate);
      assertTrue(written > RATE, written + " packets");
      try (SavefileReader in = Savefiles.open(file)) {
        long packets = 0;
        while (in.next()) {
          packets++;
          assertEquals(60, in.originalLength());
        }
        assertEquals(written, packets);
      }
    }
    assertFalse(inNetmapMode(nic));
  }

  /** Its packets come by packet sockets, and the host goes on with them. */
  @Test
  void aPortThatNobodyHasIsNeverPutIntoNetmapMode() throws Exception {
    Kernel.engine();
    String[] nics = Kernel.veth();
    Path file = folder.resolve("s.pcap");
    try (Recording recording =
            TAPS.record(RecordRequest.into(file, of(nics[1], null, OptionalInt.empty())));
        Tap tap = TAPS.open(of(nics[1], Direction.RX, OptionalInt.empty()))) {
      for (int i = 0; i < 400 && tap.view().state() == TapView.State.OPENING; i++) {
        Thread.sleep(50);
        assertFalse(inNetmapMode(nics[1]));
      }
      assertNull(tap.view().trouble());
      assertEquals("packet socket", tap.view().means(), tap.view().state().toString());
      long before = received(nics[1]);
      try (App app = generator(nics[0], 500)) {
        assertEquals(0, app.end());
      }
      for (int i = 0; i < 100 && tap.view().matched() < 500; i++) {
        Thread.sleep(50);
      }
      assertEquals(500, tap.view().matched());
      assertEquals(before + 500, received(nics[1]), "the host has its interface");
      assertFalse(inNetmapMode(nics[1]));
      assertTrue(tap.view().packets().getLast().text().contains("UDP"));
      Thread.ofPlatform().start(recording::close).join();
      assertTrue(recording.await(Duration.ofSeconds(10)));
      assertEquals(500, recording.view().written());
    }
    assertTrue(Files.size(file) > 500 * 60);
  }

  @Test
  void kernelOnlyRefusesWhatNobodyHas() throws Exception {
    Kernel.engine();
    String nic = Kernel.veth()[1];
    LiveTaps strict = new LiveTaps(new SourceRequest(List.of(), "kernel", null, 1, false, false));
    try (Tap tap = strict.open(of(nic, null, OptionalInt.empty()))) {
      for (int i = 0; i < 100 && tap.view().state() != TapView.State.ENDED; i++) {
        Thread.sleep(50);
      }
      String trouble = String.valueOf(tap.view().trouble());
      assertTrue(trouble.contains("nobody has it in netmap mode"), trouble);
    }
    assertFalse(inNetmapMode(nic));
  }
}
