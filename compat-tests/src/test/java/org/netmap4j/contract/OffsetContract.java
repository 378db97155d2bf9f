package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Offsets;
import org.netmap4j.engine.RegisterRequest.Options;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** Packets that begin behind their buffers' start. */
abstract class OffsetContract extends Contract {
  private static final int BUFFER = 2048;

  private final String vale = name("vale");
  private final String base = name("of");

  private Registration asks(String name, long max, long initial, int bits) throws NetmapException {
    return current()
        .register(
            new RegisterRequest(
                name,
                NetmapAbi.REG_ALL_NIC,
                0,
                0,
                0,
                0,
                new Geometry(1, 1, 0, 0, 16, 16),
                false,
                new Options(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Offsets(max, initial, bits)))));
  }

  private static void allSlots(long ptr, RawRing ring) {
    for (int i = 0; i < ring.slots(); i++) {
      assertEquals(ptr, ring.ptr(i), "slot " + i);
    }
  }

  private static void carries(Opened from, Opened to, int length) throws NetmapException {
    for (int i = 0; i < 40; i++) { // more than once round the ring
      byte[] frame = frame(i, length);
      from.send(frame);
      same(List.of(frame), to.take());
    }
  }

  @Test
  void theInitialOffsetIsInAllSlotsAndTheMaskInTheRings() throws NetmapException {
    for (String name : new String[] {vale + ":a", base + "{1"}) {
      Opened port = open(name + "@offset=64", builder -> builder.slots(16));
      for (RawRing ring : new RawRing[] {port.tx(), port.rx()}) {
        assertEquals(-1L, ring.offsetMask());
        allSlots(64, ring);
      }
    }
    Opened narrow = open(vale + ":b@offset:initial=64,bits=16", builder -> builder.slots(16));
    assertEquals(0xffffL, narrow.tx().offsetMask());
    Opened none = open(vale + ":c", builder -> builder.slots(16));
    assertEquals(0, none.tx().offsetMask());
  }

  @Test
  void theOtherEndOfAPipeBeginsWithTheSameOffsets() throws NetmapException {
    Opened master = open(base + "{1@offset=64", builder -> builder.slots(16));
    Opened slave = open(base + "}1");
    assertEquals(-1L, slave.rx().offsetMask());
    allSlots(64, slave.rx());
    allSlots(64, slave.tx());
    carries(master, slave, 100);
    carries(slave, master, 1984);
  }

  @Test
  void aPipeCarriesPacketsBehindOffsets() throws NetmapException {
    Opened master = open(base + "{1@offset=64", builder -> builder.slots(16));
    Opened slave = open(base + "}1@offset=64");
    carries(master, slave, 100);
    carries(slave, master, 1984);
    assertEquals(64, slave.rx().ptr(0));
  }

  @ParameterizedTest
  @CsvSource({"64,64", "64,0", "0,64", "64,512", "512,64", "0,2048"})
  void aSwitchCarriesPacketsFromAnOffsetToAnother(int from, int to) throws NetmapException {
    Opened one = open(vale + ":a" + (from == 0 ? "" : "@offset=" + from), b -> b.slots(16));
    Opened two = open(vale + ":b" + (to == 0 ? "" : "@offset=" + to), b -> b.slots(16));
    if (to == BUFFER) {
      one.send(frame(1, 60));
      assertTrue(two.take().stream().allMatch(packet -> packet.length == 0), "there is no room");
      return;
    }
    carries(one, two, 100);
    carries(two, one, 1500);
    carries(one, two, BUFFER - Math.max(from, to));
  }

  @Test
  void whatDoesNotFitBehindItsOffsetIsNotSent() throws NetmapException {
    Opened one = open(vale + ":a@offset=64", builder -> builder.slots(16));
    Opened two = open(vale + ":b", builder -> builder.slots(16));
    one.queue(0, frame(1, 1984), frame(2, 60));
    one.tx().len(0, 1985);
    one.port.txsync();
    same(List.of(frame(2, 60)), two.take());
  }

  @Test
  void anOffsetBeyondTheMostCountsAsTheMost() throws NetmapException {
    Opened one = open(vale + ":a@offset=64", builder -> builder.slots(16));
    Opened two = open(vale + ":b", builder -> builder.slots(16));
    long[] hostile = {65, 2048, 2049, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    for (int i = 0; i < hostile.length; i++) {
      int at = one.tx().head();
      one.queue(0, frame(i, 60));
      one.tx().ptr(at, hostile[i]);
      one.port.txsync();
      same(List.of(frame(i, 60)), two.take());
    }
  }

  @Test
  void aMonitorShowsPacketsOfOffsets() throws NetmapException {
    Opened one = open(vale + ":a@offset=64", builder -> builder.slots(16));
    Opened plain = open(vale + ":a/t");
    Opened behind = open(vale + ":a/t@offset=128");
    one.send(frame(1, 100));
    same(List.of(frame(1, 100)), plain.take());
    assertEquals(128, behind.rx().ptr(0));
    same(List.of(frame(1, 100)), behind.take());
    refused(NetmapError.Unsupported.class, vale + ":a/z@offset=64");
  }

  @ParameterizedTest
  @CsvSource({
    "2049, 0, 0",
    "64, 64, 6",
    "64, 65, 0",
    "0, 1, 0",
    "64, 64, 65",
    "-1, 0, 0",
    "64, -1, 0",
  })
  void whatCannotBeIsRefused(long max, long initial, int bits) throws NetmapException {
    NetmapException e =
        assertThrows(NetmapException.class, () -> asks(vale + ":a", max, initial, bits).close());
    assertTrue(e.error() instanceof NetmapError.CannotOpen, e.getMessage());
    asks(vale + ":a", 64, 64, 7).close(); // nothing is left of it
  }

  @Test
  void theMostMayBeMoreThanTheInitialOffset() throws NetmapException {
    try (Registration port = asks(vale + ":a", 256, 64, 0)) {
      Opened two = open(vale + ":b", builder -> builder.slots(16));
      RawRing tx = RawPort.of(port).tx(0);
      tx.ptr(0, 192);
      tx.put(0, frame(1, 60), 0);
      tx.advance(1);
      port.txsync();
      same(List.of(frame(1, 60)), two.take());
    }
  }

  @Test
  void whoComesLaterGetsNoMoreThanThereIs() throws NetmapException {
    Opened first = open(vale + ":a@offset:initial=64,bits=16", builder -> builder.slots(16));
    for (String more : new String[] {"@offset=64", "@offset:initial=128,bits=16"}) {
      refused(NetmapError.CannotOpen.class, vale + ":a" + more);
    }
    Opened less = open(vale + ":a@offset:initial=32,bits=8");
    allSlots(64, less.tx());
    assertEquals(0xffffL, less.tx().offsetMask());
    Opened none = open(vale + ":a");
    assertEquals(0xffffL, none.tx().offsetMask());
    assertEquals(first.tx().base(), none.tx().base());
  }

  @Test
  void aRingInUseGetsOffsetsButKeepsItsSlots() throws NetmapException {
    Opened first = open(vale + ":a", builder -> builder.slots(16));
    Opened second = open(vale + ":a@offset=64");
    allSlots(0, first.tx());
    assertEquals(-1L, second.tx().offsetMask());
  }
}
