package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;

/** Monitors: what is seen, when, and what is lost. */
abstract class MonitorContract extends Contract {
  private static final int SLOTS = 16;
  private static final int TXMON = 0x40;

  private final String vale = name("vale");
  private Opened a;
  private Opened b;

  @BeforeEach
  void ports() throws NetmapException {
    a = open(vale + ":a", builder -> builder.slots(SLOTS));
    b = open(vale + ":b", builder -> builder.slots(SLOTS));
  }

  private Opened monitor(String suffix) throws NetmapException {
    return open(vale + ":a" + suffix);
  }

  private static List<byte[]> frameList(int first, int count) {
    return Arrays.asList(frames(first, count));
  }

  @Test
  void copyMonitorsSeeTheirDirections() throws NetmapException {
    Opened both = monitor("/rt");
    Opened received = monitor("/r");
    Opened sent = monitor("/t");
    assertEquals(PortKind.MONITOR, both.port.kind());
    a.send(frames(1, 3));
    b.take();
    b.send(frames(50, 2));
    a.take();
    List<byte[]> all = new ArrayList<>(frameList(1, 3));
    all.addAll(frameList(50, 2));
    same(all, both.take());
    same(frameList(50, 2), received.take());
    same(frameList(1, 3), sent.take());
  }

  @Test
  void flagsAreTheSlotsAndSentOnesAreMarked() throws NetmapException {
    Opened monitor = monitor("/rt");
    a.send(frame(1, 60));
    b.send(frame(2, 60));
    assertEquals(2, monitor.arrived());
    assertEquals(TXMON, monitor.rx().flags(0));
    assertEquals(0x100, monitor.rx().flags(1), "as VALE marks a packet of one slot");
    assertEquals(60, monitor.rx().len(1));
  }

  @Test
  void receivedPacketsAreSeenAlsoIfNobodyReadsThem() throws NetmapException {
    Opened monitor = monitor("/r");
    b.send(frames(1, 4));
    same(frameList(1, 4), monitor.take());
    b.send(frames(5, SLOTS - 1));
    same(frameList(5, SLOTS - 5), monitor.take()); // then the port's ring is full
    b.send(frames(5, 3));
    same(List.of(), monitor.take());
    assertEquals(SLOTS - 1, a.arrived());
  }

  @Test
  void whatWasSentBeforeIsNotSeen() throws NetmapException {
    b.send(frames(1, 2));
    Opened monitor = monitor("/rt");
    a.port.rxsync();
    b.send(frames(3, 1));
    List<byte[]> seen = monitor.take();
    same(frameList(3, 1), seen.subList(seen.size() - 1, seen.size()));
  }

  @Test
  void readingDoesNotAffectThePort() throws NetmapException {
    Opened monitor = monitor("/rt");
    b.send(frame(1, 60));
    assertEquals(1, monitor.arrived());
    monitor.rx().put(0, frame(9, 60), 0);
    monitor.take();
    same(frameList(1, 1), a.take());
    assertNotEquals(a.registration.reply().memId(), monitor.registration.reply().memId());
  }

  @Test
  void aMonitorThatIsTooSmallLosesTheOldest() throws NetmapException {
    Opened monitor = open(vale + ":a/t", builder -> builder.slots(8));
    assertEquals(8, monitor.rx().slots());
    a.send(frames(1, 10));
    same(frameList(4, 7), monitor.take());
    a.send(frames(1, 5));
    a.send(frames(6, 5));
    List<byte[]> kept = new ArrayList<>(frameList(1, 5));
    kept.addAll(frameList(9, 2));
    same(kept, monitor.take());
  }

  @Test
  void slotsAreThePortsByDefaultAndAtMost4096() throws NetmapException {
    assertEquals(SLOTS, monitor("/rt").rx().slots());
    assertEquals(4096, open(vale + ":a/rt", builder -> builder.slots(9000)).rx().slots());
  }

  @Test
  void namesAreNumbered() throws NetmapException {
    String first = monitor("/r").raw.name();
    String second = monitor("/rt").raw.name();
    assertTrue(first.startsWith(vale + ":a/r"), first);
    assertNotEquals(first, second);
  }

  @Test
  void aMonitorHasOneTransmitRingAndAsManyReceiveRingsAsThePortHasOfEither()
      throws NetmapException {
    open(vale + ":w", builder -> builder.txRings(3).rxRings(2).slots(SLOTS));
    Opened monitor = open(vale + ":w/rt");
    assertEquals(1, monitor.port.txRings().size());
    assertEquals(3, monitor.port.rxRings().size());
  }

