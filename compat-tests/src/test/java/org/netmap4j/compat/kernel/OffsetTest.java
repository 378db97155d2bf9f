package org.netmap4j.compat.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.carries;
import static org.netmap4j.compat.kernel.Kernel.same;
import static org.netmap4j.compat.kernel.Kernel.says;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Packets that do not begin with their buffers. */
@Tag("kernel")
class OffsetTest {
  private static void carriesBothWays(NetmapPort one, NetmapPort two) throws NetmapException {
    carries(one, two);
    carries(two, one);
  }

  private static void carriesSeveralSlots(NetmapPort from, NetmapPort to) throws NetmapException {
    for (int length : new int[] {1984, 1985, 2048, 5000}) {
      byte[] frame = Kernel.frame(length, length);
      assertTrue(from.inject(frame));
      from.txsync();
      same(List.of(frame), Kernel.receive(to, 1));
    }
  }

  @Test
  void overAPipe() throws NetmapException {
    try (NetmapPort master = Kernel.open("netmap:ko{1@offset=64");
        NetmapPort slave = Kernel.open("netmap:ko}1@offset=64")) {
      assertTrue(master.rxRings().getFirst().offsets() && slave.rxRings().getFirst().offsets());
      carriesBothWays(master, slave);
      carriesSeveralSlots(master, slave);
    }
  }

  @Test
  void overASwitch() throws NetmapException {
    try (NetmapPort one = Kernel.open("vale5:o1@offset=64");
        NetmapPort two = Kernel.open("vale5:o2@offset:initial=64,bits=16")) {
      carriesBothWays(one, two);
      carriesSeveralSlots(one, two);
    }
    try (NetmapPort one = Kernel.open("vale5:o1@offset=64");
        NetmapPort two = Kernel.open("vale5:o2@offset=512")) {
      carriesBothWays(one, two);
    }
    try (NetmapPort one = Kernel.open("vale5:o1@offset=64");
        NetmapPort plain = Kernel.open("vale5:plain")) {
      carriesBothWays(one, plain);
    }
    // the switch keeps what is left of the sender's offset by 64, and writes down where that is
    try (NetmapPort odd = Kernel.open("vale5:o1@offset=7");
        NetmapPort two = Kernel.open("vale5:o2@offset=64")) {
      carriesBothWays(odd, two);
    }
  }

  @Test
  void overAVethPair() throws NetmapException {
    Kernel.engine();
    String[] ends = Kernel.veth();
    try (NetmapPort one = Kernel.open("netmap:" + ends[0] + "@offset=64");
        NetmapPort two = Kernel.open("netmap:" + ends[1] + "@offset=64")) {
      carriesBothWays(one, two);
      NetmapError.PacketTooLarge error =
          Kernel.refused(NetmapError.PacketTooLarge.class, () -> one.inject(new byte[1985]));
      assertEquals(1984, error.limit());
    }
  }

  /** Through a second descriptor of the port, by numbers of our own. */
  @Test
  void thePacketIsBehindTheOffsetInMemory() throws NetmapException {
    try (NetmapPort port = Kernel.open("netmap:ko{2@offset=64");
        Registration raw =
            Kernel.engine()
                .register(new RegisterRequest("ko{2", 1, 0, 0, 0, 0, Geometry.ANY, false))) {
      MemorySegment region = raw.region();
      long nifp = raw.reply().nifpOffset();
      long ring = nifp + region.get(JAVA_LONG, nifp + 56);
      assertEquals(-1L, region.get(JAVA_LONG, ring + 56), "offset_mask");
      byte[] frame = Kernel.frame(1, 100);
      assertTrue(port.inject(frame));
      int slots = region.get(JAVA_INT, ring + 8);
      for (int i = 0; i < slots; i++) {
        assertEquals(64, region.get(JAVA_LONG, ring + 256 + 16L * i + 8), "ptr of slot " + i);
      }
      long buffer =
          ring
              + region.get(JAVA_LONG, ring)
              + (long) region.get(JAVA_INT, ring + 256) * region.get(JAVA_INT, ring + 12);
      assertArrayEquals(frame, region.asSlice(buffer + 64, 100).toArray(JAVA_BYTE));
    }
  }

  @Test
  void offsetsThatCannotBeSayWhy() throws NetmapException {
    Kernel.engine();
    for (String wrong : List.of("@offset=2049", "@offset:initial=64,bits=6")) {
      says(
          "longer than a buffer, or than its bits",
          cannotOpen(NetmapError.CannotOpen.class, "vale5:o3" + wrong));
    }
    try (NetmapPort port = Kernel.open("vale5:o3@offset=64")) {
      assertTrue(port.rxRings().getFirst().offsets());
      says("with other offsets", cannotOpen(NetmapError.CannotOpen.class, "vale5:o3@offset=128"));
      Kernel.open("vale5:o3@offset=32").close();
    }
  }
}
