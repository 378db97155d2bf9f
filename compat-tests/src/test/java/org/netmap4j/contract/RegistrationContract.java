package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netmap4j.PortMode;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;

/** Who gets which rings and which memory: exclusive use, NULL ports, extra buffers. */
abstract class RegistrationContract extends Contract {
  private final String vale = name("vale");

  private Opened wide(String suffix) throws NetmapException {
    return open(vale + ":w" + suffix, builder -> builder.rings(2).slots(16));
  }

  @Test
  void exclusiveUseIsByRing() throws NetmapException {
    wide("-0/x");
    wide("-1/x");
    refused(NetmapError.CannotOpen.class, vale + ":w");
    refused(NetmapError.CannotOpen.class, vale + ":w-1");
  }

  @Test
  void exclusiveUseIsByDirection() throws NetmapException {
    wide("/Rx");
    wide("/Tx");
    refused(NetmapError.CannotOpen.class, vale + ":w");
  }

  @Test
  void whatIsSharedCannotBecomeExclusive() throws NetmapException {
    Opened first = wide("");
    refused(NetmapError.CannotOpen.class, vale + ":w/x");
    wide("");
    refused(NetmapError.CannotOpen.class, vale + ":w/x");
    assertEquals(2, first.port.rxRings().size());
  }

  @Test
  void exclusiveUseEndsWithTheDescriptor() throws NetmapException {
    Opened other = wide("-1");
    Opened first = wide("-0/x");
    close(first);
    wide("-0");
    close(other);
  }

  @Test
  void aRingBeyondAllIsRefusedAndOneBeyondADirectionIsItsFirst() throws NetmapException {
    open(vale + ":w", builder -> builder.txRings(1).rxRings(3).slots(16));
    refused(NetmapError.class, vale + ":w-3");
    Opened third = open(vale + ":w-2");
    assertEquals(2, third.port.rxRings().getFirst().id().index());
    assertEquals(0, third.port.txRings().getFirst().id().index());
  }

  @Test
  void ringsAndBuffersAreTakenReceiveRingsFirst() throws NetmapException {
    Opened port = wide("");
    assertEquals(2, port.raw.rx(0).buf(0));
    assertTrue(port.raw.rx(0).base() < port.raw.rx(1).base());
    assertTrue(port.raw.rx(1).base() < port.raw.tx(0).base());
    assertEquals(2 + 2 * 16, port.raw.tx(0).buf(0));
  }

  // NULL ports

  @Test
  void aNullPortMapsARegion() throws NetmapException {
    Opened port = wide("");
    int region = port.registration.reply().memId();
    Opened none = open(name("nu") + "@" + region, builder -> builder.mode(PortMode.NULL));
    assertEquals(0, none.port.rxRings().size());
    assertEquals(0, none.port.txRings().size());
    MemorySegment memory = none.registration.region();
    RawPort seen = new RawPort(memory, port.registration.reply().nifpOffset());
    assertEquals(port.raw.name(), seen.name());
    port.raw.tx(1).put(0, frame(1, 60), 0);
    port.raw.tx(1).advance(1);
    assertEquals("1,1,15", seen.tx(1).indices());
    none.port.rxsync();
    none.port.txsync();
    close(port);
    assertEquals(memory.byteSize(), none.registration.region().byteSize());
  }

  @Test
  void aNullPortNeedsARegionThatIsThere() {
    refused(NetmapError.class, name("nu"), builder -> builder.mode(PortMode.NULL));
    refused(NetmapError.class, name("nu") + "@60000", builder -> builder.mode(PortMode.NULL));
  }

  // extra buffers

  private Registration extra(String name, int memId, int count) throws NetmapException {
    return current()
        .register(
            new RegisterRequest(
                name,
                NetmapAbi.REG_ALL_NIC,
                0,
                0,
                memId,
                count,
                new Geometry(1, 1, 0, 0, 16, 16),
                false));
  }

  private static long buffer(RawPort raw, int index) {
    return raw.rx(0).base() + raw.rx(0).bufOfs() + (long) index * raw.rx(0).bufferSize();
  }

  private static List<Integer> chain(Registration registration) {
    RawPort raw = RawPort.of(registration);
    List<Integer> found = new ArrayList<>();
    int next = raw.bufsHead();
    while (next != 0) {
      found.add(next);
      next = registration.region().get(ValueLayout.JAVA_INT, buffer(raw, next));
    }
    return found;
  }

  @Test
  void extraBuffersAreChained() throws NetmapException {
    try (Registration port = extra(vale + ":e", 0, 10)) {
      assertEquals(10, port.reply().extraBuffers());
      List<Integer> chain = chain(port);
      assertEquals(10, chain.size());
      RawPort raw = RawPort.of(port);
      Set<Integer> all = new HashSet<>(chain);
      for (int i = 0; i < 16; i++) {
        all.add(raw.rx(0).buf(i));
        all.add(raw.tx(0).buf(i));
      }
      assertEquals(42, all.size(), "no buffer twice");
    }
  }

  @Test
  void fewerExtraBuffersAreGrantedWhereThereAreNoMore() throws NetmapException {
    Opened keep = wide("");
    int region = keep.registration.reply().memId();
    try (Registration port = extra(vale + ":e", region, 1 << 20)) {
      int granted = port.reply().extraBuffers();
      assertTrue(granted > 0 && granted < 1 << 20, "granted " + granted);
      assertEquals(granted, chain(port).size());
      refused(NetmapError.NoSpace.class, vale + ":f@" + region);
    }
    open(vale + ":f@" + region, builder -> builder.slots(16));
  }

  @Test
  void whateverListStandsThereIsFreed() throws NetmapException {
    Opened keep = wide("");
    int region = keep.registration.reply().memId();
    Set<String> chains = new HashSet<>();
    for (int round = 0; round < 6; round++) {
      Registration port = extra(vale + ":e", region, 4);
      List<Integer> chain = chain(port);
      chains.add(chain.toString());
      RawPort raw = RawPort.of(port);
      MemorySegment memory = port.region();
      // a buffer of the ring for one of the chain, as after an exchange
      int of = raw.tx(0).buf(0);
      raw.tx(0).buf(0, chain.get(3));
      memory.set(ValueLayout.JAVA_INT, buffer(raw, chain.get(2)), of);
      memory.set(ValueLayout.JAVA_INT, buffer(raw, of), 0);
      port.close();
    }
    assertEquals(1, chains.size(), "the same buffers are there each time");
  }

  @Test
  void aRegionGoesWithItsLastUser() throws NetmapException {
    Opened port = wide("");
    int region = port.registration.reply().memId();
    close(port);
    refused(NetmapError.class, name("nu") + "@" + region, builder -> builder.mode(PortMode.NULL));
    assertNotEquals(1, region);
  }
}
