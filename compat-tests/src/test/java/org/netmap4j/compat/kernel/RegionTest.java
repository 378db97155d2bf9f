package org.netmap4j.compat.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.carries;
import static org.netmap4j.compat.kernel.Kernel.refused;
import static org.netmap4j.compat.kernel.Kernel.says;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortMode;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Memory regions: their numbers, ports that share one, and NULL ports, which have nothing else. */
@Tag("kernel")
class RegionTest {
  private static final int NULL = 7; // NR_REG_NULL
  private static final int HEAD = 20; // of struct netmap_ring

  private static RegisterRequest request(String name, int mode, int memId) {
    return new RegisterRequest(name, mode, 0, 0, memId, 0, Geometry.ANY, false);
  }

  @Test
  void aNullPortReadsAnotherPortsRegion() throws NetmapException {
    try (NetmapPort port = Kernel.open("vale5:seen/x");
        Registration seen = Kernel.engine().register(request("region", NULL, port.memId()))) {
      assertEquals(port.memId(), seen.reply().memId());
      assertEquals(
          Kernel.engine().control().portInfo("", port.memId()).memoryBytes(),
          seen.region().byteSize());
      PoolsInfo pools = Kernel.engine().control().poolsInfo("vale5:seen", 0);
      assertEquals(port.memId(), pools.memId());
      assertEquals("vale5:seen", seen.region().getString(pools.interfaces().offset()));
      boolean found = false;
      Kernel.send(port, 3);
      for (int i = 0; i < pools.rings().objects(); i++) {
        long ring = pools.rings().offset() + (long) i * pools.rings().size();
        found |= seen.region().get(JAVA_INT, ring + HEAD) == 3;
      }
      assertTrue(found, "the head of the ring that the port sent through");
    }
  }

  @Test
  void aNullPortHasNoRings() throws NetmapException {
    try (NetmapPort port = Kernel.open("vale5:near");
        NetmapPort nothing =
            Netmap.port("netmap:nothing")
                .engine(Kernel.engine())
                .mode(PortMode.NULL)
                .memory(port.memId())
                .open()) {
      assertEquals(PortKind.NULL, nothing.kind());
      assertEquals(port.memId(), nothing.memId());
      assertTrue(nothing.rxRings().isEmpty() && nothing.txRings().isEmpty(), nothing.toString());
      nothing.rxsync();
      nothing.txsync();
    }
    says(
        "memory region",
        refused(
            NetmapError.CannotOpen.class,
            () -> Kernel.engine().register(request("nothing", NULL, 0)).close()));
  }

  @Test
  void aPortSharesTheRegionOfAnother() throws Exception {
    try (NetmapPort first = Kernel.open("vale5:first");
        NetmapPort second = Kernel.open("vale5:second");
        NetmapPort shares = Kernel.open("vale5:shares@share=vale5:first");
        NetmapPort agrees = Kernel.open("vale5:agrees@" + first.memId() + "@share=vale5:first")) {
      assertNotEquals(first.memId(), second.memId());
      assertEquals(first.memId(), shares.memId());
      assertEquals(first.memId(), agrees.memId());
      carries(first, shares);
      int other = first.memId() + 1;
      NetmapError differs =
          cannotOpen(NetmapError.CannotOpen.class, "vale5:x@" + other + "@share=vale5:first");
      says("vale5:first is region " + first.memId() + ", and @" + other, differs);
    }
  }

  @Test
  void whatIsNotThereIsNotShared() throws NetmapException {
    Control control = Kernel.engine().control();
    says(
        "no port vale5:none to share",
        cannotOpen(NetmapError.CannotOpen.class, "vale5:x@share=vale5:none"));
    cannotOpen(NetmapError.NoSuchPort.class, "vale5:x@share=netmap:nosuch0");
    assertTrue(
        control.valeList().stream().noneMatch(port -> port.name().startsWith("vale5:")),
        control.valeList().toString());
    try (NetmapPort nic = Kernel.open("vale5:x@share=netmap:" + Kernel.veth()[0])) {
      assertEquals(1, nic.memId(), "a NIC's region is the one that all NICs have");
    }
  }
}
