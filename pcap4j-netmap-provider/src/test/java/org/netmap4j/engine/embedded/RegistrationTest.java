package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;

/** Who gets which rings: modes, flags, sharing, exclusive use. */
class RegistrationTest {
  private static final int ALL = NetmapAbi.REG_ALL_NIC;
  private static final int ONE = NetmapAbi.REG_ONE_NIC;
  private static final long X = NetmapAbi.NR_EXCLUSIVE;
  private static final long R = NetmapAbi.NR_RX_RINGS_ONLY;
  private static final long T = NetmapAbi.NR_TX_RINGS_ONLY;

  private Opened open;

  @BeforeEach
  void engine() throws NetmapException {
    open = new Opened(2);
  }

  @AfterEach
  void close() {
    open.close();
    assertEquals(0, open.engine.ringsInUse());
  }

  private static List<Integer> bound(RawPort port) {
    List<Integer> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      if (port.ofs(i) != 0) {
        entries.add(i);
      }
    }
    return entries;
  }

  private <E extends NetmapError> E refused(Class<E> type, int mode, int ring, long flags) {
    int before = open.engine.ringsInUse();
    NetmapException thrown =
        assertThrows(NetmapException.class, () -> open.open(mode, ring, flags));
    assertEquals(before, open.engine.ringsInUse(), "nothing is left behind");
    return assertInstanceOf(type, thrown.error());
  }

  /** Entries of ring_ofs: tx0 tx1 host-tx rx0 rx1 host-rx. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0,      '[0, 1, 3, 4]'",
    "4, 0, 0,      '[0, 3]'",
    "4, 1, 0,      '[1, 4]'",
    "1, 0, 0x2000, '[3, 4]'",
    "1, 0, 0x4000, '[0, 1]'",
    "4, 1, 0x2000, '[4]'",
    "4, 1, 0x4000, '[1]'",
    "1, 0, 0x6000, '[]'",
  })
  void modeAndFlagsChooseTheRings(int mode, int ring, int flags, String expected)
      throws NetmapException {
    Registration registration = open.open(mode, ring, flags);
    List<Integer> bound = bound(open.raw(registration));
    assertEquals(expected, bound.toString());
    assertEquals(bound.size(), open.engine.ringsInUse());
    registration.rxsync();
    registration.txsync();
  }

  @Test
  void aRingBeyondAllIsRefused() {
    NetmapError.NoSuchRing error = refused(NetmapError.NoSuchRing.class, ONE, 2, 0);
    assertEquals("gen: no such ring: ring 2 (have: 2 tx and 2 rx rings)", error.message());
    refused(NetmapError.NoSuchRing.class, ONE, 2, R);
    refused(NetmapError.NoSuchRing.class, ONE, 4094, 0);
    refused(NetmapError.NoSuchRing.class, NetmapAbi.REG_ONE_SW, 0, 0);
  }

  @Test
  void hostModesNeedHostRings() {
    refused(NetmapError.NoSuchRing.class, NetmapAbi.REG_SW, 0, 0);
    refused(NetmapError.NoSuchRing.class, NetmapAbi.REG_NIC_SW, 0, 0);
  }

  @Test
  void unknownModesAreRefused() {
    for (int mode : new int[] {0, 5, 6, 9, -1}) {
      refused(NetmapError.Unsupported.class, mode, 0, 0);
    }
  }

  @Test
  void numbersBeyondTheModulesAreNoRequest() {
    assertThrows(IllegalArgumentException.class, () -> Opened.request("gen", ONE, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> Opened.request("gen", ONE, 0x10000, 0));
    assertThrows(IllegalArgumentException.class, () -> new Geometry(0, 0, 0, 0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Geometry(0x10000, 0, 0, 0, 0, 0));
  }

  @Test
  void registrationsShareRings() throws NetmapException {
    Registration first = open.open();
    Registration second = open.open(ONE, 1, 0);
    assertEquals(4, open.engine.ringsInUse());
    assertNotEquals(first.reply().nifpOffset(), second.reply().nifpOffset());
    assertEquals(open.raw(first).rx(1).base(), open.raw(second).rx(1).base());
    open.due(3);
    second.rxsync();
    assertEquals("0,0,3", open.raw(first).rx(1).indices(), "the same indices");
    assertEquals("0,0,0", open.raw(first).rx(0).indices(), "not bound by the second");
    open.close(first);
    assertEquals(2, open.engine.ringsInUse());
    open.due(1);
    second.rxsync();
    assertEquals("0,0,4", open.raw(second).rx(1).indices());
    assertTrue(second.counters(new RingId(RingKind.RX, 1)).isPresent());
    assertTrue(second.counters(new RingId(RingKind.RX, 0)).isEmpty());
  }

  @Test
  void exclusiveIsByRingAndDirection() throws NetmapException {
    open.open(ONE, 0, X);
    open.open(ONE, 1, X | R);
    open.open(ONE, 1, X | T);
    NetmapError.CannotOpen error = refused(NetmapError.CannotOpen.class, ALL, 0, 0);
    assertTrue(error.message().contains("tx 0 is in use, exclusively"), error.message());
    refused(NetmapError.CannotOpen.class, ONE, 1, T);
    refused(NetmapError.CannotOpen.class, ONE, 1, X | R);
  }

  @Test
  void whatIsInUseCannotBeHadExclusively() throws NetmapException {
    Registration first = open.open(ONE, 0, 0);
    refused(NetmapError.CannotOpen.class, ONE, 0, X);
    refused(NetmapError.CannotOpen.class, ALL, 0, X);
    Registration other = open.open(ONE, 1, X);
    open.close(first);
    Registration again = open.open(ONE, 0, X);
    refused(NetmapError.CannotOpen.class, ONE, 0, 0);
    open.close(again);
    open.close(other);
  }

  @Test
  void exclusiveUseEndsWithItsRegistration() throws NetmapException {
    Registration keep = open.open(ONE, 1, 0); // the generator ends with its last registration
    Registration exclusive = open.open(ONE, 0, X);
    open.close(exclusive);
    open.open(ONE, 0, 0);
    open.open(ONE, 0, 0);
    open.close(keep);
  }

  @Test
  void aRegistrationWithoutRingsKeepsThePort() throws NetmapException {
    Registration none = open.open(ALL, 0, R | T);
    Registration rings = open.open();
    open.close(rings);
    Registration again = open.open(); // the port is still there
    open.close(none);
    open.due(2);
    again.rxsync();
    assertEquals("0,0,2", open.raw(again).rx(0).indices());
  }

  @Test
  void aFailedOpenDoesNotEndAPortWithoutRings() throws NetmapException {
    Registration none = open.open(ALL, 0, R | T);
    refused(NetmapError.NoSuchRing.class, ONE, 2, 0);
    open.close(open.open());
    open.close(none);
  }

  @Test
  void anAddedNicIsGoneAfterItsLastClose() throws NetmapException {
    open.close(open.open());
    refused(NetmapError.NoSuchPort.class, ALL, 0, 0);
    open.engine.addGenerator("gen", GeneratorOptions.of(1, 1));
  }

  @Test
  void anAddedNameIsTakenOnce() throws NetmapException {
    for (String name : new String[] {"gen", "lo"}) {
      NetmapException thrown =
          assertThrows(
              NetmapException.class,
              () -> open.engine.addGenerator(name, GeneratorOptions.of(1, 1)));
      assertInstanceOf(NetmapError.CannotOpen.class, thrown.error());
    }
    open.close(open.open());
  }

  @Test
  void whatDoesNotFitIsRefusedAndLeavesNothing() throws NetmapException {
    open.engine.addGenerator(
        "wide", new GeneratorOptions(List.of(1L), 1, 49, System::nanoTime)); // 48 slots fit
    open.engine.addGenerator(
        "many",
        new GeneratorOptions(
            List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L), 1, 8, System::nanoTime)); // 16 rings
    open.engine.addGenerator(
        "big",
        new GeneratorOptions(List.of(1L, 1L, 1L), 1, 48, System::nanoTime)); // 288 of 254 buffers
    Registration first = open.open();
    for (String name : List.of("wide", "many", "big")) {
      NetmapException thrown =
          assertThrows(NetmapException.class, () -> open.open(name, ALL, 0, 0));
      assertInstanceOf(NetmapError.NoSpace.class, thrown.error());
      assertEquals(4, open.engine.ringsInUse());
    }
    open.open("big", ONE, 0, 0); // 96 buffers: a refused open does not spend the generator
    open.close(first);
  }

  @Test
  void netmapIfsRunOut() throws NetmapException {
    List<Registration> all = new ArrayList<>();
    for (int i = 0; i < Opened.SMALL.ifs(); i++) {
      all.add(open.open());
    }
    refused(NetmapError.NoSpace.class, ALL, 0, 0);
    open.close(all.getFirst());
    open.open();
  }
}
