package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** The region's memfd: its name, its seals, and that nothing is left of it. */
class RegionLifeTest {
  private static final int F_GET_SEALS = 1034;
  private static final int EPERM = 1;

  private List<String> before;

  @BeforeEach
  void count() {
    before = Descriptors.open();
  }

  private static List<String> regions() {
    return Descriptors.open().stream().filter(fd -> fd.contains("memfd:netmap-region")).toList();
  }

  private void assertNothingLeft() {
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }

  @Test
  void regionIsNamedByItsLayoutAndSealed() throws NetmapException {
    try (Opened open = new Opened()) {
      assertEquals(List.of(), regions(), "no region before the first port");
      open.open();
      assertEquals(1, regions().size());
      String[] fd = regions().getFirst().split(" ", 2);
      assertTrue(
          fd[1].startsWith("/memfd:netmap-region-1:if=8x512,ring=16x1024,buf=256x2048"), fd[1]);
      int number = Integer.parseInt(fd[0]);
      assertEquals(1 | 2 | 4, Libc.fcntl(number, F_GET_SEALS, 0), "seal, shrink, grow");
      assertEquals(-EPERM, Libc.ftruncate(number, 0));
      assertEquals(-EPERM, Libc.ftruncate(number, Opened.SMALL.bytes() + 4096));
    }
    assertNothingLeft();
  }

  @Test
  void portsOfAnEngineShareOneRegion() throws NetmapException {
    try (Opened open = new Opened()) {
      open.engine.addGenerator("other", new GeneratorOptions(List.of(1L), 1, 8, System::nanoTime));
      Registration first = open.open();
      Registration second = open.open("other", NetmapAbi.REG_ALL_NIC, 0, 0);
      assertEquals(1, regions().size());
      assertEquals(first.region().address(), second.region().address());
      open.close(first);
      assertEquals("other", open.raw(second).name());
      MemorySegment memory = second.region();
      open.close(second);
      assertThrows(
          IllegalStateException.class, () -> new RawPort(memory, 0).name(), "no fault, no bytes");
    }
    assertNothingLeft();
  }

  @Test
  void nothingIsLeftOfAThousandOpens() throws NetmapException {
    EmbeddedEngine engine = new EmbeddedEngine(Opened.SMALL);
    for (int i = 0; i < 1000; i++) {
      engine.addGenerator("gen", new GeneratorOptions(List.of(9L), i, 8, System::nanoTime));
      Registration port =
          engine.register(Opened.request("gen", NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_EXCLUSIVE));
      port.rxsync();
      port.close();
    }
    assertNothingLeft();
  }

  @Test
  void nothingIsLeftOfOpensThatFail() throws NetmapException {
    EmbeddedEngine engine = new EmbeddedEngine(Opened.SMALL);
    engine.addGenerator("big", new GeneratorOptions(List.of(9L, 9L, 9L), 1, 48, System::nanoTime));
    for (int i = 0; i < 200; i++) {
      assertThrows(
          NetmapException.class,
          () -> engine.register(Opened.request("big", NetmapAbi.REG_ALL_NIC, 0, 0)));
      assertThrows(
          NetmapException.class,
          () -> engine.register(Opened.request("none-such", NetmapAbi.REG_ALL_NIC, 0, 0)));
    }
    assertNothingLeft();
  }

  @Test
  void buffersAreGivenBackFromWhereTheyAreNow() throws NetmapException {
    try (Opened open = new Opened()) {
      Registration rx = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_RX_RINGS_ONLY);
      Registration tx = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_TX_RINGS_ONLY);
      RawRing in = open.raw(rx).rx(0);
      RawRing out = open.raw(tx).tx(0);
      for (int i = 0; i < Opened.SLOTS; i++) { // zero copy: exchanged
        int buffer = in.buf(i);
        in.buf(i, out.buf(i));
        out.buf(i, buffer);
      }
      open.close(rx);
      Registration again = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_RX_RINGS_ONLY);
      RawRing fresh = open.raw(again).rx(0);
      for (int i = 0; i < Opened.SLOTS; i++) {
        for (int j = 0; j < Opened.SLOTS; j++) {
          assertTrue(fresh.buf(i) != out.buf(j), "buffer " + fresh.buf(i) + " in two rings");
        }
      }
    }
  }

  @Test
  void nothingOfAPacketIsLeftForTheNextOwner() throws NetmapException {
    try (Opened open = new Opened()) {
      Registration keep = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_RX_RINGS_ONLY);
      Registration first = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_TX_RINGS_ONLY);
      byte[] secret = new byte[2048];
      java.util.Arrays.fill(secret, (byte) 's');
      for (int i = 0; i < Opened.SLOTS; i++) {
        open.raw(first).tx(0).put(i, secret, 0);
      }
      open.close(first);
      Registration second = open.open(NetmapAbi.REG_ALL_NIC, 0, NetmapAbi.NR_TX_RINGS_ONLY);
      for (int i = 0; i < Opened.SLOTS; i++) {
        assertEquals(
            -1,
            MemorySegment.ofArray(open.raw(second).tx(0).get(i))
                .mismatch(MemorySegment.ofArray(new byte[2048])));
      }
      open.close(keep);
    }
  }

  @Test
  void poolGivesTheLowestAndTakesBackOnce() {
    Pool pool = new Pool(2, 10);
    assertEquals(8, pool.free());
    assertEquals(List.of(2, 3, 4), java.util.Arrays.stream(pool.take(3)).boxed().toList());
    assertEquals(0, pool.take(6).length, "too few: none");
    assertEquals(5, pool.free());
    assertTrue(pool.give(3));
    for (int wrong : new int[] {3, 1, 10, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertEquals(false, pool.give(wrong), wrong + " was not taken");
    }
    assertEquals(List.of(3, 5), java.util.Arrays.stream(pool.take(2)).boxed().toList());
  }
}
