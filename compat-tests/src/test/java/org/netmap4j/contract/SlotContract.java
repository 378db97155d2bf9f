package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** What users write into rings and slots, good and bad, over a switch. */
abstract class SlotContract extends Contract {
  private static final int SLOTS = 16;
  private static final int REPORT = 0x2;

  private final String vale = name("vale");
  private Opened a;
  private Opened b;

  @BeforeEach
  void open() throws NetmapException {
    a = open(vale + ":a", builder -> builder.slots(SLOTS));
    b = open(vale + ":b", builder -> builder.slots(SLOTS));
  }

  /** A sync in one direction. */
  @FunctionalInterface
  private interface Sync {
    void run() throws NetmapException;
  }

  /** One engine refuses a sync with such indices, the other does it and tells afterwards. */
  private static NetmapError.BadIndices told(Opened port, Sync sync) throws NetmapException {
    NetmapError error;
    try {
      sync.run();
      error = port.port.trouble().orElseThrow();
    } catch (NetmapException e) {
      error = e.error();
    }
    return assertInstanceOf(NetmapError.BadIndices.class, error);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 16",
    "17, 0",
    "-1, -1",
    "-1, 0",
    "2147483647, 5",
    "-2147483648, 5",
    "5, -1",
    "5, 2"
  })
  void transmitIndicesThatCannotBeSendNothing(int head, int cur) throws NetmapException {
    a.tx().put(0, frame(1, 60), 0);
    a.tx().head(head).cur(cur);
    NetmapError.BadIndices error = told(a, a.port::txsync);
    assertEquals(head, error.head());
    assertEquals(cur, error.cur());
    assertEquals(0, b.arrived());
    a.tx().advance(0);
    a.port.txsync();
    assertEquals(0, b.arrived(), "nothing of it comes later");
    a.send(frames(2, 3));
    same(List.of(frames(2, 3)), b.take());
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "17, 0", "-1, -1", "2147483647, 5", "-2147483648, 5"})
  void receiveIndicesThatCannotBeLoseNothing(int head, int cur) throws NetmapException {
    a.send(frames(1, 5));
    assertEquals(5, b.arrived());
    b.rx().head(head).cur(cur);
    told(b, b.port::rxsync);
    b.rx().advance(0);
    same(List.of(frames(1, 5)), b.take());
    a.send(frames(6, 14));
    same(List.of(frames(6, 14)), b.take());
  }

  @Test
  void aTailThatIsWrittenOverIsPutBack() throws NetmapException {
    a.tx().tail(3);
    a.port.txsync();
    assertEquals("0,0,15", a.tx().indices());
    a.send(frames(1, 2));
    b.port.rxsync();
    b.rx().tail(1);
    b.port.rxsync();
    assertEquals("0,0,2", b.rx().indices());
  }

  @Test
  void aSwitchTakesBufChangedAndLeavesReport() throws NetmapException {
    a.queue(0, frame(1, 60), frame(2, 60));
    a.tx().flags(0, BUF_CHANGED | REPORT);
    a.tx().flags(1, BUF_CHANGED);
    a.port.txsync();
    assertEquals(REPORT, a.tx().flags(0));
    assertEquals(0, a.tx().flags(1));
    assertEquals(2, b.arrived());
    assertEquals(0x100, b.rx().flags(0), "one slot, and none of the sender's flags");
  }

  @Test
  void otherPortsGoOnBesideBadIndices() throws NetmapException {
    Opened c = open(vale + ":c", builder -> builder.slots(SLOTS));
    c.tx().head(99);
    c.rx().head(-5).cur(77);
    for (int i = 0; i < 40; i++) {
      a.send(frame(i, 60));
      same(List.of(frame(i, 60)), b.take());
    }
    close(c);
    Opened again = open(vale + ":c", builder -> builder.slots(SLOTS));
    assertEquals("0,0,15", again.tx().indices());
    a.send(frame(1, 60));
    same(List.of(frame(1, 60)), again.take());
  }

  @Test
  void optionsGoTogether() throws NetmapException {
    String name = vale + ":d@share=" + vale + ":a@offset:initial=64,bits=16@conf:slots=16,rings=2";
    Opened d = open(name);
    assertEquals(a.registration.reply().memId(), d.registration.reply().memId());
    assertEquals(2, d.port.txRings().size());
    assertEquals(64, d.raw.tx(1).ptr(15));
    d.queue(1, frame(3, 99));
    d.port.txsync();
    same(List.of(frame(3, 99)), a.take());
    refused(NetmapError.BadName.class, vale + ":e@offset=64@offset=64");
    refused(NetmapError.CannotOpen.class, vale + ":e@extmem=/f@share=" + vale + ":a");
  }
}
