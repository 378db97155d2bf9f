package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** Tap devices, whose wire the embedded engine takes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TapNicTest {
  private static final Duration MOMENT = Duration.ofMillis(300);
  private static final int OURS = 0x88b5;
  private static final String OTHER = "198.51.100.2";

  private final EmbeddedEngine engine = new EmbeddedEngine(RegionLayout.SHARED);
  private VethPair pair;
  private String near;

  @BeforeEach
  void namespaces() throws Exception {
    pair = VethPair.create(1, 1500);
    near = pair.near;
  }

  @AfterEach
  void remove() throws Exception {
    pair.close();
  }

  private String tap(String more) throws Exception {
    Commands.ok("ip -n " + near + " tuntap add dev t0 mode tap " + more);
    Commands.ok("ip netns exec " + near + " sysctl -qw net.ipv6.conf.t0.disable_ipv6=1");
    Commands.ok("ip -n " + near + " addr add 198.51.100.1/24 dev t0");
    Commands.ok("ip -n " + near + " link set t0 up");
    Commands.ok("ip -n " + near + " neigh replace " + OTHER + " lladdr 02:00:00:00:00:02 dev t0");
    return "t0";
  }

  private NetmapPort open(String name) throws Exception {
    return open(name, engine);
  }

  private NetmapPort open(String name, EmbeddedEngine by) throws Exception {
    return VethPair.in(near, () -> Netmap.port(name).engine(by).open());
  }

  private long counter(String name) throws Exception {
    return VethPair.counter(near, "t0", name);
  }

  private static List<byte[]> receive(NetmapPort port, int count) throws NetmapException {
    return receive(port, count, 0x0800);
  }

  private static List<byte[]> receive(NetmapPort port, int count, int type) throws NetmapException {
    List<byte[]> found = new ArrayList<>();
    while (found.size() < count && port.awaitPackets(MOMENT)) {
      port.dispatch(
          0,
          packet -> {
            if (packet.u16(12) == type) {
              found.add(packet.bytes());
            }
          });
    }
    return found;
  }

  /** A frame that the stack takes and drops. */
  private static byte[] frame(int length) {
    byte[] frame = new byte[length];
    Arrays.fill(frame, 0, 6, (byte) -1);
    frame[6] = 2;
    ByteBuffer.wrap(frame).putShort(12, (short) OURS);
    return frame;
  }

  @Test
  void theNicRingsAreTheWire() throws Exception {
    String tap = tap("");
    try (NetmapPort port = open(tap)) {
      VethPair.awaitCarrier(near, tap);
      Traffic.datagrams(near, OTHER, 200);
      List<byte[]> found = receive(port, 200);
      assertEquals(200, found.size());
      assertEquals(14 + 28 + 100, found.getFirst().length);
      long before = counter("rx_packets");
      for (int i = 0; i < 100; i++) {
        assertTrue(port.inject(frame(60 + i * 10)));
      }
      port.txsync();
      assertEquals(100, counter("rx_packets") - before);
      long bytes = counter("rx_bytes");
      assertTrue(port.inject(frame(1514)));
      port.txsync();
      assertEquals(1514, counter("rx_bytes") - bytes);
    }
  }

  /** Transparent mode: what the reader marks goes to the stack, and nothing else. */
  @Test
  void markedPacketsGoToTheStack() throws Exception {
    String tap = tap("");
    try (NetmapPort port = open(tap)) {
      VethPair.awaitCarrier(near, tap);
      port.rxRings().getFirst().forwarding(true);
      long before = counter("rx_packets");
      Traffic.datagrams(near, OTHER, 100);
      int[] seen = {0};
      while (seen[0] < 100 && port.awaitPackets(MOMENT)) {
        port.dispatch(
            0,
            packet -> {
              if (packet.u16(12) == 0x0800 && seen[0]++ % 2 == 0) {
                packet.forward();
              }
            });
      }
      port.rxsync();
      assertEquals(100, seen[0]);
      assertEquals(50, counter("rx_packets") - before);
      RingCounters counters = port.counters(new RingId(RingKind.RX, 0)).orElseThrow();
      assertEquals(50, counters.forwarded());
      assertEquals(Map.of(), counters.drops());
    }
  }

  /** The NIC's rings lead nowhere then. */
  @Test
  void markedPacketsOfTheHostAreLostAndCounted() throws Exception {
    String tap = tap("");
    try (NetmapPort host = open(tap + "^")) {
      VethPair.awaitCarrier(near, tap);
      host.rxRings().getFirst().forwarding(true);
      Traffic.datagrams(near, OTHER, 10);
      int[] seen = {0};
      while (seen[0] < 10 && host.awaitPackets(MOMENT)) {
        host.dispatch(
            0,
            packet -> {
              if (packet.u16(12) == 0x0800) {
                seen[0]++;
                packet.forward();
              }
            });
      }
      host.rxsync();
      RingCounters counters = host.counters(new RingId(RingKind.HOST_RX, 0)).orElseThrow();
      assertEquals(0, counters.forwarded());
      assertEquals(Map.of(DropCause.LINK, 10L), counters.drops());
    }
  }

  @Test
  void hostRingsThatAreBoundHaveTheStack() throws Exception {
    String tap = tap("");
    try (NetmapPort nic = open(tap)) {
      NetmapPort host = open(tap + "^");
      VethPair.awaitCarrier(near, tap);
      Traffic.datagrams(near, OTHER, 10);
      assertEquals(10, receive(host, 10).size());
      assertEquals(0, receive(nic, 1).size());
      long before = counter("rx_packets");
      assertTrue(nic.inject(frame(60)));
      nic.txsync();
      assertEquals(0, counter("rx_packets") - before);
      RingId ring = new RingId(RingKind.TX, 0);
      assertEquals(Map.of(DropCause.LINK, 1L), nic.counters(ring).orElseThrow().drops());
      host.close();
      Traffic.datagrams(near, OTHER, 10);
      assertEquals(10, receive(nic, 10).size());
    }
  }

  @Test
  void aTapOfSeveralQueuesHasARingForEach() throws Exception {
    String tap = tap("multi_queue");
    try (NetmapPort port = open(tap + "@conf:rx-rings=4")) {
      assertEquals(4, port.rxRings().size());
      VethPair.awaitCarrier(near, tap);
      Traffic.datagrams(near, OTHER, 400);
      assertEquals(400, receive(port, 400).size());
    }
  }

  @Test
  void whoOnlyReceivesWatchesAndLeavesTheWireToOthers() throws Exception {
    String tap = tap("");
    try (NetmapPort watcher = open(tap + "*/R");
        NetmapPort port = open(tap, new EmbeddedEngine(RegionLayout.SHARED))) {
      assertTrue(port.inject(frame(60)));
      port.txsync();
      assertArrayEquals(frame(60), receive(watcher, 1, OURS).getFirst());
    }
  }

  @Test
  void aWireThatSomebodyHasIsWatched() throws Exception {
    for (String kind : new String[] {"", "multi_queue"}) {
      String tap = tap(kind);
      try (NetmapPort holder = open(tap)) {
        VethPair.awaitCarrier(near, tap);
        try (NetmapPort second = open(tap, new EmbeddedEngine(RegionLayout.SHARED))) {
          assertTrue(holder.inject(frame(77)));
          holder.txsync();
          assertArrayEquals(frame(77), receive(second, 1, OURS).getFirst(), "seen coming in");
        }
      }
      Commands.ok("ip -n " + near + " link del t0");
    }
  }

  @Test
  void aSwitchReachesTheHostThroughATap() throws Exception {
    String tap = tap("");
    VethPair.in(near, () -> engine.control().valeAttach("vale0:" + tap, false));
    try (NetmapPort port = open("vale0:p")) {
      VethPair.awaitCarrier(near, tap);
      Traffic.datagrams(near, OTHER, 50);
      assertEquals(50, receive(port, 50).size());
      long before = counter("rx_packets");
      assertTrue(port.inject(frame(60)));
      port.txsync();
      assertEquals(1, counter("rx_packets") - before);
    } finally {
      int _ = engine.control().valeDetach("vale0:" + tap);
    }
  }

  @Test
  void aDeviceThatIsDownSaysSo() throws Exception {
    String tap = tap("");
    try (NetmapPort port = open(tap)) {
      Commands.ok("ip -n " + near + " link set t0 down");
      assertTrue(port.inject(frame(60)));
      NetmapException sending = assertThrows(NetmapException.class, port::txsync);
      assertInstanceOf(NetmapError.InterfaceDown.class, sending.error());
      NetmapException waiting =
          assertThrows(NetmapException.class, () -> port.awaitPackets(Duration.ofSeconds(5)));
      assertInstanceOf(NetmapError.InterfaceDown.class, waiting.error());
      Commands.ok("ip -n " + near + " link set t0 up");
      long before = counter("rx_packets");
      port.txsync();
      assertEquals(1, counter("rx_packets") - before, "what was queued goes now");
    }
  }
}
