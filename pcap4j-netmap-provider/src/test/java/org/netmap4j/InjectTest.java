package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;
import org.netmap4j.scripted.ScriptedPort;

/** nm_inject and flush. */
class InjectTest {
  private static final int SLOTS = 8;

  private NetmapPort port;
  private ScriptedPort script;

  @BeforeEach
  void open() throws NetmapException {
    ScriptedEngine engine = new ScriptedEngine(2, 1, SLOTS, 2048);
    port = Ports.open(engine);
    script = engine.last();
  }

  @AfterEach
  void close() {
    port.close();
  }

  /** As if everything queued had been sent. */
  private void sendAll(int ring) {
    RawRing tx = script.tx(ring);
    tx.tail((tx.head() + SLOTS - 1) % SLOTS);
  }

  @Test
  void aPacketLiesInItsSlotUnsent() throws NetmapException {
    script.tx(0).flags(0, 0x21);
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    assertTrue(port.inject(bytes, 1, 4));
    assertEquals("1,1,7", script.tx(0).indices());
    assertArrayEquals(new byte[] {2, 3, 4, 5}, script.tx(0).get(0));
    assertEquals(0, script.tx(0).flags(0), "flags are written over");
    assertEquals(0, script.txsyncs(), "it never syncs");
    assertTrue(port.txRings().getFirst().inject(MemorySegment.ofArray(bytes)));
    assertArrayEquals(bytes, script.tx(0).get(1));
  }

  @Test
  void oneRingIsFilledBeforeTheNext() throws NetmapException {
    for (int i = 0; i < 2 * (SLOTS - 1); i++) {
      assertTrue(port.inject(packet(i, 60)));
    }
    assertEquals("7,7,7", script.tx(0).indices());
    assertEquals("7,7,7", script.tx(1).indices());
    assertEquals(6, script.tx(0).get(6)[0]);
    assertEquals(7, script.tx(1).get(0)[0]);
    assertFalse(port.inject(packet(1, 60)));
    assertFalse(port.inject(packet(1, 5000)));
    assertEquals(0, port.txRings().get(0).space());
    assertEquals(SLOTS - 1, port.txRings().get(1).pending());
    sendAll(0);
    sendAll(1);
    for (int i = 0; i < 50; i++) { // round and round
      assertTrue(port.inject(packet(i, 60)));
      sendAll(0);
      sendAll(1);
    }
  }

  @Test
  void longPacketsAreChains() throws NetmapException {
    byte[] bytes = new byte[5000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i / 20);
    }
    for (int round = 0; round < 20; round++) {
      RawRing tx = script.tx(0);
      int at = tx.head();
      assertTrue(port.inject(bytes));
      int[] lengths = {2048, 2048, 904};
      int done = 0;
      for (int length : lengths) {
        assertArrayEquals(java.util.Arrays.copyOfRange(bytes, done, done + length), tx.get(at));
        done += length;
        assertEquals(done < 5000 ? 0x20 : 0, tx.flags(at));
        at = (at + 1) % SLOTS;
      }
      assertEquals(at, tx.head());
      sendAll(0);
    }
  }

  @Test
  void slotsAreNeededAsNmInjectCountsThem() throws NetmapException {
    int[][] needs = {{1, 1}, {2047, 1}, {2048, 1}, {2049, 2}, {4096, 2}, {4097, 3}, {14_336, 7}};
    for (int[] need : needs) {
      int before = port.txRings().getFirst().pending();
      assertTrue(port.inject(packet(1, need[0])));
      assertEquals(need[1], port.txRings().getFirst().pending() - before, need[0] + " bytes");
      sendAll(0);
    }
  }

  @Test
  void whatCanNeverBeSentIsAnError() throws NetmapException {
    NetmapError.PacketTooLarge error =
        refused(NetmapError.PacketTooLarge.class, () -> port.inject(packet(1, 14_337)));
    assertEquals(14_336, error.limit());
    assertEquals(14_337, error.length());
    assertEquals("0,0,7", script.tx(0).indices());
    ScriptedEngine ethernet = new ScriptedEngine(1, 0, SLOTS, 2048).maxTransmit(1514);
    try (NetmapPort small = Ports.open(ethernet)) {
      assertTrue(small.inject(packet(1, 1514)));
      refused(NetmapError.PacketTooLarge.class, () -> small.inject(packet(1, 1515)));
      TxRing ring = small.txRings().getFirst();
      refused(
          NetmapError.PacketTooLarge.class,
          () -> ring.inject(MemorySegment.ofArray(packet(1, 1515))));
    }
  }

  @Test
  void noBytesAreNoPacketAlsoOnAFullRing() throws NetmapException {
    assertThrows(IllegalArgumentException.class, () -> port.inject(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> port.inject(new byte[9], 9, 0));
    for (int i = 0; i < 2 * (SLOTS - 1); i++) {
      assertTrue(port.inject(packet(i, 60)));
    }
    String full = script.tx(0).indices() + script.tx(1).indices();
    assertThrows(IllegalArgumentException.class, () -> port.inject(new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> port.txRings().get(1).inject(MemorySegment.ofArray(new byte[0])));
    assertEquals(full, script.tx(0).indices() + script.tx(1).indices());
  }

  @Test
  void rangesAreChecked() {
    byte[] bytes = new byte[10];
    int[][] wrong = {{-1, 5}, {0, 11}, {6, 5}, {0, -1}, {11, 0}, {5, Integer.MAX_VALUE}};
    for (int[] range : wrong) {
      assertThrows(IndexOutOfBoundsException.class, () -> port.inject(bytes, range[0], range[1]));
    }
  }

  @Test
  void withoutTransmitRingsItIsAnError() throws NetmapException {
    try (NetmapPort none = Ports.open(new ScriptedEngine(0, 1, SLOTS, 2048))) {
      refused(NetmapError.NoSuchRing.class, () -> none.inject(packet(1, 60)));
    }
  }

  @Test
  void aSlotWithoutABufferTakesNothing() throws NetmapException {
    script.tx(0).buf(0, 1);
    script.tx(1).buf(1, 1_000_000);
    assertTrue(port.inject(packet(1, 60)), "the other ring takes it");
    assertEquals("0,0,7", script.tx(0).indices());
    assertFalse(port.inject(packet(1, 60)));
    assertFalse(port.inject(packet(1, 5000)));
    assertEquals("1,1,7", script.tx(1).indices());
  }

  @Test
  void flushSyncsUntilAllIsSent() throws NetmapException {
    port.inject(packet(1, 60));
    port.inject(packet(2, 60));
    script.onTxsync(() -> { // one by one
      RawRing tx = script.tx(0);
      if ((tx.tail() + 1) % SLOTS != tx.head()) {
        tx.tail((tx.tail() + 1) % SLOTS);
      }
    });
    port.flush(Duration.ofSeconds(20));
    assertEquals(2, script.txsyncs());
    assertEquals(0, port.txRings().getFirst().pending());
  }

  @Test
  void flushEndsWhenTimeIsOver() throws NetmapException {
    port.inject(packet(1, 60));
    NetmapError.WouldBlock error =
        refused(NetmapError.WouldBlock.class, () -> port.flush(Duration.ofMillis(3)));
    assertEquals(3, error.waitedMillis());
    assertEquals(1, port.txRings().getFirst().pending(), "what is left stays");
    assertTrue(script.txsyncs() > 1);
    refused(NetmapError.WouldBlock.class, () -> port.flush(Duration.ZERO));
  }
}
