package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.ScriptedEngine;

/** Packets written in place. */
class ReservationTest {
  private static final int SLOTS = 8;

  private ScriptedEngine engine;
  private NetmapPort port;
  private TxRing ring;
  private RawRing raw;

  @BeforeEach
  void open() throws NetmapException {
    engine = new ScriptedEngine(1, 1, SLOTS, 2048);
    port = Ports.open(engine);
    ring = port.txRings().getFirst();
    raw = engine.last().tx(0);
  }

  @AfterEach
  void close() {
    port.close();
  }

  private Reservation reserve(int length) throws NetmapException {
    Reservation reserved = ring.reserve(length);
    assertNotNull(reserved);
    return reserved;
  }

  @Test
  void whatIsWrittenIsQueuedByCommit() throws NetmapException {
    raw.flags(0, 0x21);
    Reservation packet = reserve(64);
    assertEquals(64, packet.room());
    packet.u8(0, 0x1ff);
    packet.u16(1, 0x12345);
    packet.i32(3, 0x01020304);
    packet.i64(7, 0x0807060504030201L);
    packet.put(15, new byte[] {9, 8, 7, 6}, 1, 2);
    packet.put(17, new byte[] {5, 4});
    packet.put(19, MemorySegment.ofArray(new byte[] {3, 2}));
    assertEquals("0,0,7", raw.indices());
    port.txsync();
    assertEquals("0,0,7", raw.indices(), "a sync sends nothing of it");
    packet.commit(21);
    assertEquals("1,1,7", raw.indices());
    assertEquals(0, raw.flags(0));
    byte[] bytes = {-1, 0x23, 0x45, 1, 2, 3, 4, 8, 7, 6, 5, 4, 3, 2, 1, 8, 7, 5, 4, 3, 2};
    assertArrayEquals(bytes, raw.get(0));
  }

  @Test
  void theRingGoesRoundAndFull() throws NetmapException {
    Reservation first = reserve(60);
    first.abandon();
    for (int i = 0; i < 5 * SLOTS; i++) {
      Reservation packet = reserve(60);
      assertSame(first, packet, "nothing is allocated");
      packet.put(0, packet(i, 60));
      packet.commit(60);
      assertArrayEquals(packet(i, 60), raw.get(i % SLOTS));
      assertEquals((i + 1) % SLOTS, raw.head());
      if (i % 2 == 0) {
        assertTrue(ring.inject(packet(++i, 60)), "inject goes on where it ended");
        assertArrayEquals(packet(i, 60), raw.get(i % SLOTS));
      }
      raw.tail((raw.head() + SLOTS - 1) % SLOTS);
    }
    raw.tail(raw.head());
    assertNull(ring.reserve(60));
    assertFalse(ring.inject(packet(1, 60)));
  }

  @Test
  void afterCommitInjectSeesThatTheRingIsFull() throws NetmapException {
    raw.tail(1);
    reserve(60).commit(60);
    assertFalse(ring.inject(packet(1, 60)));
    assertEquals(0, ring.injectBatch(new byte[][] {packet(1, 60)}));
    assertEquals("1,1,1", raw.indices());
  }

  @Test
  void whatIsAbandonedIsNeverSent() throws NetmapException {
    Reservation packet = reserve(60);
    packet.put(0, packet(7, 60));
    packet.abandon();
    packet.abandon();
    assertEquals("0,0,7", raw.indices());
    assertThrows(IllegalStateException.class, () -> packet.commit(60));
    assertTrue(ring.inject(packet(1, 60)));
    assertArrayEquals(packet(1, 60), raw.get(0));
    assertWritesThrow(packet);
    assertArrayEquals(packet(1, 60), raw.get(0));
  }

  private static void assertWritesThrow(Reservation packet) {
    List<Executable> writes =
        List.of(
            () -> packet.u8(0, 9),
            () -> packet.u16(0, 9),
            () -> packet.i32(0, 9),
            () -> packet.i64(0, 9),
            () -> packet.put(0, packet(9, 9)),
            () -> packet.put(0, packet(9, 9), 0, 9),
            () -> packet.put(0, MemorySegment.ofArray(packet(9, 9))));
    for (Executable write : writes) {
      assertThrows(IllegalStateException.class, write);
    }
  }

  @Test
  void afterCommitAndAfterCloseWritesThrow() throws NetmapException {
    Reservation packet = reserve(60);
    packet.put(0, packet(1, 60));
    packet.commit(60);
    assertWritesThrow(packet);
    assertArrayEquals(packet(1, 60), raw.get(0));
    Reservation next = reserve(60);
    port.close();
    assertWritesThrow(next);
    refused(NetmapError.Closed.class, () -> next.commit(60));
    refused(NetmapError.Closed.class, () -> ring.reserve(1));
    next.abandon();
  }

  @Test
  void meanwhileNothingElseIsQueued() throws NetmapException {
    Reservation packet = reserve(60);
    packet.put(0, packet(7, 60));
    RxRing rx = port.rxRings().getFirst();
    engine.last().arrive(0, packet(1, 60));
    List<Executable> others =
        List.of(
            () -> ring.inject(packet(1, 60)),
            () -> ring.inject(packet(1, 5000)),
            () -> port.inject(packet(1, 60)),
            () -> ring.inject(MemorySegment.ofArray(packet(1, 60))),
            () -> ring.injectBatch(new byte[][] {packet(1, 60)}),
            () -> ring.injectBatch(List.of(packet(1, 60)), 0, 1),
            () -> ring.fill(_ -> {}),
            () -> ring.reserve(1),
            () -> new Forward(rx, ring).move(0));
    for (Executable other : others) {
      IllegalStateException thrown = assertThrows(IllegalStateException.class, other);
      assertEquals(
          "vale0:p tx 0: its next slot is reserved; commit or abandon that first",
          thrown.getMessage());
    }
    packet.commit(60);
    assertEquals("1,1,7", raw.indices());
    assertArrayEquals(packet(7, 60), raw.get(0));
  }

