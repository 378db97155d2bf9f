package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;

/** What a sync does to the indices and slots, legal and illegal. */
class RingRulesTest {
  private static final int N = Opened.SLOTS;

  private Opened open;
  private Registration port;
  private RawRing rx;
  private RawRing tx;

  @BeforeEach
  void register() throws NetmapException {
    open = new Opened();
    port = open.open();
    rx = open.raw(port).rx(0);
    tx = open.raw(port).tx(0);
  }

  @AfterEach
  void close() {
    open.close();
  }

  private RingCounters counters(RingKind kind) {
    return port.counters(new RingId(kind, 0)).orElseThrow();
  }

  private void queue(int... lengths) throws NetmapException {
    int at = tx.head();
    for (int length : lengths) {
      tx.put(at, new byte[length], 0);
      at = (at + 1) % N;
    }
    tx.advance(at);
    port.txsync();
  }

  // receive

  @Test
  void receivesUpToOneFewerThanSlotsAndGoesOnWhereReleased() throws NetmapException {
    open.due(3);
    port.rxsync();
    assertEquals("0,0,3", rx.indices());
    open.due(100);
    port.rxsync();
    assertEquals("0,0,7", rx.indices());
    for (int round = 0; round < 3 * N; round++) {
      int head = (rx.head() + 1) % N;
      rx.advance(head);
      open.due(1);
      port.rxsync();
      assertEquals((head + N - 1) % N, rx.tail());
      assertEquals(head, rx.head());
    }
  }

  @Test
  void curAheadOfHeadKeepsPackets() throws NetmapException {
    open.due(4);
    port.rxsync();
    rx.head(1).cur(4);
    open.due(100);
    port.rxsync();
    assertEquals("1,4,0", rx.indices(), "only slot 0 was given back");
  }

  @Test
  void anOverwrittenTailIsPutBack() throws NetmapException {
    open.due(3);
    port.rxsync();
    rx.tail(6);
    tx.tail(1);
    port.rxsync();
    port.txsync();
    assertEquals(3, rx.tail());
    assertEquals(7, tx.tail());
    rx.tail(-9);
    tx.tail(0x7fffffff);
    port.rxsync();
    port.txsync();
    assertEquals(3, rx.tail());
    assertEquals(7, tx.tail());
  }

  @Test
  void timestampIsOfEachReceiveSyncAlsoWithoutPackets() throws NetmapException {
    rx.ts(1, 2);
    tx.ts(1, 2);
    long before = System.currentTimeMillis() * 1000;
    port.rxsync();
    port.txsync();
    assertTrue(rx.ts() >= before && rx.ts() <= (System.currentTimeMillis() + 1) * 1000);
    assertEquals(1_000_002, tx.ts(), "a transmit sync writes none");
  }

