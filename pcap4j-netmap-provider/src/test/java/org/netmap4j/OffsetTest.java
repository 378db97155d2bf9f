package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** Rings in which packets begin behind their buffers' start: NETMAP_REQ_OPT_OFFSETS. */
class OffsetTest {
  private static final int SLOTS = 8;
  private static final int BUFFER = 256;
  private static final int OFFSET = 64;

  /** The upper bits of ptr are not the offset's. */
  private static final long MASK = 0xffff;

  private static final long ELSE = 0x7654_3210_0000_0000L;

  private static ScriptedEngine engine() {
    return new ScriptedEngine(1, 1, SLOTS, BUFFER)
        .garble(port -> {
          port.rx(0).offsets(MASK, ELSE | OFFSET);
          port.tx(0).offsets(MASK, ELSE | OFFSET);
        });
  }

  @Test
  void packetsAreReadFromBehindTheirOffset() throws NetmapException {
    ScriptedEngine engine = engine();
    try (NetmapPort port = Ports.open(engine)) {
      RxRing ring = port.rxRings().getFirst();
      assertTrue(ring.offsets());
      ScriptedPort script = engine.last();
      script.rx(0).ptr(1, ELSE | 10); // VALE writes an offset of its own choice
      byte[][] sent = {packet(1, 60), packet(2, 61), packet(3, BUFFER - OFFSET)};
      script.arrive(0, sent);
      List<byte[]> batches = new ArrayList<>();
      assertEquals(3, ring.receive(0, batch -> batches.add(batch.bytes(0))));
      script.arrive(0, sent);
      List<byte[]> dispatched = new ArrayList<>();
      assertEquals(3, port.dispatch(0, packet -> dispatched.add(packet.bytes())));
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(sent[i], batches.get(i));
        assertArrayEquals(sent[i], dispatched.get(i));
      }
      script.arrive(0, sent[0]);
      Packet next = port.nextPacket();
      assertArrayEquals(sent[0], next == null ? new byte[0] : next.bytes());
      assertEquals(0, ring.malformed());
    }
  }

  @Test
  void aChainIsJoinedFromBehindEachOffset() throws NetmapException {
    ScriptedEngine engine = engine();
    try (NetmapPort port = Ports.open(engine)) {
      RawRing rx = engine.last().rx(0);
      rx.ptr(1, 0);
      rx.put(0, packet(1, BUFFER - OFFSET), 0x20);
      rx.put(1, packet(2, BUFFER), 0x20);
      rx.put(2, packet(3, 5), 0x40);
      rx.tail(3);
      int given =
          port.dispatch(
              0,
              packet -> {
                assertEquals(2 * BUFFER - OFFSET + 5, packet.length());
                assertEquals(1, packet.u8(BUFFER - OFFSET - 1));
                assertEquals(2, packet.u8(BUFFER - OFFSET));
                assertEquals(3, packet.u8(2 * BUFFER - OFFSET));
                assertEquals(0x40, packet.flags(), "those of the last slot");
              });
      assertEquals(1, given);
    }
  }

  @Test
  void whatReachesBeyondItsBufferIsMalformed() throws NetmapException {
    long[] offsets = {BUFFER - 59, BUFFER, BUFFER + 1, 0xffff, -1};
    for (long offset : offsets) {
      ScriptedEngine engine = engine();
      try (NetmapPort port = Ports.open(engine)) {
        engine.last().arrive(0, packet(1, 60), packet(2, 60));
        engine.last().rx(0).ptr(0, offset);
        assertEquals(1, port.dispatch(0, packet -> assertEquals(2, packet.u8(0))));
        assertEquals(1, port.rxRings().getFirst().malformed());
      }
    }
  }

  @Test
  void packetsAreInjectedBehindTheSlotsOffset() throws NetmapException {
    ScriptedEngine engine = engine();
    try (NetmapPort port = Ports.open(engine)) {
      RawRing tx = engine.last().tx(0);
      byte[] before = tx.get(0);
      assertTrue(port.inject(packet(7, 60)));
      assertArrayEquals(packet(7, 60), tx.get(0));
      assertEquals(ELSE | OFFSET, tx.ptr(0), "ptr is left as it is");
      tx.ptr(0, ELSE);
      assertArrayEquals(Arrays.copyOf(before, 60), tx.get(0), "nothing stands before the offset");
      tx.ptr(2, ELSE | 100);
      assertTrue(port.inject(packet(8, 2 * BUFFER)));
      assertEquals(BUFFER - OFFSET, tx.len(1));
      assertEquals(BUFFER - 100, tx.len(2));
      assertEquals(2 * BUFFER - (BUFFER - OFFSET) - (BUFFER - 100), tx.len(3));
      assertEquals(0, tx.flags(3));
      assertEquals("4,4,7", tx.indices());
    }
  }

  @Test
  void aPacketThatOffsetsLeaveNoRoomForWaitsOrIsRefused() throws NetmapException {
    ScriptedEngine engine = engine();
    try (NetmapPort port = Ports.open(engine)) {
      int most = (SLOTS - 1) * (BUFFER - OFFSET);
      NetmapError.PacketTooLarge error =
          refused(NetmapError.PacketTooLarge.class, () -> port.inject(new byte[most + 1]));
      assertEquals(most, error.limit());
      assertTrue(port.inject(new byte[most - 100]));
      assertEquals("7,7,7", engine.last().tx(0).indices());
    }
    try (NetmapPort port = Ports.open(engine)) {
      RawRing tx = engine.last().tx(0);
      tx.tail(2);
      assertFalse(port.inject(new byte[2 * BUFFER]), "two slots would do without offsets");
      assertEquals("0,0,2", tx.indices());
      tx.ptr(0, BUFFER);
      assertFalse(port.inject(new byte[60]), "no room at all in the first slot");
    }
  }

  @Test
  void whereEachSlotIsAPacketOneSlotIsTheLimit() throws NetmapException {
    ScriptedEngine engine = engine().maxTransmit(BUFFER);
    try (NetmapPort port = Ports.open(engine)) {
      assertTrue(port.inject(new byte[BUFFER - OFFSET]));
      NetmapError.PacketTooLarge error =
          refused(
              NetmapError.PacketTooLarge.class, () -> port.inject(new byte[BUFFER - OFFSET + 1]));
      assertEquals(BUFFER - OFFSET, error.limit());
    }
  }
}
