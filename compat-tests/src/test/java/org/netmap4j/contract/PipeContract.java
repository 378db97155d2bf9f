package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;

/** Pipes: two ends with the same buffers. */
abstract class PipeContract extends Contract {
  private static final int SLOTS = 8;

  private final String base = name("pi");

  private Opened master() throws NetmapException {
    return open(base + "{1", builder -> builder.slots(SLOTS));
  }

  private Opened slave() throws NetmapException {
    return open(base + "}1", builder -> builder.slots(SLOTS));
  }

  @Test
  void carriesPacketsBothWaysInOrder() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    assertEquals(PortKind.PIPE, master.port.kind());
    for (int round = 0; round < 5; round++) {
      master.send(frames(10 * round, 3));
      same(Arrays.asList(frames(10 * round, 3)), slave.take());
      slave.send(frames(100 + round, 2));
      same(Arrays.asList(frames(100 + round, 2)), master.take());
    }
    assertEquals(0, slave.arrived());
  }

  @Test
  void hasOneRingEachWayByDefaultAndBothEndsOneRegion() throws NetmapException {
    Opened master = open(base + "{1");
    Opened slave = open(base + "}1");
    assertEquals(1, master.port.txRings().size());
    assertEquals(1, master.port.rxRings().size());
    assertEquals(1024, master.tx().slots());
    assertEquals(1024, slave.rx().slots());
    assertEquals(master.registration.reply().memId(), slave.registration.reply().memId());
    assertEquals("0,0,1023", master.tx().indices());
    assertEquals("0,0,0", slave.rx().indices());
  }

  @Test
  void isZeroCopy() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    RawRing tx = master.tx();
    RawRing rx = slave.rx();
    for (int i = 0; i < SLOTS; i++) {
      assertEquals(tx.buf(i), rx.buf(i), "slot " + i);
    }
    master.send(frame(1, 60));
    assertEquals(1, slave.arrived());
    tx.put(0, frame(2, 60), 0); // which the sender must not do: it is seen
    same(List.of(frame(2, 60)), slave.take());
  }

  @Test
  void slotsArriveAsTheyAreSent() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    RawRing tx = master.tx();
    tx.put(0, frame(1, 60), 0x1234 & ~MOREFRAG);
    tx.len(0, 9999);
    tx.advance(1);
    master.port.txsync();
    assertEquals(1, slave.arrived());
    assertEquals(9999, slave.rx().len(0));
    assertEquals(0x1234 & ~MOREFRAG, slave.rx().flags(0));
  }

  @Test
  void aBufferExchangedByTheReceiverReachesTheSender() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    master.send(frames(1, 2));
    assertEquals(2, slave.arrived());
    RawRing rx = slave.rx();
    RawRing out = slave.tx();
    int received = rx.buf(0);
    int fresh = out.buf(0);
    rx.buf(0, fresh);
    rx.flags(0, BUF_CHANGED);
    out.buf(0, received);
    out.len(0, 60);
    out.flags(0, BUF_CHANGED);
    out.advance(1);
    slave.port.txsync(); // goes back as it came
    assertEquals(0, out.flags(0) & BUF_CHANGED, "passed on");
    slave.release(1);
    master.port.txsync();
    assertEquals(fresh, master.tx().buf(0));
    assertEquals(BUF_CHANGED, master.tx().flags(0) & BUF_CHANGED);
    assertEquals(0, rx.flags(0) & BUF_CHANGED);
    same(List.of(frame(1, 60)), master.take());
    assertEquals(received, master.rx().buf(0));
  }

  @Test
  void aFullPipeHoldsOneFewerThanSlotsAndLosesNothing() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    master.send(frames(0, SLOTS - 1));
    assertEquals("7,7,7", master.tx().indices(), "no room");
    master.port.txsync();
    assertEquals("7,7,7", master.tx().indices());
    assertEquals(SLOTS - 1, slave.arrived());
    slave.rx().advance(3);
    master.port.txsync();
    assertEquals("7,7,7", master.tx().indices(), "room comes by the receiver's sync");
    slave.port.rxsync();
    master.port.txsync();
    assertEquals("7,7,2", master.tx().indices());
    master.send(frames(7, 3));
    List<byte[]> all = new ArrayList<>(Arrays.asList(frames(3, 7)));
    same(all, slave.take());
  }

  @Test
  void onlyCompletePacketsAreSeen() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    master.queue(0, frame(0, 60));
    master.queueChain(new byte[][] {frame(1, 2048), frame(2, 100)}, false);
    master.port.txsync();
    assertEquals(1, slave.arrived());
    master.send(frame(3, 50));
    assertEquals(4, slave.arrived());
    RawRing rx = slave.rx();
    assertEquals(0, rx.flags(0));
    assertEquals(MOREFRAG, rx.flags(1));
    assertEquals(MOREFRAG, rx.flags(2));
    assertEquals(0, rx.flags(3));
  }

  @Test
  void oneWayMayDifferFromTheOtherAndTheSlaveHasItTheOtherWayRound() throws NetmapException {
    Opened master =
        open(base + "{x", builder -> builder.txRings(2).rxRings(3).txSlots(16).rxSlots(32));
    Opened slave = open(base + "}x");
    assertEquals(2, master.port.txRings().size());
    assertEquals(3, master.port.rxRings().size());
    assertEquals(3, slave.port.txRings().size());
    assertEquals(2, slave.port.rxRings().size());
    assertEquals(16, slave.rx().slots());
    assertEquals(32, slave.tx().slots());
    master.queue(1, frame(1, 60));
    slave.queue(2, frame(2, 60));
    master.port.txsync();
    slave.port.txsync();
    same(List.of(), slave.take(0));
    same(List.of(frame(1, 60)), slave.take(1));
    same(List.of(frame(2, 60)), master.take(2));
  }

  @Test
  void asManySlotsAsAskedForUpTo4096() throws NetmapException {
    Opened one = open(base + "{one", builder -> builder.slots(1));
    assertEquals("0,0,0", one.tx().indices(), "one slot can hold nothing");
    Opened most = open(name("pm") + "{1", builder -> builder.slots(4096));
    assertEquals(4096, most.tx().slots());
    Opened more = open(name("pn") + "{1", builder -> builder.slots(9000));
    assertEquals(4096, more.tx().slots());
  }

  @Test
  void whatIsQueuedStaysWhenAnEndIsClosed() throws NetmapException {
    Opened master = master();
    master.send(frames(1, 3));
    Opened slave = slave();
    assertEquals(3, slave.arrived());
    slave.release(1);
    close(slave);
    master.send(frames(4, 1));
    slave = slave();
    same(Arrays.asList(frames(2, 3)), slave.take());
    close(master);
    slave.send(frames(50, 2));
    same(Arrays.asList(frames(50, 2)), master().take());
  }

  @Test
  void whatIsQueuedGoesWithTheLastEnd() throws NetmapException {
    Opened master = master();
    master.send(frames(1, 3));
    close(master);
    assertEquals(0, slave().arrived());
  }

  @Test
  void severalDescriptorsShareAnEnd() throws NetmapException {
    Opened master = master();
    Opened slave = slave();
    Opened same = slave();
    assertEquals(slave.rx().base(), same.rx().base());
    assertNotEquals(
        slave.registration.reply().nifpOffset(), same.registration.reply().nifpOffset());
    master.send(frames(1, 4));
    assertEquals(4, slave.arrived());
    slave.release(2);
    same(Arrays.asList(frames(3, 2)), same.take());
    close(slave);
    master.send(frames(9, 1));
    same(Arrays.asList(frames(9, 1)), same.take());
  }

  @Test
  void pipesOfOneBaseShareItsRegion() throws NetmapException {
    Opened one = master();
    Opened two = open(base + "{2", builder -> builder.slots(SLOTS));
    assertEquals(one.registration.reply().memId(), two.registration.reply().memId());
    Opened other = open(name("po") + "{1");
    assertNotEquals(one.registration.reply().memId(), other.registration.reply().memId());
    assertEquals(1, one.raw.flags(), "NI_PRIV_MEM");
  }

  @Test
  void aRegionAskedForByNumberIsUsed() throws NetmapException {
    Opened first = master();
    int region = first.registration.reply().memId();
    Opened other = open(name("pq") + "{1@" + region, builder -> builder.slots(SLOTS));
    assertEquals(region, other.registration.reply().memId());
    refused(NetmapError.CannotOpen.class, name("pr") + "{1@60000");
  }

  @Test
  void fivePipesFitIntoTheRegionOfABase() throws NetmapException {
    for (int i = 0; i < 5; i++) {
      open(base + "{" + i, builder -> builder.slots(SLOTS));
    }
    refused(NetmapError.NoSpace.class, base + "{5", builder -> builder.slots(SLOTS));
  }

  @Test
  void oneRingAloneCanBeBoundAndTheWholeLater() throws NetmapException {
    Opened master = open(base + "{1-1", builder -> builder.rings(2).slots(SLOTS));
    assertEquals(1, master.port.txRings().size());
    RawRing tx = master.raw.tx(1);
    tx.put(0, frame(1, 60), 0);
    tx.advance(1);
    master.port.txsync();
    Opened slave = slave();
    assertEquals(2, slave.port.rxRings().size());
    assertEquals(0, slave.arrived(0));
    same(List.of(frame(1, 60)), slave.take(1));
  }

  @Test
  void hasNoHostRingsAndNeedsBothPartsOfItsName() throws NetmapException {
    refused(NetmapError.class, base + "{1^");
    refused(NetmapError.class, base + "{1*");
    refused(NetmapError.class, "{1");
  }

  @Test
  void anEndCanBeHadExclusively() throws NetmapException {
    open(base + "{1/x", builder -> builder.slots(SLOTS));
    refused(NetmapError.CannotOpen.class, base + "{1");
    open(base + "}1");
  }

  @Test
  void aValePortAsBaseGivesItsMemory() throws NetmapException {
    String vale = name("vale") + ":b";
    Opened pipe = open(vale + "{1", builder -> builder.slots(SLOTS));
    Opened port = open(vale);
    assertEquals(pipe.registration.reply().memId(), port.registration.reply().memId());
    Opened slave = open(vale + "}1");
    pipe.send(frames(1, 2));
    same(Arrays.asList(frames(1, 2)), slave.take());
    close(port);
    pipe.send(frames(1, 2));
    same(Arrays.asList(frames(1, 2)), slave.take());
  }

  @Test
  void whoWaitsForPacketsIsWoken() throws Exception {
    Opened master = master();
    Opened slave = slave();
    assertFalse(slave.port.awaitPackets(Duration.ofMillis(5)));
    assertWoken(
        () -> slave.port.awaitPackets(Duration.ofSeconds(20)) && slave.port.nextPacket() != null,
        () -> master.send(frame(1, 60)));
    assertNull(slave.port.nextPacket());
  }

  @Test
  void whoWaitsForRoomIsWoken() throws Exception {
    Opened master = master();
    Opened slave = slave();
    fill(master.port);
    assertFalse(master.port.awaitRoom(Duration.ofMillis(5)));
    assertWoken(
        () -> {
          boolean room = master.port.awaitRoom(Duration.ofSeconds(20));
          fill(master.port);
          return room;
        },
        slave::take);
  }

  private static void fill(NetmapPort port) throws NetmapException {
    while (port.inject(frame(1, 60))) {
      port.txsync();
    }
  }
}