  @Test
  void headOutsideTheRingIsResetOnReceive() throws NetmapException {
    open.due(5);
    port.rxsync();
    rx.advance(2);
    port.rxsync();
    for (int wrong : new int[] {N, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      rx.head(wrong);
      port.rxsync();
      assertEquals("2,2,5", rx.indices(), "head " + wrong);
      rx.cur(wrong);
      port.rxsync();
      assertEquals("2,2,5", rx.indices(), "cur " + wrong);
    }
  }

  @Test
  void headBackwardsInsideTheRingIsLeftAndShowsOldSlotsAgain() throws NetmapException {
    open.due(5);
    port.rxsync();
    rx.advance(4);
    port.rxsync();
    rx.advance(1);
    port.rxsync();
    assertEquals("1,1,5", rx.indices());
    open.due(100);
    port.rxsync();
    assertEquals("1,1,0", rx.indices(), "as full as seen from there");
  }

  @Test
  void headBeyondTailByTwoLeavesRoomForOne() throws NetmapException {
    open.due(3);
    port.rxsync();
    rx.advance(5);
    open.due(100);
    port.rxsync();
    assertEquals("5,5,4", rx.indices());
  }

  @Test
  void aFailedCheckWipesBadSlots() throws NetmapException {
    rx.buf(1, 1);
    rx.buf(2, 256);
    rx.buf(3, -1);
    rx.len(4, 2049);
    rx.len(5, 2048);
    int good = rx.buf(4);
    rx.head(N);
    port.rxsync();
    for (int i = 1; i <= 3; i++) {
      assertEquals(0, rx.buf(i), "slot " + i);
      assertEquals(0, rx.len(i), "slot " + i);
    }
    assertEquals(good, rx.buf(4));
    assertEquals(0, rx.len(4));
    assertEquals(2048, rx.len(5));
  }

  @Test
  void aSlotWithoutABufferLosesWhatComesAndIsCounted() throws NetmapException {
    rx.buf(0, 0);
    open.due(3);
    port.rxsync();
    assertEquals("0,0,0", rx.indices());
    assertEquals(3, counters(RingKind.RX).drops().get(DropCause.BAD_SLOT));
    assertEquals(0, counters(RingKind.RX).packets());
  }

  // transmit

  @Test
  void sendsAllThatIsQueued() throws NetmapException {
    queue(60, 60, 14);
    assertEquals("3,3,2", tx.indices(), "everything is sent when head is tail + 1");
    assertEquals(3, counters(RingKind.TX).packets());
    assertEquals(134, counters(RingKind.TX).bytes());
    for (int round = 0; round < 3 * N; round++) {
      queue(60);
      assertEquals((tx.head() + N - 1) % N, tx.tail());
    }
    assertEquals(3 + 3 * N, counters(RingKind.TX).packets());
    queue(60, 60, 60, 60, 60, 60, 60);
    assertEquals(10 + 3 * N, counters(RingKind.TX).packets());
    assertEquals(0, counters(RingKind.TX).dropped());
  }

  @Test
  void flagsOfSentSlotsAreTakenAway() throws NetmapException {
    tx.put(0, new byte[60], 0x1 | 0x2 | 0x4);
    tx.advance(1);
    port.txsync();
    assertEquals(0x4, tx.flags(0), "NS_BUF_CHANGED and NS_REPORT");
  }

  @Test
  void anIllegalTransmitSendsNothingAndDoesNotThrow() throws NetmapException {
    queue(60, 60, 60, 60, 60);
    assertEquals("5,5,4", tx.indices());
    queue(60); // 6
    tx.head(N);
    port.txsync();
    assertEquals("6,6,5", tx.indices(), "outside the ring: reset");
    tx.cur(-1);
    port.txsync();
    assertEquals("6,6,5", tx.indices());
    assertEquals(6, counters(RingKind.TX).packets());
    tx.put(6, new byte[60], 0);
    tx.head(7).cur(6);
    port.txsync();
    assertEquals("7,6,5", tx.indices(), "cur behind head, inside the ring: left in place");
    assertEquals(6, counters(RingKind.TX).packets());
  }

  @Test
  void badFramesAreDroppedEachByItsCause() throws NetmapException {
    tx.put(0, new byte[60], 0);
    tx.buf(0, 1);
    tx.put(1, new byte[60], 0);
    tx.len(1, 2049);
    tx.put(2, new byte[13], 0);
    tx.put(3, new byte[60], 0);
    tx.put(4, new byte[60], 0x20);
    tx.put(5, new byte[60], 0);
    tx.buf(5, 256);
    tx.advance(6);
    port.txsync();
    assertEquals("6,6,5", tx.indices());
    RingCounters counters = counters(RingKind.TX);
    assertEquals(1, counters.packets());
    assertEquals(60, counters.bytes());
    assertEquals(3, counters.drops().get(DropCause.BAD_SLOT));
    assertEquals(1, counters.drops().get(DropCause.TOO_SHORT));
    assertEquals(2, counters.drops().size());
  }

  @Test
  void aChainWithoutItsEndIsHeldBack() throws NetmapException {
    tx.put(0, new byte[60], 0);
    tx.put(1, new byte[2048], 0x20);
    tx.put(2, new byte[100], 0x20);
    tx.advance(3);
    port.txsync();
    assertEquals("3,3,0", tx.indices(), "the slots of the chain are still the kernel side's");
    assertEquals(1, counters(RingKind.TX).packets());
    queue(6);
    assertEquals("4,4,3", tx.indices());
    assertEquals(2, counters(RingKind.TX).packets());
    assertEquals(60 + 2154, counters(RingKind.TX).bytes());
  }
}
