package org.netmap4j.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;
import org.netmap4j.scripted.RawRing;

/** What a registration leaves in memory, before anything happened. */
class MemoryImageTest {
  @Test
  void ringsBeginAsTheModuleLeavesThem() throws NetmapException {
    try (Opened open = new Opened(2)) {
      RawPort port = open.raw(open.open());
      Set<Integer> buffers = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        assertEquals("0,0,7", port.tx(i).indices());
        assertEquals("0,0,0", port.rx(i).indices());
        assertEquals(1, port.tx(i).dir());
        assertEquals(0, port.rx(i).dir());
        for (RawRing ring : List.of(port.tx(i), port.rx(i))) {
          assertEquals(i, ring.ringId());
          assertEquals(Opened.SLOTS, ring.slots());
          assertEquals(2048, ring.bufferSize());
          assertEquals(Opened.SMALL.bufferPool(), ring.base() + ring.bufOfs());
          assertEquals(0, ring.ts());
          for (int s = 0; s < Opened.SLOTS; s++) {
            assertEquals(2048, ring.len(s));
            assertEquals(0, ring.flags(s));
            assertTrue(buffers.add(ring.buf(s)), "buffer " + ring.buf(s) + " is there twice");
          }
        }
      }
      Set<Integer> fromTwoOn = new TreeSet<>();
      for (int i = 2; i < 2 + 4 * Opened.SLOTS; i++) {
        fromTwoOn.add(i);
      }
      assertEquals(fromTwoOn, buffers);
    }
  }

  @Test
  void netmapIfSaysWhatThereIs() throws NetmapException {
    try (Opened open = new Opened(3)) {
      Registration registration = open.open();
      RawPort port = open.raw(registration);
      assertEquals("gen", port.name());
      assertEquals(0, port.version());
      assertEquals(0, port.flags());
      assertEquals(3, port.txRings());
      assertEquals(3, port.rxRings());
      assertEquals(1, port.hostTxRings(), "at least 1, also where there is none");
      assertEquals(1, port.hostRxRings());
      assertEquals(0, port.bufsHead());
      for (int i = 0; i < 8; i++) {
        boolean host = i == 3 || i == 7;
        assertEquals(host, port.ofs(i) == 0, "ring_ofs " + i);
      }
      assertEquals(1, registration.reply().memId());
      assertEquals(256, registration.reply().buffers());
      assertEquals(PortKind.GENERATOR, registration.reply().kind());
      assertEquals(Opened.SMALL.bytes(), registration.region().byteSize());
    }
  }

  @Test
  void longNamesAreCut() throws NetmapException {
    try (Opened open = new Opened()) {
      open.engine.addGenerator(
          "another-generator-of-a-long-name",
          new GeneratorOptions(List.of(1L), 1, 8, System::nanoTime));
      Registration registration =
          open.open("another-generator-of-a-long-name", NetmapAbi.REG_ALL_NIC, 0, 0);
      assertEquals("another-generat", open.raw(registration).name());
    }
  }

  @Test
  void layoutKeepsIfsRingsAndBuffersApart() {
    RegionLayout layout = Opened.SMALL;
    assertEquals(4096, layout.ringPool());
    assertEquals(4096 + 16 * 1024, layout.bufferPool());
    assertEquals(layout.bufferPool() + 256 * 2048, layout.bytes());
    assertNotEquals(0, RegionLayout.SHARED.bytes());
  }
}
