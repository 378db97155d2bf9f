package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;

class ChannelTest {
  private static void carries(NetmapPort from, NetmapPort to, int fill) throws NetmapException {
    byte[] packet = Ports.packet(fill, 100);
    assertTrue(from.inject(packet));
    from.txsync();
    assertTrue(to.awaitPackets(Duration.ofSeconds(10)));
    Packet arrived = to.nextPacket();
    assertNotNull(arrived);
    assertArrayEquals(packet, arrived.bytes());
  }

  @Test
  void carriesBothWays() throws NetmapException {
    try (Channel channel = Channel.open();
        Channel other = Channel.open()) {
      carries(channel.left(), channel.right(), 1);
      carries(channel.right(), channel.left(), 2);
      carries(other.left(), other.right(), 3);
      channel.left().rxsync();
      channel.right().rxsync();
      assertFalse(channel.left().hasPackets() || channel.right().hasPackets());
    }
  }

  @Test
  void isAsLongAsAskedFor() throws NetmapException {
    try (Channel channel = Channel.open(4)) {
      int sent = 0;
      while (channel.left().inject(Ports.packet(sent, 60))) {
        sent++;
      }
      assertEquals(3, sent);
    }
    assertThrows(IllegalArgumentException.class, () -> Channel.open(1));
    assertThrows(IllegalArgumentException.class, () -> Channel.open(70_000));
  }

  @Test
  void anEndStaysOpenWithoutTheOther() throws NetmapException {
    try (Channel channel = Channel.open(8)) {
      channel.right().close();
      assertTrue(channel.left().inject(Ports.packet(1, 60)));
      channel.left().txsync();
      channel.left().rxsync();
      assertFalse(channel.left().hasPackets());
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Channel.open().close();
    List<String> before = Descriptors.open();
    for (int i = 0; i < 1000; i++) {
      Channel.open(8).close();
    }
    assertEquals(before, Descriptors.open());
    assertEquals(List.of(), Descriptors.mapped());
  }
}
