package org.netmap4j.compat.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.Forward;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.Traffic;
import org.netmap4j.compat.VethPair;
import org.netmap4j.engine.Engine;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.pcap.TimestampSource;

/** Captures on the module, and what they do to the host. */
@Tag("kernel")
class KernelCaptureTest {
  private final List<NetmapHandle> opened = new ArrayList<>();
  private Engine engine;
  private VethPair pair;

  @BeforeEach
  void network() throws Exception {
    engine = Kernel.engine();
    assumeTrue(Commands.have("ping"), "no 'ping' on this machine (package iputils-ping)");
    pair = VethPair.create(2, 1500);
    pair.neighbours();
    for (String[] end : new String[][] {{pair.near, pair.a}, {pair.far, pair.b}}) {
      // frames of which the checksum is still to be computed do not pass a host ring
      Commands.ok("ip netns exec " + end[0] + " ethtool -K " + end[1] + " tx off gso off gro off");
    }
  }

  @AfterEach
  void remove() throws Exception {
    opened.forEach(NetmapHandle::close);
    if (pair != null) {
      pair.close();
    }
  }

  private NetmapHandle open(String name) throws Exception {
    NetmapHandle handle =
        VethPair.in(
            pair.near,
            () -> NetmapHandle.builder(name).engine(engine).timeout(Duration.ofSeconds(1)).open());
    opened.add(handle);
    return handle;
  }

  private String ping(int count) throws Exception {
    return Commands.run(
            List.of(
                ("ip netns exec " + pair.near + " ping -q -W 3 -i 0.02 -c " + count + " 192.0.2.2")
                    .split(" ")))
        .out();
  }

  @Test
  void inlineLeavesTheHostItsTraffic() throws Exception {
    NetmapHandle handle = open("inline:" + pair.a);
    assertFalse(handle.port().taps());
    assertTrue(
        new Forward(handle.rxRings().getFirst(), handle.port().txRings().getLast()).zeroCopy());
    NetmapHandle unread = open("inline:" + pair.a);
    assertSame(handle.port(), unread.port());
    handle.filter("icmp");
    String said = ping(20);
    assertTrue(said.contains(" 0% packet loss"), said);
    int[] types = new int[256];
    assertEquals(
        40,
        handle.loop(40, (memory, start, _, _, _) -> types[memory.get(JAVA_BYTE, start + 34)]++));
    assertEquals(20, types[8]);
    assertEquals(20, types[0]);
    assertEquals(TimestampSource.SYNC, handle.timestampSource());
    assertEquals(OptionalLong.empty(), handle.statistics().dropped(), "the module does not count");
    handle.close();
    assertTrue(ping(3).contains(" 0% packet loss"), "the other keeps it going");
    unread.close();
    assertTrue(ping(3).contains(" 0% packet loss"), "the host has its NIC again");
  }

  @Test
  void aPlainCaptureTakesTheNicAndGivesItBack() throws Exception {
    NetmapHandle handle = open("netmap:" + pair.a);
    NetmapHandle second = open("netmap:" + pair.a);
    handle.filter("udp");
    second.filter("udp");
    assertTrue(ping(2).contains("100% packet loss"));
    Traffic.datagrams(pair.far, "192.0.2.1", 100);
    assertEquals(100, handle.loop(100, (_, _, _, _, _) -> {}));
    assertEquals(100, second.loop(100, (_, _, _, _, _) -> {}));
    long before = VethPair.counter(pair.far, pair.b, "rx_packets");
    for (int i = 0; i < 50; i++) {
      handle.inject(Kernel.frame(i, 60));
    }
    handle.flush();
    for (int i = 0; i < 50 && VethPair.counter(pair.far, pair.b, "rx_packets") - before < 50; i++) {
      Thread.sleep(20);
    }
    assertEquals(50, VethPair.counter(pair.far, pair.b, "rx_packets") - before);
    handle.close();
    second.close();
    assertTrue(ping(3).contains(" 0% packet loss"));
  }

  @Test
  void aNicThatIsTakenNamesTheAlternatives() throws Exception {
    NetmapHandle taken = open("netmap:" + pair.a + "/x");
    NetmapException e = assertThrows(NetmapException.class, () -> open("netmap:" + pair.a));
    String said = assertInstanceOf(NetmapError.CannotOpen.class, e.error()).message();
    assertTrue(said.contains("inline:" + pair.a), said);
    assertTrue(said.contains("netmap:" + pair.a + "/rt"), said);
    NetmapHandle monitor = open("netmap:" + pair.a + "/rt");
    monitor.filter("udp");
    Traffic.datagrams(pair.far, "192.0.2.1", 10);
    assertTrue(taken.dispatch(1, (_, _, _, _, _) -> {}) > 0);
    assertEquals(10, monitor.loop(10, (_, _, _, _, _) -> {}));
  }

  @Test
  void timeOutsAndBreaksHoldOnAnIdleLink() throws Exception {
    NetmapHandle handle = open("netmap:" + pair.a);
    handle.filter("udp port 1");
    assertEquals(0, handle.dispatch(0, (_, _, _, _, _) -> {}));
    Thread.ofPlatform()
        .start(() -> {
          try {
            Thread.sleep(300);
          } catch (InterruptedException e) {
            // then at once
          }
          handle.breakLoop();
        });
    assertEquals(NetmapHandle.BROKEN, handle.loop(0, (_, _, _, _, _) -> {}));
  }
}