  @Test
  void onlyWhatWasReservedCanBeWritten() throws NetmapException {
    byte[] before = raw.get(0);
    Reservation packet = reserve(16);
    List<Executable> beyond =
        List.of(
            () -> packet.u8(16, 1),
            () -> packet.u8(-1, 1),
            () -> packet.u16(15, 1),
            () -> packet.i32(13, 1),
            () -> packet.i64(9, 1),
            () -> packet.i64(Integer.MAX_VALUE, 1),
            () -> packet.i64(Integer.MIN_VALUE, 1),
            () -> packet.put(0, packet(1, 17)),
            () -> packet.put(9, packet(1, 60), 0, 8),
            () -> packet.put(0, packet(1, 8), 1, 8),
            () -> packet.put(0, packet(1, 8), 0, -1),
            () -> packet.put(1, MemorySegment.ofArray(packet(1, 16))));
    for (Executable write : beyond) {
      assertThrows(IndexOutOfBoundsException.class, write);
    }
    assertArrayEquals(before, raw.get(0));
    for (int length : new int[] {0, -1, 17}) {
      assertThrows(IllegalArgumentException.class, () -> packet.commit(length));
    }
    packet.commit(16);
  }

  @Test
  void oneSlotIsTheMost() throws NetmapException {
    reserve(2048).abandon();
    NetmapError.PacketTooLarge error =
        refused(NetmapError.PacketTooLarge.class, () -> ring.reserve(2049));
    assertEquals(2048, error.limit());
    assertTrue(error.message().contains("inject"), error.message());
    assertThrows(IllegalArgumentException.class, () -> ring.reserve(0));
    try (NetmapPort small = Ports.open(new ScriptedEngine(1, 0, SLOTS, 2048).maxTransmit(1514))) {
      refused(NetmapError.PacketTooLarge.class, () -> small.txRings().getFirst().reserve(1515));
      small.fill(packet -> assertEquals(1514, packet.room()));
    }
    raw.buf(0, 1);
    assertNull(ring.reserve(1), "someone else wrote to the slot");
    assertEquals(0, ring.fill(packet -> packet.commit(1)));
  }

  @Test
  void aPacketBeginsBehindItsSlotsOffset() throws NetmapException {
    ScriptedEngine offsets =
        new ScriptedEngine(1, 0, SLOTS, 256).garble(script -> script.tx(0).offsets(0xffff, 64));
    try (NetmapPort shifted = Ports.open(offsets)) {
      RawRing tx = offsets.last().tx(0);
      byte[] before = tx.get(0);
      TxRing shiftedRing = shifted.txRings().getFirst();
      refused(NetmapError.PacketTooLarge.class, () -> shiftedRing.reserve(193));
      Reservation packet = shiftedRing.reserve(192);
      assertNotNull(packet);
      packet.put(0, packet(7, 192));
      packet.commit(192);
      assertArrayEquals(packet(7, 192), tx.get(0));
      assertEquals(64, tx.ptr(0));
      tx.ptr(0, 0);
      assertArrayEquals(Arrays.copyOf(before, 64), Arrays.copyOf(tx.get(0), 64));
      tx.ptr(1, 0xffff);
      assertNull(shiftedRing.reserve(1), "no room at all");
    }
  }

  @Test
  void aRingMovedByTheModuleTakesTheReservationAway() throws NetmapException {
    port.rxRings().getFirst().forwarding(true);
    Reservation packet = reserve(60);
    port.rxsync();
    packet.u8(0, 1); // nothing moved
    engine.last().onRxsync(() -> raw.head(2));
    port.rxsync();
    assertThrows(IllegalStateException.class, () -> packet.u8(0, 1));
    assertTrue(ring.inject(packet(1, 60)));
    assertEquals(3, raw.head());
  }

  /** One thread writes, another closes the port: a throw, and no fault. */
  @Test
  void closeWhileWriting() throws Exception {
    List<String> before = Descriptors.open();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 300; round++) {
        try (Channel channel = Channel.open(64, 256)) {
          TxRing tx = channel.first().txRings().getFirst();
          boolean fills = round % 2 == 0;
          CountDownLatch running = new CountDownLatch(1);
          Future<?> user =
              threads.submit(() -> {
                byte[] bytes = packet(1, 60);
                try {
                  while (true) {
                    if (fills) {
                      tx.fill(packet -> write(packet, bytes));
                    } else {
                      Reservation packet = tx.reserve(100);
                      if (packet != null) {
                        write(packet, bytes);
                      }
                    }
                    tx.port.txsync();
                    running.countDown();
                  }
                } catch (NetmapException e) {
                  assertTrue(e.error() instanceof NetmapError.Closed, e.toString());
                } catch (IllegalStateException e) {
                  assertFalse(fills, "who is in the port writes: " + e);
                }
              });
          assertTrue(running.await(20, TimeUnit.SECONDS));
          for (int spins = round % 50 * 20; spins > 0; spins--) {
            Thread.onSpinWait();
          }
          channel.first().close();
          user.get(20, TimeUnit.SECONDS);
        }
      }
    }
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  private static void write(Reservation packet, byte[] bytes) throws NetmapException {
    packet.put(0, bytes);
    for (int i = 0; i < 60; i++) {
      packet.u8(i, i);
    }
    packet.commit(60);
  }
}
