package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** nm_dispatch and nm_nextpkt: which packets, in which order, how often. */
class DispatchTest {
  private NetmapPort port;
  private ScriptedPort script;

  @BeforeEach
  void open() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(1, 3, 8, 2048);
    port = Ports.open(engine);
    script = engine.last();
  }

  @AfterEach
  void close() {
    port.close();
    assertEquals(1, script.closes());
  }

  private void arrive(int ring, int... fills) {
    for (int fill : fills) {
      script.arrive(ring, packet(fill, 60));
    }
  }

  private String dispatch(int limit) throws NetmapException {
    StringBuilder seen = new StringBuilder();
    int given =
        port.dispatch(
            limit,
            p ->
                seen.append(p.ring().index())
                    .append(':')
                    .append(p.u8(0))
                    .append(p.more() ? "+ " : ". "));
    String text = seen.toString().strip();
    assertEquals(text.isEmpty() ? 0 : text.split(" ").length, given);
    return text;
  }

  @Test
  void ringAfterRingAndTheLastHasNoMore() throws NetmapException {
    assertEquals("", dispatch(0));
    arrive(0, 1, 2);
    arrive(2, 3);
    assertEquals("0:1+ 0:2+ 2:3.", dispatch(0));
    assertEquals("", dispatch(-1));
    assertEquals("2,2,2", script.rx(0).indices(), "head and cur go on");
    assertEquals("1,1,1", script.rx(2).indices());
    assertEquals(0, script.rxsyncs(), "it never syncs");
  }

  @Test
  void theLimitHoldsAndTheRingGoesOnWhereItStood() throws NetmapException {
    arrive(0, 1, 2, 3);
    arrive(1, 4, 5);
    assertEquals("0:1+ 0:2.", dispatch(2));
    assertEquals("2,2,3", script.rx(0).indices());
    assertEquals("0:3+ 1:4.", dispatch(2));
    arrive(0, 6);
    assertEquals("1:5+ 0:6.", dispatch(9), "round from the ring used last");
  }

  @Test
  void indicesWrap() throws NetmapException {
    for (int i = 0; i < 50; i++) {
      arrive(1, i, i + 50, i + 100);
      assertEquals("1:%d+ 1:%d+ 1:%d.".formatted(i, i + 50, i + 100), dispatch(0));
    }
    assertEquals("6,6,6", script.rx(1).indices());
  }

  @Test
  void whatAHandlerThrewAtIsNotGivenAgain() throws NetmapException {
    arrive(0, 1, 2, 3);
    List<Integer> seen = new ArrayList<>();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                port.dispatch(
                    0,
                    p -> {
                      seen.add(p.u8(0));
                      if (p.u8(0) == 2) {
                        throw new IllegalStateException("from the handler");
                      }
                    }));
    assertEquals("from the handler", thrown.getMessage());
    assertEquals(List.of(1, 2), seen);
    assertEquals("2,2,3", script.rx(0).indices(), "published also then");
    assertEquals("0:3.", dispatch(0));
  }

  @Test
  void nextPacketGoesThroughTheRings() throws NetmapException {
    arrive(0, 1);
    arrive(1, 2, 3);
    StringBuilder seen = new StringBuilder();
    for (Packet p = port.nextPacket(); p != null; p = port.nextPacket()) {
      seen.append(p.ring()).append('=').append(p.u8(59)).append(' ');
      assertEquals(60, p.length());
    }
    assertEquals("rx 0=1 rx 1=2 rx 1=3 ", seen.toString());
    assertEquals("2,2,2", script.rx(1).indices(), "given back at once");
    assertNull(port.nextPacket());
  }

  @Test
  void aPacketIsReadInNetworkOrderAndInItsBounds() throws NetmapException {
    byte[] bytes = new byte[20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xf0 + i);
    }
    script.rx(0).ts(1_700_000_000, 999_999);
    script.arrive(0, bytes);
    Packet packet = port.nextPacket();
    assertNotNull(packet);
    assertEquals(1_700_000_000_999_999L, packet.timestampMicros());
    assertEquals(0xf1, packet.u8(1));
    assertEquals(0xf1f2, packet.u16(1));
    assertEquals(0xf1f2f3f4, packet.i32(1));
    assertEquals(0xf1f2f3f4f5f6f7f8L, packet.i64(1));
    assertEquals(0xfc, packet.u16(12) >> 8);
    assertArrayEquals(bytes, packet.bytes());
    byte[] part = new byte[8];
    assertEquals(5, packet.copyTo(part, 3));
    assertArrayEquals(
        new byte[] {0, 0, 0, (byte) 0xf0, (byte) 0xf1, (byte) 0xf2, (byte) 0xf3, (byte) 0xf4},
        part);
    assertEquals(0xf0f1, packet.buffer().getShort() & 0xffff);
    assertEquals(20, packet.segment().byteSize());
    for (int offset : new int[] {-1, 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> packet.u8(offset));
    }
    for (int offset : new int[] {-1, 13, 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> packet.i64(offset));
    }
  }

  @Test
  void aPacketKeptFromAHandlerIsEmpty() throws NetmapException {
    arrive(0, 1);
    Packet[] kept = new Packet[1];
    port.dispatch(0, p -> kept[0] = p);
    assertEquals(0, kept[0].length());
    assertThrows(IndexOutOfBoundsException.class, () -> kept[0].u8(0));
  }

  @Test
  void withoutReceiveRingsThereIsNothing() throws NetmapException {
    try (NetmapPort none = Ports.open(new ScriptedEngine(1, 0, 8, 2048))) {
      assertNull(none.nextPacket());
      assertEquals(0, none.dispatch(0, p -> {}));
      assertTrue(none.rxRings().isEmpty());
    }
  }
}
