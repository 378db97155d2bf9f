package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;

/** VALE switches: who gets what. */
abstract class ValeContract extends Contract {
  private static final int SLOTS = 16;
  private static final int ONE_SLOT = 0x0100;
  private static final int INDIRECT = 0x10;

  private final String vale = name("vale");

  private Opened port(String name) throws NetmapException {
    return open(vale + ":" + name, builder -> builder.slots(SLOTS));
  }

  /** From port address {@code from} to port address {@code to}. */
  private static byte[] unicast(int to, int from) {
    byte[] frame = frame(from, 60);
    byte[] address = {2, 0, 0, 0, 0, (byte) to};
    System.arraycopy(address, 0, frame, 0, 6);
    return frame;
  }

  /** Makes the switch know which address is where. */
  private static void introduce(Opened port, int address, Opened... others) throws NetmapException {
    port.send(frame(address, 60));
    for (Opened other : others) {
      other.take();
    }
  }

  @Test
  void broadcastGoesToAllOthers() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    assertEquals(PortKind.VALE, a.port.kind());
    a.send(frames(1, 3));
    same(Arrays.asList(frames(1, 3)), b.take());
    same(Arrays.asList(frames(1, 3)), c.take());
    same(List.of(), a.take());
  }

  @Test
  void ofOneSwitchAlone() throws NetmapException {
    Opened a = port("a");
    Opened other = open(name("vale") + ":a");
    a.send(frames(1, 3));
    same(List.of(), other.take());
  }

  @Test
  void anUnknownAddressGoesToAllAndAKnownOneToItsPort() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    a.send(unicast(2, 1));
    assertEquals(1, b.take().size());
    assertEquals(1, c.take().size());
    introduce(b, 2, a, c);
    a.send(unicast(2, 1), unicast(9, 1), unicast(2, 1));
    same(List.of(unicast(2, 1), unicast(9, 1), unicast(2, 1)), b.take());
    same(List.of(unicast(9, 1)), c.take());
  }

  @Test
  void anAddressThatMovesIsLearnedAnew() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    introduce(b, 2, a, c);
    introduce(c, 2, a, b);
    a.send(unicast(2, 1));
    assertEquals(0, b.take().size());
    assertEquals(1, c.take().size());
  }

  @Test
  void whatWouldGoBackWhereItCameFromIsDropped() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    introduce(a, 1, b);
    a.send(unicast(1, 1));
    assertEquals(0, a.take().size());
    assertEquals(0, b.take().size());
  }

  @Test
  void multicastSourcesAreNotLearned() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    byte[] odd = frame(2, 60);
    odd[6] = 3;
    b.send(odd);
    a.take();
    c.take();
    byte[] toOdd = unicast(2, 1);
    toOdd[0] = 2;
    a.send(toOdd);
    assertEquals(1, b.take().size());
    assertEquals(1, c.take().size());
  }

  @Test
  void aLearnedPortThatHasClosedSwallows() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    introduce(b, 2, a, c);
    close(b);
    a.send(unicast(2, 1));
    assertEquals(0, c.take().size());
    Opened again = port("again"); // which gets the number that became free
    a.send(unicast(2, 1));
    assertEquals(1, again.take().size());
  }

  @Test
  void addressZeroIsThatOfTheFirstPort() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    Opened c = port("c");
    byte[] toZero = frame(1, 60);
    Arrays.fill(toZero, 0, 6, (byte) 0);
    b.send(toZero);
    same(List.of(toZero), a.take());
    same(List.of(), c.take());
  }

  @Test
  void aPortHasOneRingOf1024SlotsAndItsOwnRegion() throws NetmapException {
    Opened a = open(vale + ":a");
    Opened b = open(vale + ":b");
    assertEquals(1, a.port.txRings().size());
    assertEquals(1, a.port.rxRings().size());
    assertEquals(1024, a.tx().slots());
    assertEquals(2048, a.tx().bufferSize());
    assertEquals(1, a.raw.flags(), "NI_PRIV_MEM");
    assertNotEquals(a.registration.reply().memId(), b.registration.reply().memId());
    assertEquals(42_369_024, a.registration.region().byteSize());
  }

  @Test
  void ringsAndSlotsAreAsAskedFor() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.txRings(2).rxRings(3).txSlots(1).rxSlots(4096));
    assertEquals(2, a.port.txRings().size());
    assertEquals(3, a.port.rxRings().size());
    assertEquals("0,0,0", a.tx().indices(), "one slot can hold nothing");
    assertEquals(4096, a.rx().slots());
    Opened b = open(vale + ":b", builder -> builder.slots(5000).rings(40));
    assertEquals(4096, b.rx().slots());
    assertEquals(16, b.port.rxRings().size());
  }

  @Test
  void thePortThatIsThereAlreadyWins() throws NetmapException {
    port("a");
    Opened same = open(vale + ":a", builder -> builder.slots(64).rings(4));
    assertEquals(SLOTS, same.tx().slots());
    assertEquals(1, same.port.txRings().size());
  }

  @Test
  void unicastGoesToTheRingOfTheSameNumberAndBroadcastToTheFirst() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.rings(3).slots(SLOTS));
    Opened b = open(vale + ":b", builder -> builder.rings(2).slots(SLOTS));
    b.send(frame(2, 60));
    a.take();
    for (int ring = 0; ring < 3; ring++) {
      a.queue(ring, unicast(2, 10 + ring));
    }
    a.port.txsync();
    same(List.of(unicast(2, 10), unicast(2, 12)), b.take(0));
    same(List.of(unicast(2, 11)), b.take(1));
    for (int ring = 0; ring < 3; ring++) {
      a.queue(ring, frame(20 + ring, 60));
    }
    a.port.txsync();
    same(List.of(frame(20, 60), frame(21, 60), frame(22, 60)), b.take(0));
    same(List.of(), b.take(1));
  }

  @Test
  void aFullReceiverLosesTheNewestAndTheSenderNeverWaits() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(1024));
    Opened b = open(vale + ":b", builder -> builder.slots(1024));
    for (int i = 0; i < 3; i++) {
      a.queue(0, frames(600 * i, 600));
      a.port.txsync();
      assertEquals(1023, (a.tx().tail() - a.tx().head() + 1024) % 1024, "all free again");
    }
    same(Arrays.asList(frames(0, 1023)), b.take());
    a.send(frame(1, 60));
    same(List.of(frame(1, 60)), b.take());
  }

  @Test
  void spaceReturnsOnlyWhenTheReaderSyncs() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    a.send(frames(0, SLOTS - 1));
    assertEquals(SLOTS - 1, b.arrived());
    b.rx().advance(5);
    a.send(frames(100, 2));
    b.port.rxsync();
    a.send(frames(200, 2));
    List<byte[]> expected = new ArrayList<>(Arrays.asList(frames(5, SLOTS - 6)));
    expected.addAll(Arrays.asList(frames(200, 2)));
    same(expected, b.take());
  }

  @Test
  void aPacketOfOneSlotIsMarkedSo() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    a.send(frame(1, 60));
    assertEquals(1, b.arrived());
    assertEquals(ONE_SLOT, b.rx().flags(0));
    assertEquals(60, b.rx().len(0));
  }

  @Test
  void eachSlotOfAChainSaysHowManyThereAre() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    a.sendChain(frame(1, 2048), frame(2, 2048), frame(3, 904));
    assertEquals(3, b.arrived());
    assertEquals(0x320, b.rx().flags(0));
    assertEquals(0x320, b.rx().flags(1));
    assertEquals(0x300, b.rx().flags(2));
    same(List.of(frame(1, 2048), frame(2, 2048), frame(3, 904)), b.take());
  }

  @Test
  void aChainWithoutItsEndIsDeliveredAsItIs() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    a.queueChain(new byte[][] {frame(1, 2048), frame(2, 100)}, false);
    a.port.txsync();
    assertEquals(2, b.arrived());
    assertEquals(0x220, b.rx().flags(0));
    assertEquals(0x200, b.rx().flags(1));
    assertEquals("2,2,1", a.tx().indices());
  }

  @Test
  void aChainThatFindsNoRoomIsDroppedWithAllBehindIt() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(SLOTS).txSlots(64));
    Opened b = port("b");
    a.queue(0, frames(0, SLOTS - 3));
    a.queueChain(new byte[][] {frame(1, 60), frame(2, 60), frame(3, 60)}, true);
    a.queue(0, frame(4, 60));
    a.port.txsync();
    same(Arrays.asList(frames(0, SLOTS - 3)), b.take());
  }

  @Test
  void whatIsTooShortOrTooLongIsDropped() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    a.queue(0, new byte[0], frame(1, 13), frame(2, 14), frame(3, 60), frame(4, 60));
    a.tx().len(3, 2049);
    a.port.txsync();
    same(List.of(frame(2, 14), frame(4, 60)), b.take());
    assertEquals("5,5,4", a.tx().indices());
  }

  @Test
  void aReceiverWithoutReceiveRingsDropsInSilence() throws NetmapException {
    Opened a = port("a");
    Opened deaf = open(vale + ":b/T");
    a.send(frames(1, 5));
    assertEquals("5,5,4", a.tx().indices());
    assertEquals(0, deaf.port.rxRings().size());
  }

  @Test
  void indirectSlotsAreCopiedFromMemory() throws NetmapException {
    Opened a = port("a");
    Opened b = port("b");
    try (Arena arena = Arena.ofShared()) {
      byte[] frame = frame(7, 1500);
      MemorySegment outside = arena.allocate(2048);
      MemorySegment.copy(frame, 0, outside, ValueLayout.JAVA_BYTE, 0, frame.length);
      indirect(a, outside.address(), 1500);
      indirect(a, 0, 60);
      indirect(a, 8, 60); // nothing is mapped there
      indirect(a, outside.address(), 2049);
      a.queue(0, frame(8, 60));
      a.port.txsync();
      List<byte[]> found = new ArrayList<>(b.take());
      found.removeIf(packet -> packet.length == 0);
      same(List.of(frame, frame(8, 60)), found);
    }
  }

  private static void indirect(Opened port, long address, int length) {
    RawRing tx = port.tx();
    int at = tx.head();
    tx.len(at, length);
    tx.flags(at, INDIRECT);
    tx.ptr(at, address);
    tx.advance((at + 1) % SLOTS);
  }

  @Test
  void eightSwitchesAtMost() throws NetmapException {
    for (int i = 0; i < 8; i++) {
      open(name("vale") + ":a", builder -> builder.slots(SLOTS));
    }
    refused(NetmapError.NoSpace.class, vale + ":a");
  }

  @Test
  void aPortVanishesWithItsLastDescriptorAndASwitchWithItsLastPort() throws NetmapException {
    for (int i = 0; i < 20; i++) {
      Opened a = open(name("vale") + ":a", builder -> builder.slots(SLOTS));
      close(a);
    }
    Opened a = port("a");
    Opened same = port("a");
    a.send(frame(1, 60));
    Opened b = port("b");
    close(a);
    b.send(frames(1, 2));
    assertEquals(2, same.take().size());
  }

  @Test
  void namesThatNoSwitchHasAreRefused() {
    refused(NetmapError.class, "vale0123456789012:a");
    refused(NetmapError.class, vale + ":a23456789012345678");
  }

  @Test
  void hasNoHostRings() {
    refused(NetmapError.class, vale + ":a^");
    refused(NetmapError.class, vale + ":a*");
  }

  @Test
  void aRegionCanBeShared() throws NetmapException {
    Opened a = port("a");
    Opened b = open(vale + ":b@" + a.registration.reply().memId(), builder -> builder.slots(SLOTS));
    assertEquals(a.registration.reply().memId(), b.registration.reply().memId());
    a.send(frames(1, 2));
    same(Arrays.asList(frames(1, 2)), b.take());
    close(a);
    b.send(frame(1, 60));
    refused(NetmapError.CannotOpen.class, vale + ":c@60000");
  }

  @Test
  void whoWaitsIsWoken() throws Exception {
    Opened a = port("a");
    Opened b = port("b");
    assertFalse(b.port.awaitPackets(Duration.ofMillis(5)));
    assertWoken(
        () -> b.port.awaitPackets(Duration.ofSeconds(20)) && b.port.nextPacket() != null,
        () -> a.send(frame(1, 60)));
  }
}
