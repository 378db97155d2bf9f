package org.netmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;
import org.netmap4j.scripted.Seeds;

/** Packets by the batch: limits, chains, and slots that make no sense. */
class RxRingTest {
  private static final int SLOTS = 600;
  private static final int MORE = 0x20;

  private NetmapPort port;
  private RxRing ring;
  private RawRing raw;
  private ScriptedPort script;

  @BeforeEach
  void open() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(0, 1, SLOTS, 2048);
    port = Ports.open(engine);
    script = engine.last();
    ring = port.rxRings().getFirst();
    raw = script.rx(0);
  }

  @AfterEach
  void close() {
    port.close();
  }

  /** Puts slots behind the tail: each its fill, its length, its flags. */
  private void slots(int[]... slots) {
    int at = raw.tail();
    for (int[] slot : slots) {
      raw.put(at, packet(slot[0], slot[1]), slot[2]);
      at = (at + 1) % SLOTS;
    }
    raw.tail(at);
  }

  private List<byte[]> receive(int limit) throws NetmapException {
    List<byte[]> packets = new ArrayList<>();
    int given =
        ring.receive(
            limit,
            batch -> {
              for (int i = 0; i < batch.size(); i++) {
                packets.add(batch.bytes(i));
              }
            });
    assertEquals(packets.size(), given);
    assertEquals(raw.head(), raw.cur());
    return packets;
  }

  private List<byte[]> next() throws NetmapException {
    List<byte[]> packets = new ArrayList<>();
    for (Packet p = port.nextPacket(); p != null; p = port.nextPacket()) {
      packets.add(p.bytes());
    }
    return packets;
  }

  private static String shape(List<byte[]> packets) {
    StringBuilder text = new StringBuilder();
    packets.forEach(p -> text.append(p.length).append('x').append(p[0]).append(' '));
    return text.toString().strip();
  }

  @Test
  void limitsAreKeptOverBatches() throws NetmapException {
    int[][] many = new int[SLOTS - 1][];
    for (int i = 0; i < many.length; i++) {
      many[i] = new int[] {i % 100, 60, 0};
    }
    slots(many);
    assertEquals(SLOTS - 1, ring.available());
    assertEquals(1, receive(1).size());
    assertEquals(257, receive(257).size());
    assertEquals(258, raw.head());
    List<Integer> sizes = new ArrayList<>();
    assertEquals(SLOTS - 1 - 258, ring.receive(0, batch -> sizes.add(batch.size())));
    assertEquals(List.of(256, SLOTS - 1 - 258 - 256), sizes);
    assertEquals(0, ring.available());
    assertEquals(0, receive(0).size());
    assertEquals(0, script.rxsyncs());
  }

  @Test
  void aBatchIsReadInItsBoundsAndEndsWithItsCallback() throws NetmapException {
    slots(new int[] {7, 60, 0});
    PacketBatch[] kept = new PacketBatch[1];
    ring.receive(
        0,
        batch -> {
          kept[0] = batch;
          assertEquals(60, batch.length(0));
          assertEquals(0x07, batch.u8(0, 59));
          assertEquals(0x0707, batch.u16(0, 58));
          assertEquals(0x07070707, batch.i32(0, 1));
          assertEquals(0x0707070707070707L, batch.i64(0, 3));
          byte[] part = new byte[10];
          assertEquals(10, batch.copy(0, 5, part, 0));
          assertEquals(2, batch.copy(0, 58, part, 0));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.u8(0, 60));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.u8(0, -1));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.i64(0, 53));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.u8(1, 0));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.u8(-1, 0));
          assertThrows(IndexOutOfBoundsException.class, () -> batch.copy(0, 61, part, 0));
        });
    assertEquals(0, kept[0].size());
    assertThrows(IndexOutOfBoundsException.class, () -> kept[0].u8(0, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> kept[0].bytes(0));
  }

  @Test
  void aBatchWhoseHandlerThrewIsNotGivenAgain() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 60, 0});
    assertThrows(
        IllegalStateException.class,
        () ->
            ring.receive(
                0,
                batch -> {
                  throw new IllegalStateException("from the handler");
                }));
    assertEquals(2, raw.head());
    slots(new int[] {3, 60, 0});
    assertEquals("60x3", shape(receive(0)));
  }

  @Test
  void chainsAreJoined() throws NetmapException {
    int[][] slots = {
      {1, 60, 0}, {2, 2048, MORE}, {3, 2048, MORE}, {4, 904, 0}, {5, 61, 0}, {6, 1, MORE}, {7, 1, 0}
    };
    for (int round = 0; round < 200; round++) { // over the end of the ring too
      slots(slots);
      List<byte[]> packets = round % 2 == 0 ? receive(0) : next();
      assertEquals("60x1 5000x2 61x5 2x6", shape(packets));
      byte[] joined = packets.get(1);
      assertEquals(2, joined[2047]);
      assertEquals(3, joined[2048]);
      assertEquals(3, joined[4095]);
      assertEquals(4, joined[4096]);
      assertEquals(4, joined[4999]);
      assertArrayEquals(new byte[] {6, 7}, packets.get(3));
    }
    assertEquals(0, ring.malformed());
  }

  @Test
  void chainsCountAsOnePacketForLimits() throws NetmapException {
    slots(new int[] {1, 60, MORE}, new int[] {2, 60, 0}, new int[] {3, 60, 0});
    assertEquals("120x1", shape(receive(1)));
    assertEquals(2, raw.head());
    assertEquals("60x3", shape(receive(1)));
  }

  @Test
  void theLongestChainIsJoinedAndOneLongerIsMalformed() throws NetmapException {
    for (int fragments : new int[] {64, 65}) {
      int[][] chain = new int[fragments][];
      for (int i = 0; i < fragments; i++) {
        chain[i] = new int[] {9, 2048, i + 1 < fragments ? MORE : 0};
      }
      slots(chain);
      slots(new int[] {1, 60, 0});
      assertEquals(
          fragments == 64 ? "131072x9 60x1" : "60x1", shape(fragments == 64 ? receive(0) : next()));
    }
    assertEquals(1, ring.malformed());
  }

  @Test
  void flagsOfAVirtualSwitchAreNoChain() throws NetmapException {
    slots(new int[] {1, 60, 0x0100});
    Packet packet = port.nextPacket();
    assertNotNull(packet);
    assertEquals(0x0100, packet.flags() & 0xffff);
    assertNull(port.nextPacket());
  }

  @Test
  void slotsThatMakeNoSenseAreCountedAndSkipped() throws NetmapException {
    int buffers = 2 + SLOTS;
    int[] wrong = {0, 1, buffers, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    int expected = 0;
    for (int i = 0; i < 2 * wrong.length; i++) {
      int at = raw.tail();
      slots(new int[] {1, 60, 0}, new int[] {2, 60, 0}, new int[] {3, 60, 0});
      raw.buf((at + 1) % SLOTS, wrong[i / 2]);
      assertEquals("60x1 60x3", shape(i % 2 == 0 ? receive(0) : next()));
      assertEquals(++expected, ring.malformed());
    }
    int at = raw.tail();
    slots(new int[] {1, 60, 0}, new int[] {2, 60, 0});
    raw.len(at, 2049);
    assertEquals("60x2", shape(receive(0)));
    assertEquals(++expected, ring.malformed());
    at = raw.tail();
    slots(new int[] {1, 60, MORE}, new int[] {2, 60, 0}, new int[] {3, 60, 0});
    raw.buf((at + 1) % SLOTS, 1);
    assertEquals("60x3", shape(next()), "a chain with a bad slot is lost whole");
    assertEquals(++expected, ring.malformed());
  }

  @Test
  void aChainWithoutItsEndIsMalformed() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 60, MORE}, new int[] {3, 60, MORE});
    assertEquals("60x1", shape(receive(0)));
    assertEquals(3, raw.head());
    assertEquals(1, ring.malformed());
  }

  @Test
  void aTailOutsideTheRingIsNoPackets() throws NetmapException {
    for (int tail : new int[] {SLOTS, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      raw.tail(tail);
      assertEquals(0, ring.available());
      assertEquals(0, receive(0).size());
      assertNull(port.nextPacket());
      assertEquals(0, ring.skip());
      assertEquals(0, raw.head());
    }
  }

  @Test
  void packetsMatchFilters() throws NetmapException {
    slots(
        new int[] {1, 60, 0}, new int[] {2, 61, MORE}, new int[] {2, 70, 0}, new int[] {3, 62, 0});
    BpfFilter odd = BpfFilter.compile("len & 1 = 1");
    BpfFilter first = BpfFilter.compile("ether[0] = 3");
    List<Boolean> found = new ArrayList<>();
    ring.receive(
        0,
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            found.add(batch.matches(i, odd));
            found.add(batch.matches(i, first));
            assertThrows(IndexOutOfBoundsException.class, () -> batch.matches(-1, odd));
          }
        });
    assertEquals(List.of(false, false, true, false, false, true), found);
    slots(new int[] {1, 61, 0});
    assertEquals(1, port.dispatch(0, packet -> assertTrue(packet.matches(odd))));
  }

  @Test
  void skipGivesAllBack() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 60, MORE}, new int[] {3, 60, 0});
    assertEquals(3, ring.skip());
    assertEquals("3,3,3", raw.indices());
    assertEquals(0, ring.skip());
  }

  /** Random packets over random slots, against what was put in. */
  @Test
  void whatIsPutInComesOut() throws NetmapException {
    Random random = Seeds.random(RxRingTest.class);
    for (int round = 0; round < 2000; round++) {
      List<byte[]> expected = new ArrayList<>();
      for (int packets = random.nextInt(5); packets > 0; packets--) {
        byte[] packet = new byte[0];
        int fragments = random.nextInt(4) == 0 ? random.nextInt(1, 5) : 1;
        for (int i = 0; i < fragments; i++) {
          byte[] part = packet(random.nextInt(100), random.nextInt(1, 2049));
          int had = packet.length;
          packet = java.util.Arrays.copyOf(packet, had + part.length);
          System.arraycopy(part, 0, packet, had, part.length);
          slots(new int[] {part[0], part.length, i + 1 < fragments ? MORE : 0});
        }
        expected.add(packet);
      }
      List<byte[]> got = random.nextBoolean() ? receive(0) : next();
      assertArrayEquals(expected.toArray(), got.toArray());
    }
    assertEquals(0, ring.malformed());
  }

  /** Takes packets until {@code keep} are left of a batch; says how many the ring thinks. */
  private int leaving(int taken, List<Integer> fills) throws NetmapException {
    return ring.receive(
        0,
        batch -> {
          int most = Math.min(taken, batch.size());
          for (int i = 0; i < most; i++) {
            fills.add(batch.u8(i, 0));
          }
          if (most < batch.size()) {
            batch.leave(most);
          }
        });
  }

  @Test
  void whatABatchLeavesStaysInTheRing() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 60, 0}, new int[] {3, 60, 0});
    List<Integer> fills = new ArrayList<>();
    assertEquals(0, leaving(0, fills));
    assertEquals(0, raw.head());
    assertEquals(2, leaving(2, fills));
    assertEquals(2, raw.head());
    assertEquals(List.of(1, 2), fills);
    assertEquals(1, receive(0).size());
    assertEquals(3, raw.head());
  }

  @Test
  void soDoesAPacketOverSeveralSlotsAndWhatIsBehindTheRingsEnd() throws NetmapException {
    raw.tail(SLOTS - 2);
    ring.skip();
    slots(new int[] {1, 60, 0}, new int[] {2, 60, MORE}, new int[] {2, 60, 0});
    List<Integer> fills = new ArrayList<>();
    assertEquals(2, leaving(1, fills), "a batch of one, and one of a chain");
    slots(new int[] {3, 60, MORE}, new int[] {3, 60, 0}, new int[] {4, 60, 0});
    assertEquals(0, leaving(0, fills));
    assertEquals(1, raw.head());
    assertEquals(2, receive(0).size());
    assertEquals(4, raw.head());
    assertEquals(List.of(1, 2), fills);
  }

  @Test
  void whoThrowsSaysWhatIsLeft() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 60, 0}, new int[] {3, 60, 0});
    assertThrows(
        ArithmeticException.class,
        () ->
            ring.receive(
                0,
                batch -> {
                  assertThrows(IndexOutOfBoundsException.class, () -> batch.leave(3));
                  batch.leave(1);
                  throw new ArithmeticException();
                }));
    assertEquals(1, raw.head());
    assertThrows(
        ArithmeticException.class,
        () ->
            ring.receive(
                1,
                _ -> {
                  throw new ArithmeticException();
                }));
    assertEquals(2, raw.head());
    assertEquals(1, receive(0).size());
  }

  @Test
  void aBatchSaysWhereItsPacketsAreAndWhen() throws NetmapException {
    slots(new int[] {1, 60, 0}, new int[] {2, 61, 0});
    raw.ts(1_700_000_000L, 123_456);
    ring.receive(
        0,
        batch -> {
          assertEquals(ring, batch.ring());
          for (int i = 0; i < 2; i++) {
            assertEquals(i + 1, batch.memory().get(JAVA_BYTE, batch.start(i)));
            assertEquals(1_700_000_000_123_456_000L, batch.timestampNanos(i));
          }
        });
    assertEquals(false, ring.ownTimes());
  }
}
