package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;

/** Offsets and external memory where this engine does more than the module, or on its own NICs. */
class OffsetRulesTest {
  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private final Deque<NetmapPort> open = new ArrayDeque<>();

  @AfterEach
  void close() {
    open.forEach(NetmapPort::close);
    assertEquals(0, engine.ringsInUse());
  }

  private NetmapPort open(String name) throws NetmapException {
    NetmapPort port = Netmap.port(name).engine(engine).slots(8).open();
    open.push(port);
    return port;
  }

  private static byte[] packet(int number, int length) {
    byte[] packet = new byte[length];
    new Random(number).nextBytes(packet);
    packet[0] |= 1; // a group's address: a switch gives it to everybody
    return packet;
  }

  private static List<byte[]> receive(NetmapPort port) throws NetmapException {
    List<byte[]> found = new ArrayList<>();
    port.rxsync();
    port.dispatch(0, packet -> found.add(packet.bytes()));
    port.rxsync();
    return found;
  }

  private static void carries(NetmapPort from, NetmapPort to, int length) throws NetmapException {
    for (int i = 0; i < 20; i++) { // more than twice round the ring
      assertTrue(from.inject(packet(i, length)));
      from.txsync();
      List<byte[]> found = receive(to);
      assertEquals(1, found.size());
      assertArrayEquals(packet(i, length), found.getFirst(), "packet " + i);
      from.txsync();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', @offset=64",
    "@offset=64, ''",
    "@offset=64, @offset=512",
    "@offset=512, @offset=64",
    "@offset=512, '@offset:initial=63,bits=6'",
    "'@offset:initial=63,bits=6', @offset=512",
    "'', @offset=2048",
  })
  void endsOfAPipeThatDisagreeUnderstandEachOther(String one, String two) throws NetmapException {
    NetmapPort master = open("pp{1" + one);
    NetmapPort slave = open("pp}1" + two);
    carries(master, slave, 60);
    if (!two.endsWith("2048")) { // nothing can be sent from there
      carries(slave, master, 1400);
      carries(master, slave, 1400);
    }
  }

  @Test
  void whatDoesNotFitBehindTheReadersOffsetStaysWhereItIs() throws NetmapException {
    NetmapPort master = open("pp{1@offset=64");
    NetmapPort slave = open("pp}1@offset=512");
    carries(master, slave, 1984);
  }

  @Test
  void whatIsQueuedForALateReaderIsWhereHeLooks() throws NetmapException {
    NetmapPort master = open("pp{1@offset=64");
    for (int i = 0; i < 3; i++) {
      assertTrue(master.inject(packet(i, 100)));
    }
    master.txsync();
    List<byte[]> found = receive(open("pp}1@offset=128"));
    assertEquals(3, found.size());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(packet(i, 100), found.get(i));
    }
  }

  @Test
  void aZeroCopyMonitorFindsPacketsAtTheirBuffersStart() throws NetmapException {
    NetmapPort one = open("vale0:a@offset=64");
    NetmapPort two = open("vale0:b");
    NetmapPort monitor = open("vale0:a/z");
    carries(one, two, 200);
    List<byte[]> seen = receive(monitor);
    assertEquals(7, seen.size(), "as many as it has room for");
    for (byte[] packet : seen) {
      assertEquals(200, packet.length);
    }
    assertArrayEquals(packet(0, 200), seen.getFirst());
  }

  @Test
  void whatASwitchFindsNoRoomForBehindTheReceiversOffsetIsCounted() throws NetmapException {
    NetmapPort one = open("vale0:a");
    NetmapPort two = open("vale0:b@offset=1000");
    assertTrue(one.inject(packet(1, 1049)));
    assertTrue(one.inject(packet(2, 1048)));
    one.txsync();
    List<byte[]> found = receive(two);
    assertEquals(1, found.size());
    assertArrayEquals(packet(2, 1048), found.getFirst());
    assertEquals(
        Map.of(DropCause.TOO_LONG, 1L),
        two.counters(new RingId(RingKind.RX, 0)).orElseThrow().drops());
  }

  /** The same frames, whether they begin with their buffers or not, or take two of them. */
  @ParameterizedTest
  @CsvSource({"64, 1", "1000, 2", "1999, 30"})
  void aNicPutsFramesBehindOffsets(int offset, int slots) throws NetmapException {
    try (Opened plain = new Opened();
        Opened behind = new Opened()) {
      NetmapPort expected = Netmap.port("netmap:gen").engine(plain.engine).open();
      String name = "netmap:gen@offset=" + offset;
      NetmapPort found = Netmap.port(name).engine(behind.engine).open();
      try (expected;
          found) {
        int compared = 0;
        for (int i = 0; i < 50; i++) {
          plain.due(1);
          behind.due(1);
          byte[] frame = receive(expected).getFirst();
          List<byte[]> same = receive(found);
          if (slots == 1 || frame.length <= (long) (Opened.SLOTS - 1) * (2048 - offset)) {
            assertArrayEquals(frame, same.getFirst());
            compared++;
          } else {
            assertTrue(same.isEmpty(), "more slots than the ring has");
          }
        }
        assertTrue(compared > 10, "compared " + compared);
      }
    }
  }

  @Test
  void aPortThatIsOpenKeepsItsMemoryInsteadOfAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("memory");
    Files.write(file, new byte[10 << 20]);
    NetmapPort first = open("vale0:a");
    NetmapPort same = open("vale0:a@extmem=" + file);
    assertEquals(first.memId(), same.memId());
    assertEquals(0, Files.readAllBytes(file)[0]);
    NetmapPort other = open("vale0:b@extmem=" + file);
    assertEquals('v', Files.readAllBytes(file)[0]);
    carries(first, other, 300);
    carries(other, same, 300);
  }
}
