package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.refused;
import static org.netmap4j.compat.kernel.Kernel.says;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Control;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** The virtio-net header that a VALE port puts before each packet. */
@Tag("kernel")
class HeaderLengthTest {
  private static final long ACCEPT_VNET_HDR = 0x8000;

  @Test
  void isSetAndGot() throws NetmapException {
    Control control = Kernel.engine().control();
    try (NetmapPort port = Kernel.open("vale5:hdr")) {
      assertEquals(0, control.headerLength(port.name()));
      for (int bytes : new int[] {10, 12}) {
        control.setHeaderLength(port.name(), bytes);
        assertEquals(bytes, control.headerLength(port.name()));
        says("virtio-net header", cannotOpen(NetmapError.CannotOpen.class, port.name()));
        Netmap.port(port.name())
            .engine(Kernel.engine())
            .registerFlags(ACCEPT_VNET_HDR)
            .open()
            .close();
      }
      for (int bytes : new int[] {7, 11, -1}) {
        says(
            "give 0, 10 or 12 bytes",
            refused(
                NetmapError.CannotOpen.class, () -> control.setHeaderLength(port.name(), bytes)));
      }
      assertEquals(12, control.headerLength(port.name()));
      control.setHeaderLength(port.name(), 0);
      Kernel.open(port.name()).close();
    }
    says(
        "no such port",
        refused(NetmapError.CannotOpen.class, () -> control.setHeaderLength("vale5:none", 12)));
  }
}
