package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** Many packets in one call: arrays, lists, and what a filler writes. */
class InjectBatchTest {
  private static final int SLOTS = 8;

  private NetmapPort port;
  private ScriptedPort script;
  private TxRing ring;

  @BeforeEach
  void open() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(2, 1, SLOTS, 2048);
    port = Ports.open(engine);
    script = engine.last();
    ring = port.txRings().getFirst();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private static byte[][] packets(int count, int length) {
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = packet(i + 1, length);
    }
    return packets;
  }

  private void assertQueued(byte[] packet, int slot) {
    assertArrayEquals(packet, script.tx(0).get(slot));
    assertEquals(0, script.tx(0).flags(slot));
  }

  @Test
  void aRangeOfAnArrayLiesInItsSlotsUnsent() throws NetmapException {
    script.tx(0).flags(1, 0x21);
    byte[][] packets = {packet(1, 10), packet(2, 60), packet(3, 2048), packet(4, 1), packet(5, 9)};
    assertEquals(3, ring.injectBatch(packets, 1, 3));
    assertEquals("3,3,7", script.tx(0).indices());
    for (int i = 0; i < 3; i++) {
      assertQueued(packets[1 + i], i);
    }
    assertEquals(0, script.txsyncs(), "it never syncs");
    assertEquals(0, ring.injectBatch(packets, 5, 0));
    assertEquals(0, ring.injectBatch(List.of(), 0, 0));
    assertEquals("3,3,7", script.tx(0).indices());
  }

  @Test
  void aFullRingTakesPartAndTheRestGoesOnLater() throws NetmapException {
    byte[][] packets = packets(100, 60);
    int done = 0;
    int slot = 0;
    for (int round = 0; done < packets.length; round++) {
      int taken =
          round % 2 == 0
              ? ring.injectBatch(packets, done, packets.length - done)
              : ring.injectBatch(List.of(packets), done, packets.length - done);
      assertEquals(Math.min(SLOTS - 1, packets.length - done), taken);
      if (taken == SLOTS - 1) {
        assertEquals(0, ring.injectBatch(packets, 0, 1), "full");
      }
      for (int i = 0; i < taken; i++) {
        assertQueued(packets[done + i], slot);
        slot = (slot + 1) % SLOTS;
      }
      done += taken;
      script.tx(0).tail((script.tx(0).head() + SLOTS - 1) % SLOTS);
      slot = script.tx(0).head();
    }
  }

  @Test
  void manyPacketsGoRoundALargeRing() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 0, 300, 128);
    try (NetmapPort large = Ports.open(engine)) {
      RawRing tx = engine.last().tx(0);
      byte[][] packets = packets(299, 100);
      for (int round = 0; round < 5; round++) {
        int first = tx.head();
        assertEquals(
            299,
            round % 2 == 0
                ? large.injectBatch(packets)
                : large.injectBatch(List.of(packets), 0, 299));
        for (int i = 0; i < 299; i++) {
          assertArrayEquals(packets[i], tx.get((first + i) % 300), "packet " + i);
        }
        tx.tail((tx.head() + 299) % 300);
      }
    }
  }

  @Test
  void aPortFillsOneRingAfterTheOther() throws NetmapException {
    byte[][] packets = packets(20, 60);
    assertEquals(14, port.injectBatch(packets));
    assertEquals("7,7,7", script.tx(0).indices());
    assertEquals("7,7,7", script.tx(1).indices());
    for (int i = 0; i < 7; i++) {
      assertQueued(packets[i], i);
      assertArrayEquals(packets[7 + i], script.tx(1).get(i));
    }
    assertEquals(0, port.injectBatch(packets, 14, 6));
    script.tx(0).tail(6);
    assertEquals(6, port.injectBatch(List.of(packets), 14, 6));
    assertQueued(packets[19], 4);
    refused(
        NetmapError.NoSuchRing.class,
        () -> {
          try (NetmapPort none = Ports.open(new ScriptedEngine(0, 1, SLOTS, 2048))) {
            none.injectBatch(packets);
          }
        });
  }

  @Test
  void longPacketsAreWholeOrNotThere() throws NetmapException {
    byte[][] packets = {packet(1, 60), packet(2, 5000), packet(3, 60), packet(4, 5000)};
    assertEquals(3, ring.injectBatch(packets));
    assertEquals("5,5,7", script.tx(0).indices());
    assertEquals(0x20, script.tx(0).flags(1));
    assertEquals(0x20, script.tx(0).flags(2));
    assertEquals(904, script.tx(0).len(3));
    assertQueued(packets[2], 4);
  }

  @Test
  void whatCanNeverBeSentEndsTheCallBehindThoseBefore() throws NetmapException {
    byte[][] packets = packets(9, 60);
    packets[3] = packet(1, 14_337);
    NetmapError.PacketTooLarge error =
        refused(NetmapError.PacketTooLarge.class, () -> ring.injectBatch(packets, 1, 8));
    assertEquals(2, error.queued());
    assertEquals(14_336, error.limit());
    assertEquals("2,2,7", script.tx(0).indices());
    assertQueued(packets[2], 1);

    byte[][] more = packets(9, 60);
    more[7] = packet(1, 14_337);
    error = refused(NetmapError.PacketTooLarge.class, () -> port.injectBatch(List.of(more), 0, 9));
    assertEquals(7, error.queued(), "of both rings");
    assertEquals("7,7,7", script.tx(0).indices());
    assertEquals("2,2,7", script.tx(1).indices());
    assertEquals(
        "send on vale0:p: packet of 14337 bytes, at most 14336 (the link's MTU and the ring's"
            + " size); the 7 before it are queued",
        error.message());
  }

  @Test
  void noBytesAndNoArrayAreNoPackets() throws NetmapException {
    byte[][] packets = packets(3, 60);
    packets[1] = new byte[0];
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> ring.injectBatch(packets));
    assertEquals("inject on vale0:p: packet 1 has 0 bytes", thrown.getMessage());
    assertEquals("1,1,7", script.tx(0).indices());
    byte[][] holes = new byte[3][];
    holes[0] = packet(1, 60);
    assertThrows(NullPointerException.class, () -> ring.injectBatch(holes));
    assertEquals("2,2,7", script.tx(0).indices());
    assertThrows(IndexOutOfBoundsException.class, () -> ring.injectBatch(packets, 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> port.injectBatch(List.of(), 0, 1));
  }

  @Test
  void aSlotWithoutABufferTakesNothing() throws NetmapException {
    script.tx(0).buf(2, 1_000_000);
    byte[][] packets = packets(5, 60);
    assertEquals(2, ring.injectBatch(packets));
    assertEquals("2,2,7", script.tx(0).indices());
    assertEquals(3, port.injectBatch(packets, 2, 3), "the other ring takes them");
    assertEquals("3,3,7", script.tx(1).indices());
  }

  @Test
  void aFillerWritesUntilItHasNoneLeft() throws NetmapException {
    List<Integer> heads = new ArrayList<>();
    int[] number = new int[1];
    int count =
        ring.fill(packet -> {
          heads.add(script.tx(0).head());
          if (number[0] < 3) {
            assertEquals(2048, packet.room());
            packet.put(0, packet(++number[0], 60));
            packet.u16(58, 0xcafe);
            packet.commit(60);
          }
        });
    assertEquals(3, count);
    assertEquals(List.of(0, 0, 0, 0), heads, "nobody is told before the end");
    assertEquals("3,3,7", script.tx(0).indices());
    byte[] second = packet(2, 60);
    second[58] = (byte) 0xca;
    second[59] = (byte) 0xfe;
    assertQueued(second, 1);
  }

  @Test
  void aFillerIsAskedUntilAllRingsAreFull() throws NetmapException {
    int[] number = new int[1];
    PacketFiller endless =
        packet -> {
          packet.put(0, packet(++number[0], 60));
          packet.commit(60);
        };
    assertEquals(14, port.fill(endless));
    assertEquals(14, number[0]);
    assertArrayEquals(packet(14, 60), script.tx(1).get(6));
    assertEquals(0, port.fill(endless));
    script.tx(1).tail(0);
    int[] left = {1};
    assertEquals(
        1,
        port.fill(packet -> {
          if (left[0]-- > 0) {
            packet.commit(9);
          }
        }));
    assertEquals(9, script.tx(1).len(7));
  }

  @Test
  void whatAFillerThrowsEndsTheCallBehindThoseBefore() throws NetmapException {
    Reservation[] kept = new Reservation[1];
    int[] number = new int[1];
    assertThrows(
        ArithmeticException.class,
        () ->
            ring.fill(packet -> {
              kept[0] = packet;
              packet.u8(0, 1);
              if (++number[0] == 3) {
                throw new ArithmeticException();
              }
              packet.commit(60);
            }));
    assertEquals("2,2,7", script.tx(0).indices());
    assertThrows(IllegalStateException.class, () -> kept[0].u8(0, 1));
    assertEquals(1, ring.injectBatch(packets(1, 60)), "the ring is free again");
  }

  @Test
  void withinAFillerTheRingIsReserved() throws NetmapException {
    assertThrows(IllegalStateException.class, () -> ring.fill(_ -> ring.inject(packet(1, 60))));
    assertEquals("0,0,7", script.tx(0).indices());
    Reservation mine = ring.reserve(60);
    assertNotNull(mine);
    assertThrows(IllegalStateException.class, () -> ring.fill(_ -> {}));
    mine.commit(60);
    assertEquals("1,1,7", script.tx(0).indices(), "it was left as it was");
  }

  @Test
  void closedWithinAFillerThePortEndsAfterIt() throws NetmapException {
    int count =
        ring.fill(packet -> {
          port.close();
          assertEquals(0, script.closes());
          if (script.tx(0).head() == 0) {
            packet.u8(0, 1);
          }
        });
    assertEquals(0, count);
    assertEquals(1, script.closes());
    refused(NetmapError.Closed.class, () -> ring.fill(_ -> {}));
    refused(NetmapError.Closed.class, () -> ring.injectBatch(packets(1, 60)));
    refused(NetmapError.Closed.class, () -> port.injectBatch(List.of(packets(1, 60)), 0, 1));
  }
}
