package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Packet;
import org.netmap4j.Ring;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** NIC ports of the embedded engine on real interfaces. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NicPortTest {
  private static final Duration MOMENT = Duration.ofMillis(300);

  private static EmbeddedEngine engine() {
    return new EmbeddedEngine(RegionLayout.SHARED);
  }

  private static NetmapPort open(String namespace, String name) throws Exception {
    return VethPair.in(namespace, () -> Netmap.port(name).engine(engine()).open());
  }

  private static RingCounters counters(NetmapPort port, RingId ring) throws NetmapException {
    return port.counters(ring).orElseThrow();
  }

  private static long total(NetmapPort port, RingKind kind) throws NetmapException {
    long sum = 0;
    for (RxRing ring : port.rxRings()) {
      if (ring.id().kind() == kind) {
        RingCounters counters = counters(port, ring.id());
        sum += counters.packets() + counters.dropped();
      }
    }
    return sum;
  }

  private static void drain(NetmapPort port) throws NetmapException {
    while (port.awaitPackets(MOMENT)) {
      for (RxRing ring : port.rxRings()) {
        ring.skip();
      }
    }
  }

  /** Transparent mode: the host has its frames already, so marks are only counted. */
  @Test
  void markedPacketsAreCountedAndNotGivenTwice() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = open(pair.near, pair.a + "*")) {
      port.rxRings().forEach(ring -> assertDoesNotThrow(() -> ring.forwarding(true)));
      long received = VethPair.counter(pair.near, pair.a, "rx_packets");
      long sent = VethPair.counter(pair.near, pair.a, "tx_packets");
      Traffic.datagrams(pair.far, "192.0.2.1", 100);
      Traffic.datagrams(pair.near, "192.0.2.2", 100);
      while (port.awaitPackets(MOMENT)) {
        port.dispatch(0, Packet::forward);
      }
      port.rxsync();
      for (RxRing ring : port.rxRings()) {
        RingCounters counters = counters(port, ring.id());
        assertTrue(counters.forwarded() >= 100, ring.id() + ": " + counters);
        assertEquals(counters.packets(), counters.forwarded());
        boolean host = ring.id().kind().host();
        long now = VethPair.counter(pair.near, pair.a, host ? "tx_packets" : "rx_packets");
        assertEquals(counters.packets(), now - (host ? sent : received));
      }
    }
  }

  @Test
  void countsAgreeWithTheInterfaceToThePacket() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500);
        NetmapPort port = open(pair.near, pair.a + "*/R")) {
      long rx = VethPair.counter(pair.near, pair.a, "rx_packets");
      long tx = VethPair.counter(pair.near, pair.a, "tx_packets");
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Traffic.datagrams(pair.far, "192.0.2.1", 2000);
                  Traffic.datagrams(pair.near, "192.0.2.2", 1500);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      while (sender.isAlive()) {
        drain(port);
      }
      drain(port);
      long received = VethPair.counter(pair.near, pair.a, "rx_packets") - rx;
      long sent = VethPair.counter(pair.near, pair.a, "tx_packets") - tx;
      assertTrue(received >= 2000 && sent >= 1500, received + " and " + sent);
      assertEquals(received, total(port, RingKind.RX));
      assertEquals(sent, total(port, RingKind.HOST_RX));
      for (RxRing ring : port.rxRings()) {
        assertEquals(Accuracy.EXACT, counters(port, ring.id()).accuracy());
      }
      long busy =
          port.rxRings().stream()
              .filter(ring -> ring.id().kind() == RingKind.RX)
              .filter(ring -> {
                try {
                  return counters(port, ring.id()).packets() > 0;
                } catch (NetmapException e) {
                  throw new AssertionError(e);
                }
              })
              .count();
      assertTrue(busy > 1, "all packets came through one of four rings");
    }
  }

  private static byte[] frame(Random random, int length) {
    byte[] frame = new byte[length];
    random.nextBytes(frame);
    frame[0] = 2; // unicast, locally administered
    frame[12] = (byte) 0x88;
    frame[13] = (byte) 0xb5; // an ethertype for experiments: no stack answers it
    return frame;
  }

  @Test
  void everyFrameSizeArrivesUnchanged() throws Exception {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    Random random = new Random(seed);
    try (VethPair pair = VethPair.create(1, 9000);
        NetmapPort from = open(pair.far, pair.b);
        NetmapPort to = open(pair.near, pair.a)) {
      List<byte[]> sent = new ArrayList<>();
      for (int length = 14; length <= 2300; length++) {
        sent.add(frame(random, length));
      }
      for (int length : new int[] {4095, 4096, 4097, 6144, 6145, 9013, 9014}) {
        sent.add(frame(random, length));
      }
      List<byte[]> received = new ArrayList<>();
      for (byte[] frame : sent) {
        assertTrue(from.inject(frame), "room for " + frame.length);
        if (received.size() % 100 == 0) {
          from.flush(Duration.ofSeconds(1));
        }
        from.txsync();
        while (received.size() < sent.indexOf(frame) + 1 && to.awaitPackets(MOMENT)) {
          to.dispatch(0, packet -> received.add(packet.bytes()));
        }
      }
      assertEquals(sent.size(), received.size(), "seed " + seed);
      for (int i = 0; i < sent.size(); i++) {
        assertArrayEquals(sent.get(i), received.get(i), "frame " + i + ", seed " + seed);
      }
      NetmapException tooLong =
          assertThrows(NetmapException.class, () -> from.inject(new byte[9019]));
      assertInstanceOf(NetmapError.PacketTooLarge.class, tooLong.error());
      assertThrows(IllegalArgumentException.class, () -> from.inject(new byte[0]));
    }
  }

  @Test
  void whatIsNotReadIsCounted() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort from = open(pair.far, pair.b);
        NetmapPort to = open(pair.near, pair.a)) {
      Random random = new Random(1);
      int count = 5000;
      for (int i = 0; i < count; i++) {
        byte[] frame = frame(random, 60 + i % 1400);
        while (!from.inject(frame)) {
          from.txsync();
        }
      }
      from.flush(Duration.ofSeconds(5));
      drain(to);
      RingCounters counters = counters(to, new RingId(RingKind.RX, 0));
      assertTrue(counters.dropped() > 0, "a ring of 1024 held 5000");
      assertEquals(count, counters.packets() + counters.dropped());
      assertEquals(count, counters(from, new RingId(RingKind.TX, 0)).packets());
    }
  }

  @Test
  void everyLossIsCountedAtFullSpeed() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort from = open(pair.far, pair.b);
        NetmapPort to = open(pair.near, pair.a)) {
      int count = 300_000;
      FutureTask<Integer> reader =
          new FutureTask<>(() -> {
            int got = 0;
            while (to.awaitPackets(Duration.ofSeconds(1))) {
              got += to.rxRings().getFirst().receive(0, batch -> {});
            }
            return got;
          });
      Thread.ofPlatform().start(reader);
      byte[] frame = frame(new Random(4), 60);
      for (int i = 0; i < count; i++) {
        while (!from.inject(frame)) {
          from.txsync();
        }
      }
      from.flush(Duration.ofSeconds(10));
      RingCounters sent = counters(from, new RingId(RingKind.TX, 0));
      assertEquals(count, sent.packets());
      assertEquals(0, sent.dropped());
      int got = reader.get();
      RingCounters received = counters(to, new RingId(RingKind.RX, 0));
      assertEquals(got, received.packets());
      assertEquals(count, received.packets() + received.dropped());
      assertEquals(count, VethPair.counter(pair.near, pair.a, "rx_packets"));
    }
  }

  @Test
  void noneIsLostAtARateThatTheReceiverTakes() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort from = open(pair.far, pair.b);
        NetmapPort to = open(pair.near, pair.a)) {
      Random random = new Random(2);
      int count = 50_000;
      int[] next = {0};
      for (int i = 0; i < count; i++) {
        byte[] frame = frame(random, 64);
        frame[20] = (byte) (i >> 16);
        frame[21] = (byte) (i >> 8);
        frame[22] = (byte) i;
        while (!from.inject(frame)) {
          from.txsync();
        }
        if (i % 256 == 255 || i == count - 1) {
          from.flush(Duration.ofSeconds(5));
          while (next[0] <= i && to.awaitPackets(MOMENT)) {
            to.dispatch(
                0,
                packet -> {
                  int number = packet.u8(20) << 16 | packet.u16(21);
                  assertEquals(next[0]++, number);
                });
          }
        }
      }
      assertEquals(count, next[0]);
      assertEquals(0, counters(to, new RingId(RingKind.RX, 0)).dropped());
    }
  }

  @Test
  void vlanTagsAreThere() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort from = open(pair.far, pair.b);
        NetmapPort to = open(pair.near, pair.a)) {
      // the system takes the outer tag out of a frame before it shows it, and says so beside it
      List<byte[]> sent = new ArrayList<>();
      for (int type : new int[] {0x8100, 0x88a8}) {
        // shorter ones the system frees when it takes the tag out; only 802.1Q may be 4 longer than
        // the MTU
        for (int length : new int[] {20, 60, type == 0x8100 ? 1518 : 1514}) {
          byte[] frame = frame(new Random(length), length);
          frame[12] = (byte) (type >> 8);
          frame[13] = (byte) type;
          frame[14] = (byte) 0xa0;
          frame[15] = 100;
          sent.add(frame);
          assertTrue(from.inject(frame));
        }
      }
      from.flush(Duration.ofSeconds(1));
      List<byte[]> received = new ArrayList<>();
      while (received.size() < sent.size() && to.awaitPackets(MOMENT)) {
        to.dispatch(0, packet -> received.add(packet.bytes()));
      }
      assertEquals(sent.size(), received.size());
      for (int i = 0; i < sent.size(); i++) {
        assertArrayEquals(sent.get(i), received.get(i), "frame " + i);
      }
    }
  }

  @Test
  void hostRingsShowWhatTheStackSendsAndNotWhatWeDo() throws Exception {
    try (VethPair pair = VethPair.create(2, 1500);
        NetmapPort port = open(pair.near, pair.a + "*@conf:host-rings=2")) {
      pair.neighbours();
      for (TxRing ring : port.txRings()) {
        assertTrue(ring.inject(frame(new Random(3), 100)));
      }
      port.flush(Duration.ofSeconds(1));
      Traffic.datagrams(pair.near, "192.0.2.2", 40);
      drain(port);
      assertEquals(40, total(port, RingKind.HOST_RX));
      assertEquals(42, VethPair.counter(pair.near, pair.a, "tx_packets"), "ours went out too");
    }
  }

  @Test
  @SuppressWarnings("try") // closed here on purpose, twice or early
  void oneRingGetsItsOwnQueueOnly() throws Exception {
    try (VethPair pair = VethPair.create(4, 1500);
        NetmapPort all = open(pair.near, pair.a + "/R")) {
      pair.neighbours();
      List<NetmapPort> single = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        single.add(open(pair.near, pair.a + "-" + i + "/R"));
      }
      Traffic.datagrams(pair.far, "192.0.2.1", 400);
      drain(all);
      long sum = 0;
      for (int i = 0; i < 4; i++) {
        NetmapPort one = single.get(i);
        drain(one);
        assertEquals(1, one.rxRings().size());
        RingId ring = new RingId(RingKind.RX, i);
        assertEquals(counters(all, ring).packets(), counters(one, ring).packets(), "ring " + i);
        sum += counters(one, ring).packets();
        one.close();
      }
      assertEquals(400, sum);
    }
  }

  @Test
  void anInterfaceThatGoesDownSaysSo() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = open(pair.near, pair.a)) {
      assertFalse(port.awaitPackets(Duration.ofMillis(10)));
      Commands.ok("ip -n " + pair.near + " link set " + pair.a + " down");
      long start = System.nanoTime();
      NetmapException down =
          assertThrows(NetmapException.class, () -> port.awaitPackets(Duration.ofSeconds(20)));
      assertTrue(System.nanoTime() - start < 2_000_000_000L);
      assertEquals(new NetmapError.InterfaceDown(pair.a, false), down.error());
      Commands.ok("ip -n " + pair.near + " link set " + pair.a + " up");
      pair.neighbours();
      Traffic.datagrams(pair.far, "192.0.2.1", 5);
      assertTrue(port.awaitPackets(Duration.ofSeconds(2)), "it goes on when the link is up");
      Commands.ok("ip -n " + pair.near + " link del " + pair.a);
      drainUntilTrouble(port, new NetmapError.InterfaceDown(pair.a, true));
    }
  }

  private static void drainUntilTrouble(NetmapPort port, NetmapError expected) {
    NetmapException gone =
        assertThrows(
            NetmapException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                port.awaitPackets(MOMENT);
                port.rxRings().getFirst().skip();
              }
            });
    assertEquals(expected, gone.error());
  }

  @Test
  void promiscuousModeEndsWithThePort() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500)) {
      String show = "ip -n " + pair.near + " -d link show " + pair.a;
      try (NetmapPort port =
          VethPair.in(
              pair.near, () -> Netmap.port(pair.a).engine(engine()).promiscuous(true).open())) {
        assertTrue(Commands.ok(show).contains("promiscuity 1"), port.name());
      }
      assertTrue(Commands.ok(show).contains("promiscuity 0"));
    }
  }

  @Test
  @SuppressWarnings("try") // closed here on purpose, twice or early
  void wakeAndCloseEndAWait() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = open(pair.near, pair.a)) {
      assertFalse(port.awaitPackets(Duration.ofMillis(1)));
      port.wake();
      assertFalse(port.awaitPackets(Duration.ofSeconds(30)), "woken before");
      Thread closer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                port.close();
              });
      NetmapException closed =
          assertThrows(NetmapException.class, () -> port.awaitPackets(Duration.ofSeconds(30)));
      assertInstanceOf(NetmapError.Closed.class, closed.error());
      closer.join();
      assertThrows(NetmapException.class, () -> port.inject(new byte[60]));
      assertThrows(NetmapException.class, port::nextPacket);
      assertThrows(NetmapException.class, port::rxsync);
      for (Ring ring : port.rxRings()) {
        assertTrue(ring.slots() > 0);
      }
      port.close();
    }
  }

  @Test
  void loopbackShowsBothDirections() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort port = open(pair.near, "lo*/R")) {
      Traffic.datagrams(pair.near, InetAddress.getLoopbackAddress().getHostAddress(), 10);
      drain(port);
      assertEquals(VethPair.counter(pair.near, "lo", "rx_packets"), total(port, RingKind.RX));
      assertEquals(VethPair.counter(pair.near, "lo", "tx_packets"), total(port, RingKind.HOST_RX));
    }
  }

  @Test
  void unknownNamesSayWhatThereIs() throws Exception {
    try (VethPair pair = VethPair.create(1, 1500)) {
      NetmapException none = assertThrows(NetmapException.class, () -> open(pair.near, "nosuch0"));
      NetmapError.NoSuchPort error = assertInstanceOf(NetmapError.NoSuchPort.class, none.error());
      assertTrue(error.have().contains(pair.a) && error.have().contains("lo"));
      NetmapException ring =
          assertThrows(NetmapException.class, () -> open(pair.near, pair.a + "-7"));
      assertInstanceOf(NetmapError.NoSuchRing.class, ring.error());
    }
  }
}