  @Test
  void ringByRing() throws NetmapException {
    Opened wide = open(vale + ":w", builder -> builder.rings(2).slots(SLOTS));
    Opened second = open(vale + ":w-1/t");
    Opened all = open(vale + ":w/t");
    assertEquals(1, second.port.rxRings().size());
    wide.queue(0, frame(1, 60));
    wide.queue(1, frame(2, 60));
    wide.port.txsync();
    same(frameList(2, 1), second.take(1));
    same(frameList(1, 1), all.take(0));
    same(frameList(2, 1), all.take(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/r", "/t", "/rt", "/z"})
  void aPortThatNobodyHasOpenCannotBeMonitored(String flags) {
    refused(NetmapError.CannotOpen.class, vale + ":idle" + flags);
    refused(NetmapError.CannotOpen.class, name("pi") + "{1" + flags);
  }

  @Test
  void anExclusivePortCanBeMonitored() throws NetmapException {
    Opened held = open(vale + ":x/x", builder -> builder.slots(SLOTS));
    Opened monitor = open(vale + ":x/t");
    held.send(frame(1, 60));
    same(frameList(1, 1), monitor.take());
  }

  @Test
  void nothingCanBeSentThroughAMonitor() throws NetmapException {
    Opened monitor = monitor("/rt");
    RawRing tx = monitor.tx();
    tx.put(0, frame(1, 60), 0);
    tx.advance(1);
    monitor.port.txsync();
    same(List.of(), a.take());
    same(List.of(), b.take());
  }

  @Test
  void aClosedPortsMonitorsHaveTroubleAndNothingMore() throws NetmapException {
    Opened monitor = monitor("/rt");
    a.send(frames(1, 3));
    assertFalse(monitor.registration.trouble().isPresent());
    close(a);
    assertEquals(0, monitor.arrived(), "what was not synced is lost");
    Opened again = open(vale + ":a");
    again.send(frame(1, 60));
    assertEquals(0, monitor.arrived(), "a port of the same name is another one");
  }

  @Test
  void aPipesEndCanBeMonitored() throws NetmapException {
    String pipe = name("pi");
    Opened master = open(pipe + "{1", builder -> builder.slots(SLOTS));
    Opened slave = open(pipe + "}1");
    Opened sent = open(pipe + "{1/rt");
    Opened received = open(pipe + "}1/r");
    master.send(frames(1, 3));
    same(frameList(1, 3), sent.take());
    same(frameList(1, 3), received.take());
    slave.take();
    slave.send(frame(9, 60));
    same(frameList(9, 1), sent.take());
  }

  @Test
  void whoWaitsOnAMonitorIsWoken() throws Exception {
    Opened monitor = monitor("/rt");
    assertFalse(monitor.port.awaitPackets(Duration.ofMillis(5)));
    assertWoken(
        () ->
            monitor.port.awaitPackets(Duration.ofSeconds(20)) && monitor.port.nextPacket() != null,
        () -> a.send(frame(1, 60)));
  }

  // zero copy

  @Test
  void zeroCopySeesWhatIsReleasedAndWhatIsSent() throws NetmapException {
    Opened monitor = monitor("/z");
    assertEquals(a.registration.reply().memId(), monitor.registration.reply().memId());
    b.send(frames(1, 3));
    assertEquals(3, a.arrived());
    assertEquals(0, monitor.arrived(), "not before the port has released it");
    int buffer = a.rx().buf(0);
    a.release(2);
    assertEquals(2, monitor.arrived());
    assertEquals(buffer, monitor.rx().buf(0), "the buffer itself");
    assertNotEquals(buffer, a.rx().buf(0));
    same(frameList(1, 2), monitor.take());
    a.send(frame(7, 60));
    assertEquals(1, monitor.arrived());
    assertEquals(TXMON, monitor.rx().flags(2) & TXMON);
    same(frameList(7, 1), monitor.take());
  }

  @Test
  void zeroCopyMonitorsSeeWhatTheOneBeforeReleases() throws NetmapException {
    Opened first = monitor("/z");
    Opened second = monitor("/z");
    a.send(frames(1, 3));
    assertEquals(3, first.arrived());
    assertEquals(0, second.arrived());
    first.release(2);
    same(frameList(1, 2), second.take());
    close(first);
    a.send(frames(8, 2));
    same(frameList(8, 2), second.take());
  }

  @Test
  void whatAZeroCopyMonitorPassesOnIsNotMarkedAsSent() throws NetmapException {
    Opened first = monitor("/z");
    Opened second = monitor("/z");
    a.send(frame(1, 60));
    assertEquals(1, first.arrived());
    assertEquals(TXMON, first.rx().flags(0) & TXMON);
    first.release(1);
    assertEquals(1, second.arrived());
    assertEquals(0, second.rx().flags(0) & TXMON);
  }

  @Test
  void zeroCopyOfAPipeSeesWhatTheOtherEndHasReleased() throws NetmapException {
    String pipe = name("pi");
    Opened master = open(pipe + "{1", builder -> builder.slots(SLOTS));
    Opened slave = open(pipe + "}1");
    Opened monitor = open(pipe + "{1/z");
    for (int i = 0; i < 3; i++) {
      master.send(frame(i, 60));
      assertEquals(0, monitor.arrived());
      slave.take();
      master.port.txsync();
      same(frameList(i, 1), monitor.take());
    }
  }

  @Test
  void zeroCopyLosesTheOldestToo() throws NetmapException {
    Opened monitor = open(vale + ":a/z", builder -> builder.slots(4));
    a.send(frames(1, 10));
    same(frameList(8, 3), monitor.take());
    b.take();
    a.send(frames(1, 2));
    same(frameList(1, 2), b.take());
  }

  @Test
  void bothKindsAtOnce() throws NetmapException {
    Opened copy = monitor("/rt");
    Opened zero = monitor("/z");
    for (int round = 0; round < 5 * SLOTS; round++) {
      a.send(frame(round, 60));
      same(frameList(round, 1), b.take());
      same(frameList(round, 1), copy.take());
      same(frameList(round, 1), zero.take());
      b.send(frame(round, 70));
      same(List.of(frame(round, 70)), a.take());
      same(List.of(frame(round, 70)), copy.take());
      same(List.of(frame(round, 70)), zero.take());
    }
  }
}
