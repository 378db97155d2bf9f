package org.netmap4j.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.bench.Listeners.Listener;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;

/** Java and C read the same of the same packets: else their times could not be compared. */
class SameWorkTest {
  /** So many rings that each slot is the first one once. */
  private static final int RINGS = BenchPort.SLOTS + 3;

  @TempDir Path folder;
  private final BenchPort port = new BenchPort();
  private final BenchPort other = new BenchPort();
  private final JavaRing java = new JavaRing(port, other);
  private Path library;
  private PeerRing peer;

  @BeforeEach
  void compile() throws Exception {
    library = folder.resolve("peer.so");
    String trouble = Peer.compile(library);
    assumeTrue(trouble == null, trouble);
    peer = new PeerRing(port, other, library);
  }

  @AfterEach
  void close() {
    java.close();
  }

  @Test
  void batchesAndCallbacks() throws Exception {
    Listener[] listeners = Listeners.of(4);
    for (int i = 0; i < RINGS; i++) {
      Listener listener = listeners[i % 4];
      listener.sum = 0;
      long sum = java.batch(listener);
      assertEquals(peer.dispatch(i % 4), sum, "ring " + i);
      assertNotEquals(0, sum);
    }
  }

  @Test
  void cursorAndCallbacks() throws Exception {
    Listener[] listeners = Listeners.of(4);
    for (int i = 0; i < RINGS; i++) {
      Listener listener = listeners[i % 4];
      listener.sum = 0;
      assertEquals(peer.dispatch(i % 4), java.cursor(listener), "ring " + i);
    }
  }

  @Test
  void oneByOneAndLoops() throws Exception {
    for (int i = 0; i < RINGS; i++) {
      long sum = java.nextPacket();
      assertEquals(i % 2 == 0 ? peer.nextpkt() : peer.loop(), sum, "ring " + i);
    }
  }

  @Test
  void injections() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(BenchPort.PACKETS, peer.injectLong());
      assertEquals(BenchPort.PACKETS, peer.injectShort());
      assertEquals(BenchPort.PACKETS, java.injectLong());
      assertArrayEquals(Frames.frame(1, Frames.LONG), port.sent(5));
      assertEquals(BenchPort.PACKETS, java.injectShort());
      assertEquals(BenchPort.PACKETS, java.batchInjectLong());
      assertArrayEquals(Frames.frame(1, Frames.LONG), port.sent(5));
      assertEquals(BenchPort.PACKETS, java.batchInjectShort());
    }
    for (int slot : new int[] {0, 1, BenchPort.SLOTS - 10}) {
      assertArrayEquals(Frames.frame(1, Frames.SHORT), port.sent(slot));
    }
  }

  @Test
  void forwards() throws Exception {
    for (int i = 0; i < RINGS; i++) {
      assertEquals(BenchPort.PACKETS, java.exchange());
      assertEquals(BenchPort.PACKETS, peer.exchange());
      assertArrayEquals(port.slots(true), port.slots(false), "ring " + i);
      assertEquals(BenchPort.PACKETS, java.copyAcross());
      byte[] copied = other.sent(i % BenchPort.SLOTS);
      assertEquals(Frames.SHORT, copied.length);
      other.wipe(i % BenchPort.SLOTS);
      assertEquals(BenchPort.PACKETS, peer.copyAcross());
      assertArrayEquals(copied, other.sent(i % BenchPort.SLOTS));
    }
  }

  @Test
  void pipes() throws Exception {
    int packets = 10_000;
    byte[] frame = Frames.frame(5, Frames.SHORT);
    MemorySegment outside = PeerPipe.packet(frame);
    EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
    try (Partner partner = new Partner();
        JavaPipe ours = new JavaPipe(engine, 1);
        PeerPipe theirs = new PeerPipe(engine, 2, library)) {
      for (int i = 0; i < 5; i++) {
        long sum = partner.together(() -> ours.send(frame, packets), () -> ours.receive(packets));
        assertEquals(packets * (17L + 40_005 + 5), sum);
        assertEquals(
            sum,
            partner.together(() -> theirs.send(outside, packets), () -> theirs.receive(packets)));
      }
    }
  }

  @Test
  void savefiles() throws Exception {
    PeerSavefile theirs = PeerSavefile.of(library);
    assumeTrue(theirs != null, "no libpcap");
    byte[] packet = Frames.frame(3, Frames.SHORT);
    Path file = folder.resolve("ours");
    MemorySegment inC = Arena.global().allocateFrom(file.toString());
    for (boolean pcapng : new boolean[] {false, true}) {
      assertEquals(1000, JavaSavefile.write(file, pcapng, packet, 1000));
      long sum = theirs.read(inC);
      assertNotEquals(-1, sum);
      assertEquals(sum, JavaSavefile.read(file, false));
      assertEquals(sum, JavaSavefile.read(file, true));
    }
    Path other = folder.resolve("theirs");
    JavaSavefile.write(file, false, packet, 1000);
    assertEquals(
        1000,
        theirs.write(Arena.global().allocateFrom(other.toString()), PeerPipe.packet(packet), 1000));
    assertEquals(JavaSavefile.read(file, false), JavaSavefile.read(other, false));
    assertEquals(Files.size(file), Files.size(other));
  }
}
