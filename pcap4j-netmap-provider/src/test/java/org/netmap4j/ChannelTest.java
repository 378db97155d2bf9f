package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.Ports.packet;
import static org.netmap4j.Ports.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.PortKind;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Descriptors;
import org.netmap4j.scripted.Seeds;

class ChannelTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static List<byte[]> received(NetmapPort port) throws NetmapException {
    List<byte[]> packets = new ArrayList<>();
    port.rxsync();
    port.dispatch(0, packet -> packets.add(packet.bytes()));
    return packets;
  }

  @Test
  void bytesGoBothWays() throws NetmapException {
    Random random = Seeds.random(ChannelTest.class);
    try (Channel channel = Netmap.channel()) {
      NetmapPort[] ports = {channel.first(), channel.second()};
      assertEquals(PortKind.PIPE, ports[0].kind());
      assertEquals(1024, ports[0].txRings().getFirst().slots());
      assertEquals(2048, ports[1].rxRings().getFirst().bufferSize());
      for (int round = 0; round < 50; round++) {
        NetmapPort from = ports[round % 2];
        byte[][] sent = new byte[random.nextInt(1, 100)][];
        for (int i = 0; i < sent.length; i++) {
          sent[i] = new byte[random.nextInt(1, 5000)];
          random.nextBytes(sent[i]);
        }
        assertEquals(sent.length, from.injectBatch(sent));
        from.txsync();
        List<byte[]> came = received(ports[1 - round % 2]);
        assertEquals(sent.length, came.size());
        for (int i = 0; i < sent.length; i++) {
          assertArrayEquals(sent[i], came.get(i));
        }
        assertEquals(List.of(), received(from), "nothing comes back");
      }
    }
  }

  @Test
  void slotsAndBuffersAreAsAskedFor() throws NetmapException {
    int[][] shapes = {{2, 64}, {3, 128}, {64, 9024}, {4096, 64}, {16, 65_472}};
    for (int[] shape : shapes) {
      try (Channel channel = Channel.open(shape[0], shape[1])) {
        for (NetmapPort port : List.of(channel.first(), channel.second())) {
          assertEquals(1, port.rxRings().size());
          assertEquals(1, port.txRings().size());
          for (Ring ring : List.of(port.rxRings().getFirst(), port.txRings().getFirst())) {
            assertEquals(shape[0], ring.slots());
            assertEquals(shape[1], ring.bufferSize());
          }
        }
        byte[] whole = packet(5, shape[1]);
        for (int i = 0; i < shape[0] - 1; i++) {
          assertTrue(channel.second().inject(whole));
        }
        assertFalse(channel.second().inject(whole));
        channel.second().txsync();
        List<byte[]> came = received(channel.first());
        assertEquals(shape[0] - 1, came.size());
        assertArrayEquals(whole, came.getLast());
      }
    }
    int[][] wrong = {{1, 64}, {4097, 64}, {8, 0}, {8, 100}, {8, 65_536}};
    for (int[] shape : wrong) {
      assertThrows(IllegalArgumentException.class, () -> Channel.open(shape[0], shape[1]));
    }
  }

  @Test
  void twoChannelsHaveNothingInCommon() throws NetmapException {
    try (Channel one = Channel.open(8, 64);
        Channel two = Channel.open(8, 64)) {
      assertTrue(one.first().inject(packet(1, 60)));
      one.first().txsync();
      assertEquals(List.of(), received(two.second()));
      assertFalse(
          new Forward(one.second().rxRings().getFirst(), two.first().txRings().getFirst())
              .zeroCopy());
      assertTrue(
          new Forward(one.second().rxRings().getFirst(), one.second().txRings().getFirst())
              .zeroCopy());
    }
  }

  @Test
  void anEndOutlivesTheOther() throws NetmapException {
    try (Channel channel = Channel.open(8, 64)) {
      NetmapPort left = channel.second();
      assertTrue(channel.first().inject(packet(3, 60)));
      channel.first().txsync();
      channel.first().close();
      refused(NetmapError.Closed.class, channel.first()::txsync);
      assertTrue(left.awaitPackets(LONG));
      assertArrayEquals(packet(3, 60), received(left).getFirst());
      for (int i = 0; i < 7; i++) {
        assertTrue(left.inject(packet(i, 60)));
      }
      left.txsync();
      assertEquals(7, left.txRings().getFirst().pending(), "nobody takes it");
      assertFalse(left.awaitPackets(Duration.ofMillis(1)));
    }
  }

  @Test
  void aThreadAtEachEnd() throws Exception {
    int count = 200_000;
    byte[][] packets = new byte[100][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = packet(i, 60);
    }
    try (Channel channel = Channel.open(256, 128);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> sender =
          threads.submit(() -> {
            NetmapPort port = channel.first();
            for (int sent = 0; sent < count; ) {
              int at = sent % packets.length;
              sent += port.injectBatch(packets, at, packets.length - at);
              port.txsync();
              assertTrue(port.awaitRoom(LONG));
            }
            return null;
          });
      int[] came = new int[1];
      while (came[0] < count && channel.second().awaitPackets(LONG)) {
        channel
            .second()
            .dispatch(0, packet -> assertEquals(came[0]++ % packets.length, packet.u8(59)));
      }
      sender.get(20, TimeUnit.SECONDS);
      assertEquals(count, came[0]);
    }
  }

  @Test
  void closeEndsTheWaitsAtBothEnds() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Channel channel = Channel.open();
      CountDownLatch running = new CountDownLatch(2);
      List<Future<?>> waits = new ArrayList<>();
      for (NetmapPort port : List.of(channel.first(), channel.second())) {
        waits.add(
            threads.submit(() -> {
              running.countDown();
              refused(NetmapError.Closed.class, () -> port.awaitPackets(LONG));
            }));
      }
      assertTrue(running.await(20, TimeUnit.SECONDS));
      channel.close();
      channel.close();
      for (Future<?> wait : waits) {
        wait.get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void thousandsLeaveNothingBehind() throws Exception {
    List<String> before = Descriptors.open();
    int mappedBefore = Descriptors.mapped().size();
    for (int i = 0; i < 3000; i++) {
      try (Channel channel = Channel.open(16, 128)) {
        if (i == 0) {
          assertNotEquals(before, Descriptors.open(), "this would be seen");
          assertNotEquals(mappedBefore, Descriptors.mapped().size());
        }
        if (i % 100 == 0) {
          assertTrue(channel.first().inject(packet(1, 60)));
          channel.first().txsync();
          assertTrue(channel.second().awaitPackets(LONG));
        }
      }
    }
    assertEquals(before, Descriptors.open());
    assertEquals(mappedBefore, Descriptors.mapped().size());
  }
}
